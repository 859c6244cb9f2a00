package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Headers;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Left;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How limits stand, in the headers that OpenAI's clients know: of those on requests, and on tokens, the tightest. */
final class RateHeaders {
    private RateHeaders() {}

    static Headers of(List<Rule> rules, Held held) {
        var headers = new ArrayList<Map.Entry<String, String>>(7);
        add(headers, rules, held, false);
        add(headers, rules, held, true);
        if (held.sharing().degraded()) {
            headers.add(Map.entry(
                    "x-headgate-limits", "local share, one of " + held.sharing().replicas()));
        }
        return headers.isEmpty() ? Headers.NONE : new Headers(headers);
    }

    private static void add(List<Map.Entry<String, String>> headers, List<Rule> rules, Held held, boolean tokens) {
        int tightest = -1;
        double least = 2;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean meant = tokens ? rule.dimension().ofTokens() : rule.dimension() == Rule.Dimension.REQUESTS;
            double part = (double) held.left().get(i).remaining() / rule.capacity();
            if (meant && part < least) {
                least = part;
                tightest = i;
            }
        }
        if (tightest >= 0) {
            String of = tokens ? "tokens" : "requests";
            Left left = held.left().get(tightest);
            headers.add(Map.entry(
                    "x-ratelimit-limit-" + of, Long.toString(rules.get(tightest).capacity())));
            headers.add(Map.entry("x-ratelimit-remaining-" + of, Long.toString(left.remaining())));
            headers.add(Map.entry("x-ratelimit-reset-" + of, written(left.reset())));
        }
    }

    /** A time as OpenAI writes it: {@code 17ms}, {@code 1s}, {@code 6m0s}, {@code 1h0m12s}. */
    static String written(Duration time) {
        long millis = time.toMillis();
        if (millis < 1000) {
            return millis + "ms";
        }
        long seconds = Math.ceilDiv(millis, 1000L);
        String text = seconds % 60 + "s";
        if (seconds >= 60) {
            text = seconds / 60 % 60 + "m" + text;
        }
        return seconds >= 3600 ? seconds / 3600 + "h" + text : text;
    }
}
