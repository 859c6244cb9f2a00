package dev.headgate.credential;

import dev.headgate.dialect.UpstreamError;
import java.time.Instant;

/** Where a credential comes from. Equal ones give the same; safe to share between threads. */
public interface Source {
    /** The first step towards one; each time all over again, because files and roles change. */
    Step begin(Instant now);

    /** Whether this answer may mean that a credential no longer is one, so that another is worth a try. */
    default boolean outlived(UpstreamError error) {
        return error.status() == 401;
    }
}
