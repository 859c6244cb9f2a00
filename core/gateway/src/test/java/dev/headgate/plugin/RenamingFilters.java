package dev.headgate.plugin;

import dev.headgate.api.Body;
import dev.headgate.api.Exchange;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.StreamRewriter;
import io.vertx.core.Future;

/** A plugin whose filters say PUBLIC wherever secret stands, written without a thought of wire formats. */
public final class RenamingFilters implements FilterFactory<RenamingFilters.Settings> {
    private static final String WORD = "secret";

    /** There is nothing to set. */
    public record Settings() {}

    @Override
    public String name() {
        return "renaming";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        return RenamingFilters::apply;
    }

    private static Future<GatewayResponse> apply(Exchange exchange, Filter.Chain next) {
        Body renamed = exchange.content().rewrite((scope, text) -> text.replace(WORD, "PUBLIC"));
        if (renamed != exchange.body()) {
            exchange.body(renamed);
        }
        return next.proceed(exchange).map(answer -> switch (answer) {
            case GatewayResponse.Buffered(var status, var headers, var body) ->
                new GatewayResponse.Buffered(
                        status, headers, exchange.content(body).rewrite((scope, text) -> text.replace(WORD, "PUBLIC")));
            case GatewayResponse.Streaming(var status, var headers, var events) ->
                new GatewayResponse.Streaming(status, headers, events.map(lane -> new Renaming()));
        });
    }

    private static final class Renaming implements StreamRewriter {
        private String held = "";

        @Override
        public String more(String text) {
            String now = (held + text).replace(WORD, "PUBLIC");
            int keep = Math.min(WORD.length() - 1, now.length());
            while (!WORD.startsWith(now.substring(now.length() - keep))) {
                keep--;
            }
            held = now.substring(now.length() - keep);
            return now.substring(0, now.length() - keep);
        }

        @Override
        public String end() {
            return held;
        }
    }
}
