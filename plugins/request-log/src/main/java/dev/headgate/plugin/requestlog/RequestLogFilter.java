package dev.headgate.plugin.requestlog;

import dev.headgate.api.Attempt;
import dev.headgate.api.Content;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Labels;
import dev.headgate.api.Outcome;
import dev.headgate.api.Usage;
import dev.headgate.plugin.requestlog.RequestLogFactory.Field;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** Watches exchanges, and writes a line for each when it has ended. */
final class RequestLogFilter implements Filter {
    private final RequestLogFactory.Settings settings;
    private final InstantSource clock;
    private final LogFile file;

    RequestLogFilter(RequestLogFactory.Settings settings, InstantSource clock, LogFile file) {
        this.settings = settings;
        this.clock = clock;
        this.file = file;
    }

    @Override
    public Future<GatewayResponse> apply(Exchange exchange, Chain next) {
        Texts prompt = texts();
        Texts answer = texts();
        if (settings.prompts()) {
            exchange.content().parts().forEach(prompt::add);
        }
        exchange.atEnd(outcome -> file.append(line(exchange, outcome, prompt, answer)));
        Future<GatewayResponse> answered = next.proceed(exchange);
        return settings.answers() ? answered.map(a -> watched(a, exchange, answer)) : answered;
    }

    private Texts texts() {
        return new Texts((int) settings.longestText().bytes(), settings.mask());
    }

    private static GatewayResponse watched(GatewayResponse answer, Exchange exchange, Texts texts) {
        return switch (answer) {
            case Buffered whole -> {
                Content content = exchange.content(whole.body());
                content.parts().forEach(texts::add);
                yield whole;
            }
            case Streaming(var status, var headers, var events) ->
                new Streaming(status, headers, events.map(texts::watcher));
        };
    }

    private String line(Exchange exchange, Outcome outcome, Texts prompt, Texts answer) {
        var line = new JsonObject();
        for (Field field : settings.fields()) {
            put(line, field, exchange, outcome);
        }
        if (settings.prompts()) {
            line.put("prompt", prompt.json());
        }
        if (settings.answers()) {
            line.put("answer", answer.json());
        }
        return line.encode();
    }

    private void put(JsonObject line, Field field, Exchange e, Outcome outcome) {
        switch (field) {
            case TIME ->
                line.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            case ID -> line.put("id", e.id());
            case TEAM -> line.put("team", e.principal().team());
            case KEY -> line.put("key", e.principal().key());
            case OPERATION -> line.put("operation", e.operation().label());
            case MODEL -> line.put("model", e.model());
            case ROUTE -> line.put("route", e.route());
            case STREAM -> line.put("stream", e.streaming());
            case STATUS -> line.put("status", outcome.status());
            case FAILURE -> outcome.failure().map(Failure.Kind::label).ifPresent(f -> line.put("failure", f));
            case ATTEMPTS -> line.put("attempts", attempts(e));
            case USAGE -> line.put("usage", usage(e.usage()));
            case DURATION -> line.put("duration-ms", millis(outcome.total()));
            case FIRST_TOKEN -> outcome.timeToFirstToken().ifPresent(t -> line.put("first-token-ms", millis(t)));
            case LABELS -> line.put("labels", labels(e));
            case CONFIG -> line.put("config", e.configVersion());
        }
    }

    private static JsonObject labels(Exchange e) {
        var labels = new JsonObject();
        Labels.of(e).values().forEach(labels::put);
        return labels;
    }

    private static JsonArray attempts(Exchange e) {
        var attempts = new JsonArray();
        for (Attempt a : e.attempts()) {
            attempts.add(new JsonObject()
                    .put("upstream", a.upstream())
                    .put("model", a.model())
                    .put("outcome", a.outcome())
                    .put("ms", millis(a.elapsed())));
        }
        return attempts;
    }

    private static JsonObject usage(Usage u) {
        var usage = new JsonObject();
        put(usage, "input", u.prompt());
        put(usage, "output", u.completion());
        put(usage, "cached", u.cached());
        put(usage, "reasoning", u.reasoning());
        return usage;
    }

    private static void put(JsonObject to, String name, OptionalLong count) {
        if (count.isPresent()) {
            to.put(name, count.getAsLong());
        }
    }

    private static double millis(Duration d) {
        return Math.round(d.toNanos() / 10_000.0) / 100.0;
    }

    @Override
    public void close() {
        file.release();
    }
}
