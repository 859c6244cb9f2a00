package dev.headgate.http;

import dev.headgate.identity.Keyring;
import dev.headgate.telemetry.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The operator's listener: health, metrics, reload. On loopback by default; anything but health needs the token when
 * one is configured.
 */
public final class AdminPlane {
    private final HttpServerOptions options;
    private final Optional<byte[]> tokenDigest;
    private final Health health;
    private final Metrics metrics;
    private final Supplier<Future<String>> reload;
    private Optional<HttpServer> server = Optional.empty();

    /**
     * @param token what callers must present as a bearer, when configured
     * @param reload reads the configuration again; gives the report for the caller, or fails with one
     */
    public AdminPlane(
            HttpServerOptions options,
            Optional<String> token,
            Health health,
            Metrics metrics,
            Supplier<Future<String>> reload) {
        this.options = new HttpServerOptions(options)
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(HttpLimits.MAX_URI_BYTES)
                .setMaxHeaderSize(HttpLimits.MAX_HEADER_BYTES)
                .setIdleTimeout(60);
        this.tokenDigest = token.map(Keyring::sha256);
        this.health = health;
        this.metrics = metrics;
        this.reload = reload;
    }

    /** Listens; gives the port. */
    public Future<Integer> start(Vertx vertx) {
        HttpServer s = vertx.createHttpServer(options).requestHandler(this::handle);
        server = Optional.of(s);
        return s.listen().map(HttpServer::actualPort);
    }

    public Future<Void> close() {
        return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
    }

    private void handle(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        String call = request.method().name() + " " + path;
        switch (call) {
            case "GET /livez" -> answer(request, 200, "application/json", "{\"status\":\"live\"}");
            case "GET /readyz" -> answer(request, health.readyStatus(), "application/json", health.readyText());
            case "GET /metrics" -> {
                if (admitted(request)) {
                    request.response()
                            .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                            .end(Buffer.buffer(metrics.text()));
                }
            }
            case "POST /config/reload" -> {
                if (admitted(request)) {
                    reload.get()
                            .onSuccess(report -> answer(request, 200, "text/plain; charset=utf-8", report))
                            .onFailure(e ->
                                    answer(request, 422, "text/plain; charset=utf-8", String.valueOf(e.getMessage())));
                }
            }
            default ->
                answer(
                        request,
                        404,
                        "application/json",
                        "{\"error\":\"nothing here; see GET /livez, GET /readyz, GET /metrics, POST /config/reload\"}");
        }
    }

    private boolean admitted(HttpServerRequest request) {
        if (request.headers().contains("origin")) {
            answer(request, 403, "application/json", "{\"error\":\"not for pages of other sites\"}");
            return false;
        }
        if (tokenDigest.isEmpty()) {
            return true;
        }
        String sent = request.getHeader("authorization");
        boolean known = sent != null
                && sent.startsWith("Bearer ")
                && MessageDigest.isEqual(Keyring.sha256(sent.substring(7)), tokenDigest.get());
        if (!known) {
            answer(
                    request,
                    401,
                    "application/json",
                    "{\"error\":\"send the admin token as 'Authorization: Bearer TOKEN'\"}");
        }
        return known;
    }

    private static void answer(HttpServerRequest request, int status, String type, String text) {
        request.response().setStatusCode(status).putHeader("content-type", type).end(text);
    }
}
