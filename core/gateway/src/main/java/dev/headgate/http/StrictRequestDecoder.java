package dev.headgate.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Vert.x's HTTP/1.1 request decoder, made to refuse folded header lines (RFC 9112 §5.2), which Netty would join, and to
 * tell its connection when a request's head has begun and when it is complete.
 *
 * <p>A line that begins with a space or a tab inside a head is spoiled before the decoder reads it, so that the whole
 * request is refused in the ordinary way, with an answer.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
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
        if (!headBegun) {
            // Empty lines before a request line are legal; they are not yet its head.
            while (i < end && (buffer.getByte(i) == '\r' || buffer.getByte(i) == '\n')) {
                i++;
            }
            if (i == end) {
                return;
            }
            headBegun = true;
            connection.headBegun();
        }
        // What the decoder has left over begins a line, unless it is the request line itself.
        boolean atLineStart = lineStart;
        boolean emptyLine = atLineStart;
        for (; i < end; i++) {
            byte b = buffer.getByte(i);
            if (atLineStart && (b == ' ' || b == '\t')) {
                buffer.setByte(i, 0);
            }
            if (b == '\n') {
                if (emptyLine) {
                    return;
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
}
