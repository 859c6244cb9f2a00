package dev.headgate.dialect;

import dev.headgate.api.Usage;
import dev.headgate.wire.SseEvent;

/**
 * Follows one streamed answer event by event. Not thread-safe; made per attempt.
 *
 * <p>An answer is complete only when its format's own end was seen; the end of the bytes says nothing.
 */
public interface StreamReader {
    /** What one event means for the stream. */
    enum Verdict {
        /** Bears no content: a role, a ping, an empty choice. */
        PREAMBLE,
        /** Bears content, or says that an answer has finished. */
        CONTENT,
        /** Bears nothing but usage. */
        USAGE,
        /** The format's end mark. */
        END,
        /** An error; see {@link #error()}. */
        ERROR,
        /** Not an event of this format. */
        MALFORMED
    }

    Verdict read(SseEvent event);

    /** Whether every part of the answer that was asked for, and every one that began, has said that it is finished. */
    boolean finished();

    /** The bytes that end a finished stream whose upstream left the end mark out. */
    byte[] endMark();

    /** The usage reported so far; later reports replace earlier ones. */
    Usage usage();

    /** The error of the event that was judged {@link Verdict#ERROR}. */
    UpstreamError error();
}
