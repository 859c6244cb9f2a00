package dev.headgate.http.transport;

import dev.headgate.wire.Buffers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request as a stream of an HTTP/2 connection. */
public final class Http2Request implements ClientRequest {
    private static final int BROKEN = 0x2; // INTERNAL_ERROR, RFC 9113 §7

    private final HttpServerRequest request;
    private final HttpServerResponse response;

    /**
     * @param writeQueue how many bytes of an answer may wait to be sent before its stream is paused
     */
    public Http2Request(HttpServerRequest request, int writeQueue) {
        this.request = request.pause();
        this.response = request.response();
        response.setWriteQueueMaxSize(writeQueue);
    }

    @Override
    public Version version() {
        return Version.HTTP_2;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String target() {
        return request.uri();
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    @Override
    public boolean fromLoopback() {
        try {
            String host = request.remoteAddress().hostAddress();
            return host != null && InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void read(Reader reader) {
        request.handler(part -> reader.bytes(Buffers.bytes(part)));
        request.endHandler(v -> reader.end());
        request.resume();
        if (!request.isEnded()) {
            reader.waiting();
        }
    }

    @Override
    public boolean readToEnd() {
        return request.isEnded();
    }

    @Override
    public void writeContinue() {
        response.writeContinue();
    }

    @Override
    public void onGone(Runnable gone) {
        response.closeHandler(v -> gone.run());
        response.exceptionHandler(e -> gone.run());
        request.exceptionHandler(e -> gone.run());
    }

    @Override
    public void begin(int status, List<Map.Entry<String, String>> headers, long length, boolean close) {
        response.setStatusCode(status);
        for (Map.Entry<String, String> h : headers) {
            response.headers().add(h.getKey(), h.getValue());
        }
        if (length == STREAMED) {
            response.setChunked(true);
        } else {
            response.putHeader("content-length", Long.toString(length));
        }
    }

    @Override
    public void write(Buffer bytes) {
        response.write(bytes);
    }

    @Override
    public boolean full() {
        return response.writeQueueFull();
    }

    /** One stream's share of what a connection sends is seen by its own draining alone. */
    @Override
    public long taken() {
        return 0;
    }

    @Override
    public void onDrain(Runnable drained) {
        response.drainHandler(v -> {
            response.drainHandler(null);
            drained.run();
        });
    }

    @Override
    public void end(Buffer last, Consumer<Boolean> taken) {
        Future<Void> ended = last.length() == 0 ? response.end() : response.end(last);
        ended.onComplete(e -> taken.accept(e.succeeded()));
    }

    @Override
    public void breakOff(Buffer last, Consumer<Boolean> taken) {
        response.write(last).onComplete(written -> {
            taken.accept(written.succeeded());
            abort();
        });
    }

    @Override
    public void abort() {
        response.reset(BROKEN);
    }
}
