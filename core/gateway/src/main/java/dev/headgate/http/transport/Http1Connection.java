package dev.headgate.http.transport;

import dev.headgate.wire.HttpHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ShutdownEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection of a client: its requests one after the other, however many have been sent ahead. Vert.x
 * accepts the connection, and tells it when the server shuts down; it sees nothing else of it. Confined to its event loop.
 */
public final class Http1Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Http1Connection.class);

    private final ClientConnection state;
    private final Requests requests;
    private final ContextInternal context;
    private final Channel channel;
    private final SizedReads reads;
    private final boolean fromLoopback;
    private final HttpHead head = new HttpHead();
    private final ArrayDeque<Object> ahead = new ArrayDeque<>(0);

    @SuppressWarnings("NullAway.Init") // set when the handler is added, before anything else
    private ChannelHandlerContext out;

    private @Nullable Http1Request current;
    private boolean draining;
    private boolean malformed;

    private Http1Connection(
            ClientConnection state, Requests requests, ContextInternal context, Channel channel, SizedReads reads) {
        this.state = state;
        this.requests = requests;
        this.context = context;
        this.channel = channel;
        this.reads = reads;
        this.fromLoopback = channel.remoteAddress() instanceof InetSocketAddress a
                && a.getAddress() != null
                && a.getAddress().isLoopbackAddress();
    }

    /**
     * Takes a connection over from Vert.x before its first request.
     *
     * @param writeQueue how many bytes of an answer may wait to be sent before its stream is paused
     */
    public static void take(
            Http1ServerConnection vertx,
            ClientConnection state,
            Requests requests,
            int maxUriBytes,
            int maxHeaderBytes,
            int writeQueue) {
        ChannelHandlerContext last = vertx.channelHandlerContext();
        Channel channel = last.channel();
        var reads = new SizedReads();
        channel.config().setRecvByteBufAllocator(reads);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(writeQueue / 2, writeQueue));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.replace("httpDecoder", "requests", new StrictRequestDecoder(maxUriBytes, maxHeaderBytes, state));
        pipeline.remove("httpEncoder");
        pipeline.addBefore(
                last.name(), "answers", new Http1Connection(state, requests, vertx.context(), channel, reads));
        // When Vert.x has made its connection ready, and before anything is read.
        channel.eventLoop().execute(() -> pipeline.remove(last.handler()));
    }

    Channel channel() {
        return channel;
    }

    /** Where answers are written. */
    ChannelHandlerContext out() {
        return out;
    }

    /** What the heads of answers are made in, one after the other. */
    HttpHead head() {
        return head;
    }

    boolean fromLoopback() {
        return fromLoopback;
    }

    /** Whether no request may follow the present one. */
    boolean closing() {
        return draining || malformed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        out = ctx;
    }

    // ---- what comes in

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ContextInternal before = context.beginDispatch();
        try {
            if (ahead.isEmpty() && !(current != null && message instanceof HttpRequest)) {
                handle(message);
            } else {
                // Sent ahead; no more is read until its turn comes.
                ahead.add(message);
                channel.config().setAutoRead(false);
            }
        } finally {
            context.endDispatch(before);
        }
    }

    private void handle(Object message) {
        try {
            if (message instanceof HttpRequest head) {
                begin(head);
            }
            if (message instanceof HttpContent content) {
                body(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        if (closing()) {
            return; // nothing is answered behind the last answer
        }
        var request = new Http1Request(this, head);
        current = request;
        DecoderResult result = head.decoderResult();
        if (result.isSuccess()) {
            reads.expect(HttpUtil.getContentLength(head, 0L));
            requests.request(state, request);
        } else {
            malformed = true;
            requests.malformed(state, request, status(result.cause()));
        }
    }

    private static int status(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }

    private void body(HttpContent content) {
        Http1Request request = current;
        if (request == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            if (!malformed) {
                close(); // where the body ends nobody can tell
            }
            return;
        }
        int length = content.content().readableBytes();
        if (length > 0) {
            reads.came(length);
            request.bytes(content.content());
        }
        if (content instanceof LastHttpContent) {
            request.ended();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (current != null && !current.readToEnd()) {
            ContextInternal before = context.beginDispatch();
            try {
                current.waiting();
            } finally {
                context.endDispatch(before);
            }
        }
    }

    /** The present request has been read and answered. */
    void done() {
        current = null;
        if (draining) {
            close();
        } else if (!ahead.isEmpty()) {
            channel.eventLoop().execute(() -> context.dispatch(v -> next()));
        }
    }

    private void next() {
        while (!ahead.isEmpty() && !(current != null && ahead.peek() instanceof HttpRequest)) {
            handle(ahead.remove());
        }
        if (ahead.isEmpty()) {
            channel.config().setAutoRead(true);
        }
    }

    // ---- how it ends

    void close() {
        var _ = out.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (current != null && channel.isWritable()) {
            ContextInternal before = context.beginDispatch();
            try {
                current.drained();
            } finally {
                context.endDispatch(before);
            }
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ShutdownEvent) {
            draining = true;
            if (current == null) {
                close();
            }
            return;
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("a client connection failed", cause);
        }
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        for (Object o = ahead.poll(); o != null; o = ahead.poll()) {
            ReferenceCountUtil.release(o);
        }
        Http1Request request = current;
        current = null;
        if (request != null) {
            ContextInternal before = context.beginDispatch();
            try {
                request.left();
            } finally {
                context.endDispatch(before);
            }
        }
        ctx.fireChannelInactive();
    }
}
