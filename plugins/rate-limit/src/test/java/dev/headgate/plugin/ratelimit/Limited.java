package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.api.Outcome;
import dev.headgate.api.Usage;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.quota.Quotas;
import dev.headgate.api.quota.RateWindow;
import dev.headgate.api.quota.Rates;
import dev.headgate.api.settings.Count;
import dev.headgate.api.settings.Rate;
import dev.headgate.testkit.FakeContext;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A filter under limits that a test sets, and exchanges that go through it. */
final class Limited {
    final FakeContext context = new FakeContext();
    private Quota gateway = Quota.NONE;
    private Quota eachTeam = Quota.NONE;
    private Quota eachKey = Quota.NONE;
    private Map<String, Quota> models = Map.of();
    private Map<String, Quota> eachTeamModels = Map.of();
    private Map<String, Double> weights = Map.of();
    private boolean clamp;
    private boolean setOutput;
    private Duration queue = Duration.ZERO;
    private int queueLength = 100;
    private List<RateLimitFactory.PriorityClass> classes = List.of();
    private Optional<RateLimit> made = Optional.empty();

    static Optional<Rates> rates(String... written) {
        return Optional.of(new Rates(java.util.Arrays.stream(written)
                .map(w -> new RateWindow(Rate.parse(w).orElseThrow(), 0, Optional.empty(), "UTC"))
                .toList()));
    }

    static Quota requests(String... written) {
        return new Quota(rates(written), Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    static Quota tokens(String... written) {
        return new Quota(Optional.empty(), rates(written), Optional.empty(), Optional.empty(), 0);
    }

    static Quota concurrent(int most) {
        return new Quota(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), most);
    }

    Limited gateway(Quota quota) {
        gateway = quota;
        return this;
    }

    Limited eachTeam(Quota quota) {
        eachTeam = quota;
        return this;
    }

    Limited eachKey(Quota quota) {
        eachKey = quota;
        return this;
    }

    Limited models(Map<String, Quota> quotas) {
        models = quotas;
        return this;
    }

    Limited eachTeamModels(Map<String, Quota> quotas) {
        eachTeamModels = quotas;
        return this;
    }

    Limited weights(Map<String, Double> times) {
        weights = times;
        return this;
    }

    Limited clamping() {
        clamp = true;
        return this;
    }

    Limited settingOutput() {
        setOutput = true;
        return this;
    }

    Limited queue(Duration patience, int length) {
        queue = patience;
        queueLength = length;
        return this;
    }

    Limited classes(RateLimitFactory.PriorityClass... first) {
        classes = List.of(first);
        return this;
    }

    Limited quotas(Quotas told) {
        context.withQuotas(told);
        return this;
    }

    RateLimit filter() {
        if (made.isEmpty()) {
            made = Optional.of(new RateLimit(
                    new RateLimitFactory.Settings(
                            gateway,
                            eachTeam,
                            eachKey,
                            models,
                            eachTeamModels,
                            weights,
                            Map.of("m", new Count(100)),
                            4096,
                            setOutput,
                            clamp,
                            queue,
                            queueLength,
                            80,
                            classes),
                    context));
        }
        return made.get();
    }

    /** What the rest of a chain answers when it is asked for nothing in particular. */
    static GatewayResponse fine() {
        return new Buffered(200, Headers.NONE, Body.of("{\"choices\":[]}"));
    }

    /** A chat of so many tokens at most, for the model that has 100 otherwise. */
    static FakeExchange chat(String more) {
        return FakeExchange.create()
                .with(Body.of("{\"model\":\"m\"" + (more.isEmpty() ? "" : "," + more)
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}]}"));
    }

    Future<GatewayResponse> send(FakeExchange exchange) {
        return send(exchange, e -> Future.succeededFuture(fine()));
    }

    Future<GatewayResponse> send(FakeExchange exchange, Filter.Chain rest) {
        return filter().apply(exchange, rest);
    }

    /** Why it was refused. */
    static Failure refusal(Future<GatewayResponse> answer) {
        return ((GatewayException) answer.cause()).failure();
    }

    /** Ends an exchange that an upstream has answered with this usage. */
    static void end(FakeExchange exchange, Usage usage) {
        exchange.withAttempt(new Attempt("up", "m", 200, Optional.empty(), Duration.ofMillis(5), usage))
                .withUsage(usage)
                .end();
    }

    /** Ends an exchange that has failed like this. */
    static void end(FakeExchange exchange, Failure.Kind kind) {
        exchange.withAttempt(new Attempt("up", "m", 0, Optional.of(kind), Duration.ofMillis(5), Usage.NONE))
                .end(new Outcome(kind.status(), Optional.of(kind), Duration.ofMillis(9), Optional.empty()));
    }

    static Usage odd(long prompt, long completion) {
        return new Usage(
                OptionalLong.of(prompt),
                OptionalLong.of(completion),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** What is used of the limit that is met at this place. */
    long used(int place) {
        return filter().standing(FakeExchange.create().principal())
                .result()
                .get(place)
                .left()
                .used();
    }
}
