package dev.headgate.http.transport;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * How much one read of a connection may bring: what is left of a body whose length is known, else enough for the usual
 * request. Confined to the connection's event loop.
 */
final class SizedReads extends DefaultMaxMessagesRecvByteBufAllocator {
    static final int LONGEST = 256 * 1024;
    private static final int USUAL = 4 * 1024;

    private long expected;

    /** So many bytes of a body are to come. */
    void expect(long bytes) {
        expected = bytes;
    }

    /** So many of them have come. */
    void came(int bytes) {
        expected -= bytes;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own declaration
    public RecvByteBufAllocator.Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return Math.clamp(expected, USUAL, LONGEST);
            }
        };
    }
}
