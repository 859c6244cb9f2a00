package dev.headgate.upstream.http1;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.Engine;
import dev.headgate.wire.FlatHeaders;
import dev.headgate.wire.HttpHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection to an upstream: idle, or carrying one call. What cannot be shown to be at a clean boundary
 * between two answers is closed, never used again. Confined to its event loop.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamConnection.class);
    private static final int MAX_STATUS_LINE_BYTES = 4 * 1024;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_PIECE_BYTES = 64 * 1024;
    private static final int MAX_INTERIM = 10;
    /** The most that is read at once: a stream that its caller does not take is held back only after the present read. */
    private static final int MAX_READ_BYTES = 16 * 1024;
    /** A read begins with more room than an event takes, so that one call to the system sees that nothing is left. */
    private static final RecvByteBufAllocator READS = new AdaptiveRecvByteBufAllocator(2048, 4096, MAX_READ_BYTES);
    /** Up to here head and body go out from one buffer. */
    private static final int ONE_BUFFER_BYTES = 256 * 1024;

    private final Http1Pool pool;
    private final Channel channel;
    private final ContextInternal context;
    private final ArrayDeque<HttpObject> held = new ArrayDeque<>(0);

    /** Below Vert.x' own handler, which at a close would first wait for what is queued. */
    @SuppressWarnings("NullAway.Init") // set when the handler is added, before anything else
    private ChannelHandlerContext ctx;

    private @Nullable Http1Call call;
    private @Nullable ChannelFuture written;
    private boolean reusable;
    private boolean reused;
    private boolean heard;
    private boolean inInterim;
    private int interim;
    private boolean paused;
    private boolean handling;
    private boolean unsettled;
    private boolean closed;
    private long idleSince;

    private UpstreamConnection(Http1Pool pool, Channel channel) {
        this.pool = pool;
        this.channel = channel;
        this.context = pool.context();
        this.idleSince = pool.nanos();
    }

    /** Makes a fresh socket a connection of this pool. */
    static UpstreamConnection take(Http1Pool pool, NetSocketInternal socket) {
        ChannelHandlerContext vertx = socket.channelHandlerContext();
        var connection = new UpstreamConnection(pool, vertx.channel());
        vertx.channel().config().setRecvByteBufAllocator(READS);
        var config = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_PIECE_BYTES)
                .setHeadersFactory(FlatHeaders.FACTORY);
        vertx.pipeline()
                .addBefore(vertx.name(), "responses", connection.new Responses(config))
                .addBefore(vertx.name(), "calls", connection);
        // When Vert.x has made it ready. Of its own connection nothing is kept, which is as large as all of a stream.
        vertx.channel().eventLoop().execute(() -> vertx.pipeline().remove(vertx.handler()));
        return connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    void start(Http1Call c) {
        call = c;
        c.startedOn(this);
        reusable = false;
        heard = false;
        interim = 0;
        try {
            send(c.request);
        } catch (RuntimeException e) {
            // A head that is not fit for the wire; nothing was sent, and the caller is told when it can hear.
            LOG.error("a request could not be written", e);
            call = null;
            close();
            context.runOnContext(
                    v -> c.failed(Failure.of(Kind.UPSTREAM_FAILED, "The request could not be sent to the upstream.")));
        }
    }

    private void send(Engine.Request request) {
        byte[] body = request.body().array();
        boolean together = body.length <= ONE_BUFFER_BYTES;
        HttpHead head = pool.head(request.method(), request.path())
                .lines(request.headers().lines());
        for (Map.Entry<String, String> h : request.more()) {
            head.header(h.getKey(), h.getValue());
        }
        head.header("content-length", body.length).lineEnd();
        ByteBuf out = ctx.alloc().directBuffer(head.length() + (together ? body.length : 0));
        head.writeTo(out);
        if (together) {
            out.writeBytes(body);
            written = ctx.writeAndFlush(out);
        } else {
            var _ = ctx.write(out, ctx.voidPromise());
            written = ctx.writeAndFlush(Unpooled.wrappedBuffer(body));
        }
    }

    // ---- for its call and its pool

    /** Gives up what is under way; there is no other end to an answer that nobody wants. */
    void abort() {
        call = null;
        paused = false;
        releaseHeld();
        close();
    }

    void close() {
        var _ = ctx.close();
    }

    boolean outlived(long now, long keepAlive) {
        return now - idleSince > keepAlive;
    }

    void pause() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    void resume() {
        if (!paused) {
            return;
        }
        paused = false;
        if (!handling) {
            drain();
        }
        if (!paused) {
            channel.config().setAutoRead(true);
        }
    }

    private void drain() {
        for (HttpObject o = held.poll(); o != null; o = paused ? null : held.poll()) {
            handle(o);
        }
        if (!paused) {
            settle();
            if (closed) {
                broken();
            }
        }
    }

    // ---- from the channel

    @Override
    public void channelRead(ChannelHandlerContext c, Object message) {
        if (call == null || !(message instanceof HttpObject o)) {
            // An answer that nobody asked for; nothing after it can be trusted.
            ReferenceCountUtil.release(message);
            close();
            return;
        }
        ContextInternal before = context.beginDispatch();
        try {
            if (paused || !held.isEmpty()) {
                held.add(o);
            } else {
                handle(o);
            }
        } finally {
            context.endDispatch(before);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext c) {
        if (unsettled && !paused) {
            ContextInternal before = context.beginDispatch();
            try {
                settle();
            } finally {
                context.endDispatch(before);
            }
        }
    }

    private void settle() {
        if (unsettled) {
            unsettled = false;
            if (call != null) {
                call.settled();
            }
        }
    }

    private void handle(HttpObject o) {
        handling = true;
        try {
            Http1Call c = call;
            if (c == null) {
                return;
            }
            if (o.decoderResult().isFailure()) {
                close();
                fail("sent something that is not HTTP");
                return;
            }
            if (o instanceof HttpResponse head) {
                head(c, head);
            }
            if (o instanceof HttpContent content) {
                body(c, content);
            }
        } finally {
            ReferenceCountUtil.release(o);
            handling = false;
        }
    }

    private void head(Http1Call c, HttpResponse head) {
        inInterim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && head.status().code() != 101;
        if (inInterim) {
            if (++interim > MAX_INTERIM) {
                close();
                fail("sent too many interim answers");
            }
            return;
        }
        reusable = HttpUtil.isKeepAlive(head);
        unsettled = true;
        c.head(new Head(head));
    }

    private void body(Http1Call c, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (inInterim) {
            return;
        }
        ByteBuf bytes = content.content();
        if (bytes.isReadable()) {
            unsettled = true;
            copy(c, bytes);
        }
        if (last && call == c) {
            ended(c);
        }
    }

    private void copy(Http1Call c, ByteBuf bytes) {
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.readerIndex();
            c.bytes(bytes.array(), from, from + bytes.readableBytes());
            return;
        }
        byte[] scratch = pool.scratch();
        try {
            while (bytes.isReadable()) {
                int n = Math.min(bytes.readableBytes(), scratch.length);
                bytes.readBytes(scratch, 0, n);
                c.bytes(scratch, 0, n);
            }
        } finally {
            pool.giveBack(scratch);
        }
    }

    private void ended(Http1Call c) {
        call = null;
        unsettled = false;
        boolean clean = reusable && written != null && written.isSuccess() && channel.isActive();
        written = null;
        paused = false;
        if (clean) {
            reused = true;
            idleSince = pool.nanos();
            channel.config().setAutoRead(true);
            pool.use(this);
        } else {
            close();
        }
        c.end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext c) {
        closed = true;
        ContextInternal before = context.beginDispatch();
        try {
            pool.gone(this);
            if (held.isEmpty()) {
                broken();
            }
        } finally {
            context.endDispatch(before);
        }
        ctx.fireChannelInactive();
    }

    /** Whether a call may take it that cannot bear a connection which the upstream has long given up. */
    boolean fresh() {
        return !reused;
    }

    private void broken() {
        Http1Call c = call;
        if (c != null && reused && !heard && c.anotherChance()) {
            // The upstream gave an idle connection up just when it was used: the request did not reach it.
            call = null;
            pool.sendAfresh(c);
        } else {
            fail("closed the connection unanswered");
        }
    }

    private void fail(String what) {
        Http1Call c = call;
        call = null;
        releaseHeld();
        if (c != null) {
            c.failed(Failure.of(Kind.UPSTREAM_FAILED, "The upstream " + what + "."));
        }
    }

    private void releaseHeld() {
        for (HttpObject o = held.poll(); o != null; o = held.poll()) {
            ReferenceCountUtil.release(o);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext c, Throwable cause) {
        // What breaks a connection fails the call on it, which says so.
        if (!(cause instanceof IOException)) {
            LOG.error("an upstream connection failed", cause);
        }
        close();
    }

    /** Decodes answers, and knows whether a single byte has come since the request was sent. */
    private final class Responses extends HttpResponseDecoder {
        Responses(HttpDecoderConfig config) {
            super(config);
        }

        @Override
        public void channelRead(ChannelHandlerContext c, Object message) throws Exception {
            heard = true;
            super.channelRead(c, message);
        }
    }

    private record Head(HttpResponse response) implements Engine.Answer {
        @Override
        public int status() {
            return response.status().code();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(response.headers().get(name));
        }
    }
}
