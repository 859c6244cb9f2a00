package dev.headgate.http;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Dialect;
import dev.headgate.dialect.ListedModel;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.UnknownModel;
import dev.headgate.dispatch.CallerHeaders;
import dev.headgate.dispatch.ExchangeState;
import dev.headgate.dispatch.Snapshot;
import dev.headgate.http.admin.UsageCall;
import dev.headgate.http.transport.ClientConnection;
import dev.headgate.http.transport.ClientRequest;
import dev.headgate.http.transport.ClientRequest.Version;
import dev.headgate.identity.Caller;
import dev.headgate.upstream.Loop;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP request from its head to its report: checked at the edge, admitted by its key, read, sent on its way through
 * the snapshot's chain, answered. Whatever happens, it is answered at most once and reported exactly once. Confined to
 * its event loop.
 */
final class RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final DataPlane plane;
    private final Loop loop;
    private final @Nullable ClientConnection connection;
    private final ClientRequest request;
    private final long started;
    private final Answerer answerer;
    private final Report report;

    private @Nullable Snapshot snapshot;
    private @Nullable ExchangeState exchange;
    private Runnable stopReading = () -> {};
    private boolean gone;
    private boolean ended;

    RequestHandler(DataPlane plane, Loop loop, @Nullable ClientConnection connection, ClientRequest request) {
        this.plane = plane;
        this.loop = loop;
        this.connection = connection;
        this.request = request;
        this.started = loop.clock().nanos();
        String id = RequestId.of(request.header("x-request-id"));
        this.report = new Report(id);
        this.answerer = new Answerer(loop, plane.limits().writeTimeout(), request, id, this::ended);
    }

    void run() {
        begin();
        try {
            head();
        } catch (GatewayException e) {
            refuse(e.failure());
        } catch (RuntimeException e) {
            internal(e);
        }
    }

    /** Answers a request that is no HTTP. */
    void refuseMalformed(int status) {
        begin();
        answerer.last();
        String what = switch (status) {
            case 414 -> "The request target is too long.";
            case 431 -> "The request headers are too long.";
            default -> "The request is not well-formed HTTP.";
        };
        refuse(Failure.of(Kind.INVALID_REQUEST, what).withStatus(status));
    }

    private void begin() {
        if (connection != null) {
            connection.requestBegun();
        }
        answerer.onGone(this::gone);
    }

    private void head() {
        Optional<Failure> refused = Edge.check(request);
        if (refused.isPresent()) {
            refuse(refused.get());
            return;
        }
        String uri = request.target();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        String method = request.method();
        if (path.equals("/livez") || path.equals("/readyz")) {
            health(method, path);
            return;
        }
        if (path.equals("/v1/usage")) {
            usage(method);
            return;
        }
        switch (plane.endpoints().find(method, path)) {
            case Endpoints.Result.Found f -> found(f.match());
            case Endpoints.Result.WrongMethod w -> {
                answerer.header("allow", w.allowed());
                refuse(Failure.of(
                                Kind.INVALID_REQUEST,
                                "The method " + method + " is not served at this path; use " + w.allowed() + ".")
                        .withStatus(405));
            }
            case Endpoints.Result.Unknown u ->
                refuse(Failure.of(
                                Kind.INVALID_REQUEST,
                                "There is nothing at this path. See /v1/chat/completions, /v1/completions,"
                                        + " /v1/embeddings, /v1/rerank, /v1/responses/input_tokens, /v1/models and"
                                        + " /v1/usage.")
                        .withStatus(404)
                        .withCode("unknown_url"));
        }
    }

    private void health(String method, String path) {
        if (!method.equals("GET")) {
            answerer.header("allow", "GET");
            refuse(Failure.of(Kind.INVALID_REQUEST, "Use GET at this path.").withStatus(405));
            return;
        }
        boolean live = path.equals("/livez");
        report.quiet();
        answerer.whole(
                live ? 200 : plane.health().readyStatus(),
                "application/json",
                Body.of(live ? "{\"status\":\"live\"}" : plane.health().readyText()));
    }

    /** How the caller's own limits stand. */
    private void usage(String method) {
        if (!method.equals("GET")) {
            answerer.header("allow", "GET");
            refuse(Failure.of(Kind.INVALID_REQUEST, "Use GET at this path.").withStatus(405));
            return;
        }
        Snapshot s = plane.acquire();
        snapshot = s;
        Caller caller = s.keys().admit(Edge.key(request), request.fromLoopback());
        report.caller(caller);
        UsageCall.of(s, caller.principal())
                .onComplete(told -> loop.execute(() -> {
                    if (ended || gone) {
                        return;
                    }
                    if (told.succeeded()) {
                        answerer.whole(
                                200, "application/json", Body.of(told.result().text()));
                    } else {
                        internal(told.cause());
                    }
                }));
    }

    private void found(Endpoints.Match match) {
        Snapshot s = plane.acquire();
        snapshot = s;
        report.operation(match.operation());
        Caller caller = s.keys().admit(Edge.key(request), request.fromLoopback());
        report.caller(caller);
        if (match.operation() == Operation.MODELS) {
            models(match, caller, s);
            return;
        }
        Optional<Failure> refused = Edge.checkBody(request, plane.limits().maxRequest());
        if (refused.isPresent()) {
            refuse(refused.get());
            return;
        }
        if (request.header("expect") != null && request.version() != Version.HTTP_1_0) {
            request.writeContinue();
        }
        stopReading = BodyReader.read(loop, plane.limits(), request, b -> dispatch(match, caller, s, b), this::refuse);
    }

    private void models(Endpoints.Match match, Caller caller, Snapshot s) {
        Dialect dialect = match.dialect();
        Body body;
        if (match.model().isEmpty()) {
            body = dialect.renderModels(
                    s.models().stream().filter(m -> s.serves(caller, m.id())).toList());
        } else {
            String id = match.model().get();
            if (!s.serves(caller, id)) {
                refuse(UnknownModel.failure(id));
                return;
            }
            body = dialect.renderModel(s.models().stream()
                    .filter(m -> m.id().equals(id))
                    .findFirst()
                    .orElseGet(() -> new ListedModel(id, "headgate", 0)));
        }
        answerer.whole(200, "application/json", body);
    }

    private void dispatch(Endpoints.Match match, Caller caller, Snapshot s, Body body) {
        try {
            dispatch(match, caller, s, body, match.dialect().readHead(match.operation(), body));
        } catch (GatewayException e) {
            refuse(e.failure());
        } catch (RuntimeException e) {
            internal(e);
        }
    }

    private void dispatch(Endpoints.Match match, Caller caller, Snapshot s, Body body, RequestHead head) {
        var e = new ExchangeState(
                report.id(),
                loop,
                s,
                match.dialect(),
                match.operation(),
                caller,
                body,
                head,
                started,
                RequestTimeout.of(request.header(RequestTimeout.HEADER)),
                request::header,
                forwarded());
        exchange = e;
        report.exchange(e);
        plane.metrics().begun();
        s.chain().proceed(e).onComplete(answer -> {
            if (ended || gone) {
                discard(answer.result());
            } else if (answer.succeeded()) {
                answer(answer.result());
            } else if (answer.cause() instanceof GatewayException g) {
                refuse(g.failure());
            } else {
                internal(answer.cause());
            }
        });
    }

    private Headers forwarded() {
        var forwarded = new ArrayList<Map.Entry<String, String>>(1);
        for (String name : CallerHeaders.OF_OPERATORS) {
            String value = request.header(name);
            if (value != null) {
                forwarded.add(Map.entry(name, value));
            }
        }
        return new Headers(forwarded);
    }

    private void answer(GatewayResponse response) {
        try {
            write(response);
        } catch (RuntimeException e) {
            // A filter's header that is not fit for the wire; nothing has been written.
            discard(response);
            answerer.forgetHeaders();
            internal(e);
        }
    }

    private void write(GatewayResponse response) {
        trail();
        switch (response) {
            case GatewayResponse.Buffered b -> {
                for (Map.Entry<String, String> h : b.headers().entries()) {
                    if (!h.getKey().equals("content-type")) { // said with the body, and once
                        answerer.header(h.getKey(), h.getValue());
                    }
                }
                answerer.whole(b.status(), b.headers().get("content-type").orElse("application/json"), b.body());
            }
            case GatewayResponse.Streaming st -> {
                st.headers().entries().forEach(h -> answerer.header(h.getKey(), h.getValue()));
                answerer.stream(st.status(), st.events(), failure -> {
                    report.failed(failure);
                    return dialect().renderStreamError(failure);
                });
            }
        }
    }

    /** A stream that nobody will read any more must not keep its upstream busy. */
    private static void discard(@Nullable GatewayResponse response) {
        if (response instanceof GatewayResponse.Streaming s) {
            s.events().cancel();
        }
    }

    private void refuse(Failure failure) {
        if (ended || gone) {
            return;
        }
        report.failed(failure);
        trail();
        failure.retryAfter()
                .ifPresent(wait -> answerer.header("retry-after", Long.toString(Math.ceilDiv(wait.toMillis(), 1000L))));
        answerer.whole(failure.status(), "application/json", dialect().renderError(failure));
    }

    /** The caller's wire format, as far as it is known. */
    private Dialect dialect() {
        return exchange == null ? plane.errorDialect() : exchange.wireFormat();
    }

    private void internal(@Nullable Throwable cause) {
        LOG.error("request {} failed", report.id(), cause);
        refuse(Failure.of(Kind.INTERNAL, "The gateway failed; the request id tells its operator where to look."));
    }

    /** Which upstream answered, and what was tried. */
    private void trail() {
        if (exchange == null) {
            return;
        }
        exchange.answerHeaders().entries().forEach(h -> answerer.header(h.getKey(), h.getValue()));
        if (exchange.attempts().isEmpty()) {
            return;
        }
        answerer.header("x-headgate-upstream", exchange.upstream());
        answerer.header("x-headgate-attempts", Report.trail(exchange.attempts()));
    }

    private void gone() {
        if (!ended && !gone) {
            gone = true;
            report.failed(Failure.of(Kind.CLIENT_GONE, "The caller has gone."));
            stopReading.run();
            if (exchange == null) {
                ended(Kind.CLIENT_GONE.status());
            } else {
                ExchangeState left = exchange;
                left.left()
                        .onComplete(nobodyWaits -> loop.execute(() -> {
                            left.abandon();
                            ended(Kind.CLIENT_GONE.status());
                        }));
            }
        }
    }

    private void ended(int status) {
        if (ended) {
            return;
        }
        ended = true;
        stopReading.run();
        if (connection != null) {
            connection.requestEnded();
        }
        report.write(plane, status, loop.clock().nanos() - started);
        if (snapshot != null) {
            snapshot.release();
        }
    }
}
