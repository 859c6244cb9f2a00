package dev.headgate.route;

import java.util.EnumSet;
import java.util.Set;

/** A target that is tried after a route's own, and for which causes. */
public record Fallback(Target target, Set<Cause> causes) {
    /** What makes a fallback necessary. */
    public enum Cause {
        /** The targets failed, or could not be asked. */
        FAILURE,
        /** A target refused the request as too long for its context window. */
        CONTEXT_WINDOW,
        /** A target's content filter refused the request. */
        CONTENT_FILTER
    }

    public Fallback {
        causes = causes.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(causes));
    }
}
