package dev.headgate.plugin.wordguard;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Scope;
import dev.headgate.plugin.wordguard.WordGuardFactory.Side;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Map;

/** Looks through the texts of requests and answers. */
final class WordGuard implements Filter {
    private final Map<Scope, Rules> request = new EnumMap<>(Scope.class);
    private final Map<Scope, Rules> answer = new EnumMap<>(Scope.class);
    private final GatewayException blocked;
    private final int window;

    WordGuard(WordGuardFactory.Settings settings) {
        this.window = settings.window();
        this.blocked = Failure.of(Failure.Kind.REJECTED_BY_FILTER, settings.message())
                .withCode("content_blocked")
                .exception();
        for (Scope scope : Scope.values()) {
            put(request, Side.REQUEST, scope, settings);
            put(answer, Side.ANSWER, scope, settings);
        }
    }

    private void put(Map<Scope, Rules> rules, Side side, Scope scope, WordGuardFactory.Settings settings) {
        var of = Rules.of(settings, side, scope, blocked);
        if (!of.none()) {
            rules.put(scope, of);
        }
    }

    @Override
    public Future<GatewayResponse> apply(Exchange exchange, Chain next) {
        if (!request.isEmpty()) {
            Content content = exchange.content();
            Content looked = request.containsKey(Scope.METADATA) ? content.withMetadata() : content;
            Body changed = looked.rewrite((scope, text) -> over(request, scope, text));
            if (changed != exchange.body()) {
                exchange.body(changed);
            }
        }
        Future<GatewayResponse> answered = next.proceed(exchange);
        return answer.isEmpty() ? answered : answered.map(a -> looked(exchange, a));
    }

    private GatewayResponse looked(Exchange exchange, GatewayResponse response) {
        return switch (response) {
            case Buffered(var status, var headers, var body) -> {
                Body changed = exchange.content(body).rewrite((scope, text) -> over(answer, scope, text));
                yield changed == body ? response : new Buffered(status, headers, changed);
            }
            case Streaming(var status, var headers, var events) ->
                new Streaming(
                        status, headers, events.map(lane -> new GuardedLane(rules(answer, lane.scope()), window)));
        };
    }

    private static String over(Map<Scope, Rules> rules, Scope scope, String text) {
        return rules(rules, scope).over(text);
    }

    private static Rules rules(Map<Scope, Rules> rules, Scope scope) {
        return rules.getOrDefault(scope, Rules.NONE);
    }
}
