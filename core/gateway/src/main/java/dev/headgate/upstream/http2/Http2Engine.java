package dev.headgate.upstream.http2;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.Engine;
import dev.headgate.upstream.Loop;
import dev.headgate.wire.Buffers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/2, or HTTP/1.1 where TLS negotiates no more, over Vert.x' client: pooled connections, one pool per event loop.
 * Certificates and host names are verified; redirects are never followed, because credentials would follow too.
 */
public final class Http2Engine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Engine.class);
    private static final int MAX_EARLY_HINTS = 10;
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private final Vertx vertx;
    private final URI base;
    private final String basePath;
    private final boolean tls;
    private final int port;
    private final HttpClientOptions options;
    private final PoolOptions pool;
    private final AtomicReferenceArray<@Nullable HttpClient> clients;
    private final AtomicInteger connections = new AtomicInteger();
    /** The open connections that have carried a request. */
    private final Set<HttpConnection> used = ConcurrentHashMap.newKeySet();

    /**
     * @param maxConnections over all loops together
     */
    public Http2Engine(Vertx vertx, URI base, int loops, int maxConnections, Optional<Path> caCertificate) {
        this.vertx = vertx;
        this.base = base;
        this.basePath = base.getRawPath() == null || base.getRawPath().equals("/") ? "" : stripSlash(base.getRawPath());
        this.tls = base.getScheme().equalsIgnoreCase("https");
        this.port = base.getPort() > 0 ? base.getPort() : tls ? 443 : 80;
        this.clients = new AtomicReferenceArray<>(loops);
        this.options = new HttpClientOptions()
                .setSsl(tls)
                .setVerifyHost(true)
                .setKeepAlive(true)
                .setKeepAliveTimeout(60)
                .setTcpNoDelay(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(4096)
                .setDecompressionSupported(false)
                .setMaxRedirects(0);
        options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2MultiplexingLimit(100);
        if (tls) {
            options.setUseAlpn(true);
        } else {
            options.setHttp2ClearTextUpgrade(false);
        }
        caCertificate.ifPresent(ca -> options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
        int perLoop = Math.max(1, maxConnections / loops);
        this.pool = new PoolOptions()
                .setHttp1MaxSize(perLoop)
                .setHttp2MaxSize(Math.max(1, perLoop / 100))
                .setMaxWaitQueueSize(perLoop);
    }

    private static String stripSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public Call send(Loop loop, Request request, Receiver receiver) {
        var call = new HttpCall(client(loop.index()), request, receiver);
        call.begin();
        return call;
    }

    private HttpClient client(int loop) {
        HttpClient client = clients.get(loop);
        if (client == null) {
            client = vertx.httpClientBuilder()
                    .with(options)
                    .with(pool)
                    .withConnectHandler(c -> {
                        connections.incrementAndGet();
                        // Whatever breaks a connection fails the request on it, which says so.
                        c.exceptionHandler(e -> LOG.debug("a connection to {} failed", base.getHost(), e));
                        c.closeHandler(v -> {
                            connections.decrementAndGet();
                            used.remove(c);
                        });
                    })
                    .build();
            clients.set(loop, client);
        }
        return client;
    }

    @Override
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        for (int i = 0; i < clients.length(); i++) {
            HttpClient client = clients.getAndSet(i, null);
            if (client != null) {
                client.close();
            }
        }
    }

    /** One request over HTTP. Confined to its event loop. */
    private final class HttpCall implements Call {
        private final HttpClient client;
        private final Request asked;
        private final Receiver receiver;
        private @Nullable HttpClientRequest request;
        private @Nullable HttpClientResponse response;
        private boolean returned;
        private boolean writing;
        private boolean again;
        private boolean cancelled;
        private boolean over;

        HttpCall(HttpClient client, Request asked, Receiver receiver) {
            this.client = client;
            this.asked = asked;
            this.receiver = receiver;
        }

        void begin() {
            connect();
            returned = true;
        }

        private void connect() {
            Request r = asked;
            var o = new RequestOptions()
                    .setMethod(HttpMethod.valueOf(r.method()))
                    .setHost(base.getHost())
                    .setPort(port)
                    .setSsl(tls)
                    .setURI(basePath + r.path())
                    .setFollowRedirects(false)
                    .setConnectTimeout(r.connect().toMillis());
            for (Map.Entry<String, String> h : r.headers().entries()) {
                o.putHeader(h.getKey(), h.getValue());
            }
            for (Map.Entry<String, String> h : r.more()) {
                o.putHeader(h.getKey(), h.getValue());
            }
            client.request(o).onComplete(connected -> {
                if (connected.failed()) {
                    fail(unreachable(connected.cause()));
                } else {
                    sendOn(connected.result());
                }
            });
        }

        /** A connection that could not be had in time is not waited for twice. */
        private static Failure unreachable(Throwable cause) {
            return cause instanceof TimeoutException
                    ? Failure.of(Kind.UPSTREAM_TIMEOUT, "No connection to the upstream was made within the time limit.")
                    : Failure.of(Kind.UPSTREAM_UNREACHABLE, "The upstream could not be reached.");
        }

        private void sendOn(HttpClientRequest connected) {
            if (over) {
                connected.reset();
                return;
            }
            request = connected;
            boolean reused = !used.add(connected.connection());
            var hints = new AtomicInteger();
            connected.earlyHintsHandler(h -> {
                if (hints.incrementAndGet() > MAX_EARLY_HINTS) {
                    connected.reset();
                }
            });
            connected.response().onComplete(head -> {
                if (head.failed()) {
                    // What breaks while it is written was never whole.
                    unanswered(writing ? Unanswered.UNSEEN : Unanswered.of(head.cause()), reused);
                } else if (!over) {
                    read(head.result());
                }
            });
            connected.exceptionHandler(e -> {}); // its answer has failed with it
            writing = true;
            connected.send(Buffers.wrap(asked.body().array()));
            writing = false;
        }

        /** Not a byte of an answer has come. */
        private void unanswered(Unanswered why, boolean reused) {
            boolean harmless = why == Unanswered.UNSEEN || (why == Unanswered.CLOSED && reused);
            if (harmless && !again && !over) {
                // The upstream gave the connection up just when it was used: the request did not reach it.
                again = true;
                request = null;
                // In a while, because only then has the pool let go of that connection.
                vertx.runOnContext(v -> {
                    if (!over) {
                        connect();
                    }
                });
            } else if (why == Unanswered.UNSEEN) {
                fail(Failure.of(Kind.UPSTREAM_UNREACHABLE, "The upstream did not take the request."));
            } else {
                broken();
            }
        }

        private void read(HttpClientResponse head) {
            response = head;
            head.exceptionHandler(e -> broken());
            head.endHandler(v -> {
                if (!over) {
                    over = true;
                    receiver.end();
                }
            });
            head.handler(piece -> {
                if (!over) {
                    Buffers.read(piece, receiver::bytes);
                }
                if (!over) {
                    receiver.settled();
                }
            });
            receiver.head(new HttpAnswer(head));
        }

        private void broken() {
            fail(Failure.of(Kind.UPSTREAM_FAILED, "The upstream closed the connection unanswered."));
        }

        private void fail(Failure why) {
            if (over) {
                return;
            }
            over = true;
            if (returned) {
                receiver.failed(why);
            } else {
                vertx.runOnContext(v -> {
                    if (!cancelled) {
                        receiver.failed(why);
                    }
                });
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            if (over) {
                return; // after the answer's end the connection belongs to another request
            }
            over = true;
            if (response != null) {
                // What waits behind a paused body would never be released.
                response.handler(b -> {}).resume();
            }
            if (request != null) {
                request.reset();
            }
        }

        @Override
        public void pause() {
            if (!over && response != null) {
                response.pause();
            }
        }

        @Override
        public void resume() {
            if (!over && response != null) {
                response.resume();
            }
        }
    }

    private record HttpAnswer(HttpClientResponse response) implements Answer {
        @Override
        public int status() {
            return response.statusCode();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(response.getHeader(name));
        }
    }
}
