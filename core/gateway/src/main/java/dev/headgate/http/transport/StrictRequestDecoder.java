package dev.headgate.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Vert.x's HTTP/1.1 request decoder, made to refuse what it would repair: folded header lines (RFC 9112 §5.2), header
 * lines without a name, and versions other than 1.0 and 1.1. It also tells its connection when a request's head has
 * begun and when it is complete.
 *
 * <p>Such a line is spoiled before the decoder reads it, so that the whole request is refused in the ordinary way, with
 * an answer, and nothing after it is read as a request.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final ClientConnection connection;
    private boolean inHead = true;
    private boolean headBegun;
    private boolean lineStart;

    StrictRequestDecoder(Http1ServerConfig config, ClientConnection connection) {
        super(config);
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
        boolean atLineStart = lineStart;
        boolean emptyLine = atLineStart;
        int requestLine = i;
        for (; i < end; i++) {
            byte b = buffer.getByte(i);
            if (atLineStart && (b == ' ' || b == '\t' || b == ':')) {
                buffer.setByte(i, 0);
            }
            if (b == '\n') {
                if (emptyLine) {
                    return;
                }
                if (!lineStart && !endsInVersion(buffer, requestLine, i)) {
                    buffer.setByte(requestLine, 0);
                }
                atLineStart = true;
                emptyLine = true;
                lineStart = true;
            } else {
                atLineStart = false;
                emptyLine &= b == '\r';
            }
        }
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
