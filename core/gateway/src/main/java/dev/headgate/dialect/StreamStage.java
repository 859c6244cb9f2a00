package dev.headgate.dialect;

import dev.headgate.api.Usage;

/**
 * Makes chat chunks of one streamed answer in another wire format, event by event. It says that an answer has finished
 * only when the other format's own end was seen, or, where the format has no such mark, when the answer has said why it
 * ended; the end of the bytes alone says nothing. Not thread-safe; made per attempt.
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

    /**
     * No more bytes will come, or none is waited for any longer.
     *
     * @param orderly whether they have ended as their framing says, so that an event may be missing nothing but its end
     */
    void end(boolean orderly, Sink sink);

    /** Whether a body that begins like a JSON document or a page is no stream of this format. */
    boolean sniffed();

    /** Tokens as far as they have been reported. */
    Usage usage();
}
