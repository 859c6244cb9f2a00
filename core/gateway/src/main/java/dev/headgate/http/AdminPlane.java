package dev.headgate.http;

import dev.headgate.http.admin.AdminCall;
import dev.headgate.identity.Keyring;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's listener: health, and the calls it is given. On loopback by default; anything but health needs the token
 * when one is configured.
 */
public final class AdminPlane {
    private static final Logger LOG = LoggerFactory.getLogger(AdminPlane.class);
    private static final String JSON = "application/json";
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final HttpServerOptions options;
    private final Optional<byte[]> tokenDigest;
    private final Health health;
    private final List<AdminCall> calls;
    private Optional<HttpServer> server = Optional.empty();

    /**
     * @param token what callers must present as a bearer, when configured
     * @param calls beside health
     */
    public AdminPlane(HttpServerOptions options, Optional<String> token, Health health, List<AdminCall> calls) {
        this.options = new HttpServerOptions(options)
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(HttpLimits.MAX_URI_BYTES)
                .setMaxHeaderSize(HttpLimits.MAX_HEADER_BYTES)
                .setIdleTimeout(60);
        this.tokenDigest = token.map(Keyring::sha256);
        this.health = health;
        this.calls = List.copyOf(calls);
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
        String method = request.method().name();
        if (method.equals("GET") && path.equals("/livez")) {
            answer(request, 200, JSON, "{\"status\":\"live\"}");
        } else if (method.equals("GET") && path.equals("/readyz")) {
            answer(request, health.readyStatus(), JSON, health.readyText());
        } else {
            calls.stream()
                    .filter(c -> c.takes(method, path))
                    .findFirst()
                    .ifPresentOrElse(c -> call(request, c, path), () -> unknown(request));
        }
    }

    private void unknown(HttpServerRequest request) {
        String known = calls.stream().map(c -> c.method() + " " + c.path()).collect(Collectors.joining(", "));
        answer(request, 404, JSON, "{\"error\":\"nothing here; see GET /livez, GET /readyz, " + known + "\"}");
    }

    private void call(HttpServerRequest request, AdminCall call, String path) {
        if (!admitted(request)) {
            return;
        }
        var body = Buffer.buffer();
        request.handler(piece -> {
            if (body.length() + piece.length() <= MAX_BODY_BYTES) {
                body.appendBuffer(piece);
            } else if (!request.response().ended()) {
                answer(request, 413, JSON, "{\"error\":\"the body is longer than " + MAX_BODY_BYTES + " bytes\"}");
            }
        });
        request.endHandler(v -> {
            if (!request.response().ended()) {
                perform(request, call, path, body.toString(StandardCharsets.UTF_8));
            }
        });
    }

    private static void perform(HttpServerRequest request, AdminCall call, String path, String body) {
        var query = new HashMap<String, String>();
        request.params().forEach(p -> query.putIfAbsent(p.getKey(), p.getValue()));
        try {
            call.to(path, query, body)
                    .onSuccess(a -> answer(request, a.status(), a.contentType(), a.text()))
                    .onFailure(e -> failed(request, e));
        } catch (RuntimeException e) {
            failed(request, e);
        }
    }

    private static void failed(HttpServerRequest request, Throwable cause) {
        LOG.error("the admin call {} failed", request.path(), cause);
        answer(request, 500, JSON, "{\"error\":\"the gateway failed; its log says more\"}");
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
