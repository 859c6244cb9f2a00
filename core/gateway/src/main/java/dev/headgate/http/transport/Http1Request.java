package dev.headgate.http.transport;

import dev.headgate.wire.Buffers;
import dev.headgate.wire.HttpHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on an HTTP/1.1 connection. Its answer is written in as few pieces as it comes in. */
final class Http1Request implements ClientRequest {
    private static final ByteBuf CONTINUE = Unpooled.unreleasableBuffer(Buffers.ascii("HTTP/1.1 100 Continue\r\n\r\n"))
            .asReadOnly();
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int FRAMING_BYTES = 24;
    private static final int COPIED_BYTES = 64 * 1024;
    private static final int MAX_DISCARDED_BYTES = 1024 * 1024;
    private static final long LINGER_MILLIS = 1_000;

    private final Http1Connection connection;
    private final ChannelHandlerContext ctx;
    private final HttpRequest head;
    private @Nullable Reader reader;
    private @Nullable Runnable gone;
    private @Nullable Runnable drained;
    private @Nullable HttpHead answerHead;
    private boolean readToEnd;
    private boolean chunked;
    private boolean bodiless;
    private boolean keep = true;
    private boolean answered;
    private boolean lingering;
    private long discarded;

    Http1Request(Http1Connection connection, HttpRequest head) {
        this.connection = connection;
        this.ctx = connection.out();
        this.head = head;
    }

    // ---- from the connection

    void bytes(ByteBuf part) {
        if (reader != null) {
            reader.bytes(part);
        } else if (lingering) {
            discarded += part.readableBytes();
            if (discarded > MAX_DISCARDED_BYTES) {
                connection.close();
            }
        }
    }

    void waiting() {
        if (reader != null) {
            reader.waiting();
        }
    }

    void ended() {
        readToEnd = true;
        Reader r = reader;
        reader = null;
        if (lingering) {
            connection.close();
        } else if (r != null) {
            r.end();
        } else {
            doneWith();
        }
    }

    void drained() {
        Runnable d = drained;
        drained = null;
        if (d != null) {
            d.run();
        }
    }

    /** The connection has been closed. */
    void left() {
        reader = null;
        if (gone != null) {
            gone.run();
        }
    }

    /** Both the request and its answer are over. */
    private void doneWith() {
        if (answered && readToEnd) {
            connection.done();
        }
    }

    // ---- the request

    @Override
    public Version version() {
        return head.protocolVersion().equals(HttpVersion.HTTP_1_0) ? Version.HTTP_1_0 : Version.HTTP_1_1;
    }

    @Override
    public String method() {
        return head.method().name();
    }

    @Override
    public String target() {
        return head.uri();
    }

    @Override
    public @Nullable String header(String name) {
        return head.headers().get(name);
    }

    @Override
    public List<String> headers(String name) {
        return head.headers().getAll(name);
    }

    @Override
    public boolean fromLoopback() {
        return connection.fromLoopback();
    }

    @Override
    public void read(Reader r) {
        reader = r;
    }

    @Override
    public boolean readToEnd() {
        return readToEnd;
    }

    @Override
    public void writeContinue() {
        var _ = ctx.writeAndFlush(CONTINUE.duplicate(), ctx.voidPromise());
    }

    @Override
    public void onGone(Runnable g) {
        gone = g;
    }

    // ---- the answer

    @Override
    public void begin(int status, List<Map.Entry<String, String>> headers, long length, boolean close) {
        boolean old = version() == Version.HTTP_1_0;
        chunked = length == STREAMED && !old;
        bodiless = head.method().equals(HttpMethod.HEAD);
        keep = !close
                && !connection.closing()
                && HttpUtil.isKeepAlive(head)
                && (length != STREAMED || !old)
                && (readToEnd || !announcesBody());
        HttpHead made = connection.head().response(status);
        for (Map.Entry<String, String> h : headers) {
            made.header(h.getKey(), h.getValue());
        }
        if (length != STREAMED) {
            made.header("content-length", length);
        } else if (chunked) {
            made.header("transfer-encoding", "chunked");
        }
        if (!keep) {
            made.header("connection", "close");
        } else if (old) {
            made.header("connection", "keep-alive");
        }
        answerHead = made.lineEnd();
    }

    /** A buffer for more bytes of the answer, which begins with its head when that has not been sent yet. */
    private ByteBuf buffer(int more) {
        HttpHead first = answerHead;
        answerHead = null;
        if (first == null) {
            return ctx.alloc().directBuffer(more);
        }
        ByteBuf out = ctx.alloc().directBuffer(first.length() + more);
        first.writeTo(out);
        return out;
    }

    @Override
    public void write(Buffer bytes) {
        var _ = ctx.writeAndFlush(framed(bytes), ctx.voidPromise());
    }

    private ByteBuf framed(Buffer bytes) {
        int length = bytes.length();
        boolean copied = length <= COPIED_BYTES;
        ByteBuf out = buffer((copied ? length : 0) + FRAMING_BYTES);
        if (length == 0 || bodiless) {
            return out;
        }
        if (chunked) {
            HttpHead.chunk(out, length);
        }
        ByteBuf body = Buffers.bytes(bytes);
        if (copied) {
            out.writeBytes(body, body.readerIndex(), length);
        } else {
            var _ = ctx.write(out, ctx.voidPromise());
            if (!chunked) {
                return body.retainedDuplicate();
            }
            var _ = ctx.write(body.retainedDuplicate(), ctx.voidPromise());
            out = ctx.alloc().directBuffer(FRAMING_BYTES);
        }
        if (chunked) {
            out.writeBytes(LINE_END);
        }
        return out;
    }

    @Override
    public boolean full() {
        return !ctx.channel().isWritable();
    }

    @Override
    public long taken() {
        return SendQueue.taken(ctx.channel());
    }

    @Override
    public void onDrain(Runnable d) {
        drained = d;
    }

    @Override
    public void end(Buffer last, Consumer<Boolean> taken) {
        ByteBuf out = framed(last);
        if (chunked && !bodiless) {
            out.writeBytes(LAST_CHUNK);
        }
        whenWritten(out, all -> {
            taken.accept(all);
            if (keep) {
                doneWith();
            } else {
                linger();
            }
        });
    }

    @Override
    public void breakOff(Buffer last, Consumer<Boolean> taken) {
        whenWritten(framed(last), all -> {
            taken.accept(all);
            abort();
        });
    }

    private void whenWritten(ByteBuf out, Consumer<Boolean> then) {
        ChannelFuture written = ctx.writeAndFlush(out);
        if (written.isDone()) {
            answered(written.isSuccess(), then);
        } else {
            written.addListener((ChannelFutureListener) f -> answered(f.isSuccess(), then));
        }
    }

    private void answered(boolean all, Consumer<Boolean> then) {
        answered = true;
        gone = null;
        then.accept(all);
    }

    @Override
    public void abort() {
        connection.close();
    }

    /** Closing at once could destroy the answer on its way to a client that still sends (RFC 9112 §9.6). */
    private void linger() {
        if (readToEnd) {
            connection.close();
            return;
        }
        lingering = true;
        reader = null;
        var _ = ctx.channel().eventLoop().schedule(connection::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
        if (ctx.pipeline().get(SslHandler.class) == null && ctx.channel() instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        }
    }

    /** Whether the head announces a body. */
    private boolean announcesBody() {
        String length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) : !length.equals("0");
    }
}
