package dev.headgate.http.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * What the system keeps of a connection's answers until the client takes them. By itself Linux lets that grow to
 * megabytes for each client that reads slowly, and does not tell of the little that such a client takes.
 */
public final class SendQueue {
    /** The most that may wait unsent; what is on its way to the client is bounded by what the client admits. */
    private static final int UNSENT_BYTES = 32 * 1024;

    private static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
    private static final int IPPROTO_TCP = 6;
    private static final ChannelOption<Integer> NOT_SENT_LOWAT =
            new IntegerUnixChannelOption("HEADGATE_TCP_NOTSENT_LOWAT", IPPROTO_TCP, 25);
    /** As far as {@code tcpi_bytes_acked} of Linux' {@code struct tcp_info}, which is the last of it. */
    private static final int INFO_BYTES = 128;

    private static final int BYTES_ACKED = 120;
    private static final ChannelOption<ByteBuffer> INFO =
            new RawUnixChannelOption("HEADGATE_TCP_INFO", IPPROTO_TCP, 11, INFO_BYTES);

    private SendQueue() {}

    /** Lets no more than a little wait in the system. Elsewhere than on Linux the system's own bounds hold. */
    public static void bound(Channel channel) {
        if (LINUX) {
            var _ = channel.config().setOption(NOT_SENT_LOWAT, UNSENT_BYTES);
        }
    }

    /**
     * A figure that has changed whenever the client has taken something since; where the system does not tell, whenever
     * the system has. To be called on the channel's loop.
     */
    static long taken(Channel channel) {
        ByteBuffer info = LINUX && channel.isActive() ? channel.config().getOption(INFO) : null;
        if (info != null) {
            return info.clear().order(ByteOrder.nativeOrder()).getLong(BYTES_ACKED);
        }
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.currentProgress() - waiting.totalPendingWriteBytes();
    }
}
