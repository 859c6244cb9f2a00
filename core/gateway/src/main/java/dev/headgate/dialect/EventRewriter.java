package dev.headgate.dialect;

import dev.headgate.wire.SseEvent;

/** Passes one streamed answer on, event by event, with its texts rewritten. Not thread-safe; made per stream. */
public interface EventRewriter {
    /** Takes bytes on their way to the reader; they are valid during the call only. */
    @FunctionalInterface
    interface Sink {
        void add(byte[] array, int from, int to);
    }

    /** Passes this event on, and before it what the end of a lane has set free. */
    void event(SseEvent event, Sink out);

    /** Passes on what is still held back by a stream that has ended without its format's end mark. */
    void end(Sink out);
}
