package dev.headgate.http;

import dev.headgate.dialect.Dialect;
import dev.headgate.dispatch.Snapshot;
import dev.headgate.telemetry.AccessLog;
import dev.headgate.telemetry.Metrics;
import dev.headgate.time.Clock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The listener that callers reach: one HTTP server instance per event loop on one port. Requests and their upstream
 * calls stay on the loop that accepted the connection.
 */
public final class DataPlane {
    private final HttpServerOptions options;
    private final HttpLimits limits;
    private final Endpoints endpoints;
    private final Dialect errorDialect;
    private final Supplier<Snapshot> current;
    private final Health health;
    private final Metrics metrics;
    private final AccessLog log;
    private final Clock clock;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger nextLoop = new AtomicInteger();
    private final List<ServerInstance> instances = new CopyOnWriteArrayList<>();

    /**
     * @param options with host, port and TLS; the rest is set here
     * @param dialects the first one also words the errors of requests that belong to none
     * @param current gives the snapshot in place
     */
    public DataPlane(
            HttpServerOptions options,
            HttpLimits limits,
            List<Dialect> dialects,
            Supplier<Snapshot> current,
            Health health,
            Metrics metrics,
            AccessLog log,
            Clock clock) {
        this.options = harden(new HttpServerOptions(options));
        this.limits = limits;
        this.endpoints = new Endpoints(dialects);
        this.errorDialect = dialects.getFirst();
        this.current = current;
        this.health = health;
        this.metrics = metrics;
        this.log = log;
        this.clock = clock;
        metrics.gauge("headgate_connections", "Client connections open.", connections::get);
    }

    private static HttpServerOptions harden(HttpServerOptions o) {
        return o.setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setDecompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(HttpLimits.MAX_URI_BYTES)
                .setMaxHeaderSize(HttpLimits.MAX_HEADER_BYTES)
                .setTcpNoDelay(true)
                .setAcceptBacklog(4096)
                .setReuseAddress(true)
                .setIdleTimeout(0);
    }

    /** Listens on {@code loops} event loops; gives the port. */
    public Future<Integer> start(Vertx vertx, int loops) {
        Supplier<ServerInstance> instance = () -> {
            var i = new ServerInstance(this, nextLoop.getAndIncrement());
            instances.add(i);
            return i;
        };
        return vertx.deployVerticle(instance, new DeploymentOptions().setInstances(loops))
                .map(id -> instances.getFirst().port());
    }

    /** Accepts nothing new, lets what is under way finish within the time, then closes every connection. */
    public Future<Void> shutdown(Duration drain) {
        return Future.join(instances.stream().map(i -> i.shutdown(drain)).toList())
                .mapEmpty();
    }

    // ---- what a request needs

    HttpServerOptions options() {
        return options;
    }

    Clock clock() {
        return clock;
    }

    AtomicInteger connections() {
        return connections;
    }

    HttpLimits limits() {
        return limits;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Dialect errorDialect() {
        return errorDialect;
    }

    Health health() {
        return health;
    }

    Metrics metrics() {
        return metrics;
    }

    public AccessLog log() {
        return log;
    }

    /** The snapshot in place, taken into use. */
    Snapshot acquire() {
        while (true) {
            Snapshot snapshot = current.get();
            if (snapshot.acquire()) {
                return snapshot;
            }
        }
    }
}
