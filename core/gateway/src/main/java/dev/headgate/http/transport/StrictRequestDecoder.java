package dev.headgate.http.transport;

import dev.headgate.wire.FlatHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Netty's HTTP/1.1 request decoder, made to refuse what it would repair: folded header lines (RFC 9112 §5.2), header
 * lines without a name, and versions other than 1.0 and 1.1. It also tells its connection when a request's head has
 * begun and when it is complete.
 *
 * <p>Such a line is spoiled before the decoder reads it, so that the whole request is refused in the ordinary way, with
 * an answer, and nothing after it is read as a request.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final ClientConnection connection;
    private boolean inHead = true;
    private boolean headBegun;
    private boolean lineStart;

    StrictRequestDecoder(int maxUriBytes, int maxHeaderBytes, ClientConnection connection) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxUriBytes)
                .setMaxHeaderSize(maxHeaderBytes)
                .setMaxChunkSize(SizedReads.LONGEST)
                .setHeadersFactory(FlatHeaders.FACTORY));
        this.connection = connection;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (inHead && buffer.isReadable()) {
            guardHead(buffer);
        }
        int before = out.size();
        super.decode(ctx, buffer, out);
        for (int i = before; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpRequest) {
                inHead = false;
                headBegun = false;
                lineStart = false;
                connection.headComplete();
            }
            if (message instanceof LastHttpContent) {
                inHead = true;
            }
        }
    }

    private void guardHead(ByteBuf buffer) {
        int i = buffer.readerIndex();
        int end = buffer.writerIndex();
        if (!lineStart) {
            // Empty lines before a request line are legal; they are not yet its head.
            while (i < end && (buffer.getByte(i) == '\r' || buffer.getByte(i) == '\n')) {
                i++;
            }
            if (i == end) {
                return;
            }
        }
        if (!headBegun) {
            headBegun = true;
            connection.headBegun();
        }
        // What the decoder has left over begins a line, unless it is the request line itself.
        if (lineStart && badLine(buffer, i)) {
            return;
        }
        for (int lf = indexOf(buffer, i, end); lf >= 0; lf = indexOf(buffer, i, end)) {
            if (!lineStart) {
                lineStart = true;
                if (!endsInVersion(buffer, i, lf)) {
                    buffer.setByte(i, 0);
                }
            } else if (lf == i || (lf == i + 1 && buffer.getByte(i) == '\r')) {
                return; // the empty line that ends the head
            }
            i = lf + 1;
            if (i < end && badLine(buffer, i)) {
                return;
            }
        }
    }

    private static int indexOf(ByteBuf buffer, int from, int to) {
        return buffer.indexOf(from, to, (byte) '\n');
    }

    /** Spoils a line that begins as no header may. */
    private static boolean badLine(ByteBuf buffer, int at) {
        byte b = buffer.getByte(at);
        boolean bad = b == ' ' || b == '\t' || b == ':';
        if (bad) {
            buffer.setByte(at, 0);
        }
        return bad;
    }

    /** Whether the line that ends in the LF at {@code lf} names a version that is served. */
    private static boolean endsInVersion(ByteBuf buffer, int from, int lf) {
        int at = lf - 2 - VERSION.length; // before the minor version and the CR
        if (at < from || buffer.getByte(lf - 1) != '\r') {
            return false;
        }
        for (int i = 0; i < VERSION.length; i++) {
            if (buffer.getByte(at + i) != VERSION[i]) {
                return false;
            }
        }
        byte minor = buffer.getByte(lf - 2);
        return minor == '0' || minor == '1';
    }
}
