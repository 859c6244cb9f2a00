package dev.headgate.upstream;

import dev.headgate.api.Failure;
import dev.headgate.upstream.health.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Leave to make one attempt with one credential. What comes of it bears on whether others get leave. Confined to the
 * event loop of its attempt.
 */
public final class Admission {
    private final Credential credential;
    private final @Nullable Permit permit;

    /**
     * @param permit told what comes of the attempt; null when nobody is to know
     */
    Admission(Credential credential, @Nullable Permit permit) {
        this.credential = credential;
        this.permit = permit;
    }

    Credential credential() {
        return credential;
    }

    void answered(boolean streaming, long now) {
        if (permit == null) {
            return;
        }
        if (streaming) {
            permit.streaming(now);
        } else {
            permit.answered(now);
        }
    }

    /** The attempt has failed, or its stream has broken off. */
    void failed(Failure why, int status, long now) {
        if (permit != null) {
            permit.failed(why.kind(), status, why.retryAfter(), now);
        }
    }
}
