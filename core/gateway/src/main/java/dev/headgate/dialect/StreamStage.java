package dev.headgate.dialect;

import dev.headgate.api.Usage;

/**
 * Makes chat chunks of one streamed answer in another wire format, event by event. It says that an answer has finished
 * only when the other format's own end was seen; the end of the bytes says nothing. Not thread-safe; made per attempt.
 */
public interface StreamStage {
    /** Told what the stream comes to. */
    interface Sink {
        /** Events in the hub's shape, whole ones; the array is theirs only during the call. */
        void events(byte[] array, int from, int to);

        /** The stream says that it has failed. */
        void failed(UpstreamError error);

        /** What came is no stream of this format; {@code what} the upstream did may be shown. */
        void malformed(String what);
    }

    /** The next bytes as they came. */
    void bytes(byte[] array, int from, int to, Sink sink);

    /** The bytes have ended in order. */
    void end(Sink sink);

    /** Whether a body that begins like a JSON document or a page is no stream of this format. */
    boolean sniffed();

    /** Tokens as far as they have been reported. */
    Usage usage();
}
