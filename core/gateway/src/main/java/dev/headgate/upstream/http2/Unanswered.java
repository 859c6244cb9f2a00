package dev.headgate.upstream.http2;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;

/** How a request came to have no answer at all. */
enum Unanswered {
    /** The upstream says that it has not looked at it, RFC 9113 §8.7. */
    UNSEEN,
    /**
     * Its connection was closed, or goes away without it. Which of the two is not asked: each look at what was said with
     * a GOAWAY is a copy that Vert.x lets nobody release.
     */
    CLOSED,
    OTHER;

    private static final long REFUSED_STREAM = 0x7;

    static Unanswered of(Throwable cause) {
        return switch (cause) {
            case StreamResetException reset when reset.getCode() == REFUSED_STREAM -> UNSEEN;
            case HttpClosedException closed -> CLOSED;
            default -> OTHER;
        };
    }
}
