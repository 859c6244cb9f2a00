package dev.headgate.plugin.headers;

import dev.headgate.api.Exchange;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Headers;
import dev.headgate.api.Labels;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes headers on the way in and on the way out. */
final class HeadersFilter implements Filter {
    private static final int LONGEST_LABEL = 64;

    private final HeadersFactory.Settings settings;
    private final boolean inward;
    private final boolean outward;

    HeadersFilter(HeadersFactory.Settings settings) {
        this.settings = settings;
        HeadersFactory.Request request = settings.request();
        this.inward = !request.forward().isEmpty()
                || !request.set().isEmpty()
                || !request.remove().isEmpty();
        this.outward = !settings.response().set().isEmpty()
                || !settings.response().remove().isEmpty();
    }

    @Override
    public Future<GatewayResponse> apply(Exchange exchange, Chain next) {
        if (!settings.labels().isEmpty()) {
            label(exchange);
        }
        if (inward) {
            exchange.forwarded(forwarded(exchange));
        }
        Future<GatewayResponse> answer = next.proceed(exchange);
        return outward ? answer.map(this::changed) : answer;
    }

    private void label(Exchange exchange) {
        var labels = new HashMap<>(Labels.of(exchange).values());
        settings.labels()
                .forEach((name, header) -> exchange.header(header)
                        .filter(HeadersFilter::fit)
                        .ifPresent(value -> {
                            labels.put(name, value);
                            exchange.note(name, value);
                        }));
        exchange.put(Labels.KEY, new Labels(labels));
    }

    /** Whether a caller's word can stand in a log line. One that cannot is no label. */
    private static boolean fit(String value) {
        return !value.isEmpty()
                && value.length() <= LONGEST_LABEL
                && value.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private Headers forwarded(Exchange exchange) {
        HeadersFactory.Request request = settings.request();
        Headers headers = exchange.forwarded();
        for (String name : request.forward()) {
            Optional<String> sent = exchange.header(name);
            if (sent.isPresent()) {
                headers = headers.without(name).with(name, sent.get());
            }
        }
        return changed(headers, request.set(), request.remove());
    }

    private GatewayResponse changed(GatewayResponse answer) {
        Headers headers = changed(
                answer.headers(), settings.response().set(), settings.response().remove());
        return switch (answer) {
            case Buffered(var status, var _, var body) -> new Buffered(status, headers, body);
            case Streaming(var status, var _, var events) -> new Streaming(status, headers, events);
        };
    }

    private static Headers changed(Headers headers, Map<String, String> set, List<String> remove) {
        Headers changed = headers;
        for (String name : remove) {
            changed = changed.without(name);
        }
        for (Map.Entry<String, String> h : set.entrySet()) {
            changed = changed.without(h.getKey()).with(h.getKey(), h.getValue());
        }
        return changed;
    }
}
