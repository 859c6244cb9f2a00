package dev.headgate.plugin.ratelimit;

import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.quota.RateWindow;
import dev.headgate.api.quota.Rates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One limit in force: whose it is, what it counts, and the level it is counted on. Safe to share between threads. */
final class Rule {
    /** What is counted. */
    enum Dimension {
        REQUESTS("requests"),
        TOKENS("tokens"),
        INPUT("input tokens"),
        OUTPUT("output tokens"),
        CONCURRENT("concurrent requests");

        private final String words;

        Dimension(String words) {
            this.words = words;
        }

        /** As people are told. */
        String words() {
            return words;
        }

        /** Whether it counts tokens, which have to be counted first. */
        boolean ofTokens() {
            return this == TOKENS || this == INPUT || this == OUTPUT;
        }
    }

    /** Whose a limit is. */
    enum Scope {
        GATEWAY("gateway"),
        TEAM("team"),
        KEY("key"),
        MODEL("model"),
        TEAM_MODEL("team and model");

        private final String words;

        Scope(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private final Scope scope;
    private final String name;
    private final Dimension dimension;
    private final Optional<RateWindow> window;
    private final String key;
    private volatile Limit limit;
    private volatile long remaining = Long.MAX_VALUE;

    private Rule(
            Scope scope, String name, Dimension dimension, Optional<RateWindow> window, int concurrent, Instant now) {
        this.scope = scope;
        this.name = name;
        this.dimension = dimension;
        this.window = window;
        this.key = scope.name() + "|" + name + "|" + dimension.name() + "|"
                + window.map(RateWindow::label).orElse("");
        this.limit =
                window.map(w -> w.at(now, key)).orElseGet(() -> new Limit.Concurrency(key, Math.max(1, concurrent)));
    }

    /** The rules that a quota comes to. */
    static List<Rule> of(Scope scope, String name, Quota quota, Instant now) {
        var rules = new ArrayList<Rule>();
        add(rules, scope, name, Dimension.REQUESTS, quota.requests(), now);
        add(rules, scope, name, Dimension.TOKENS, quota.tokens(), now);
        add(rules, scope, name, Dimension.INPUT, quota.inputTokens(), now);
        add(rules, scope, name, Dimension.OUTPUT, quota.outputTokens(), now);
        if (quota.concurrent() > 0) {
            rules.add(new Rule(scope, name, Dimension.CONCURRENT, Optional.empty(), quota.concurrent(), now));
        }
        return List.copyOf(rules);
    }

    private static void add(
            List<Rule> rules, Scope scope, String name, Dimension dimension, Optional<Rates> rates, Instant now) {
        rates.ifPresent(r ->
                r.windows().forEach(w -> rules.add(new Rule(scope, name, dimension, Optional.of(w), 0, now))));
    }

    /** The limit as it is at this time; a new one only when a day or month has begun. */
    Limit at(Instant now) {
        Limit known = limit;
        if (known instanceof Limit.Window w && (now.isBefore(w.start()) || !now.isBefore(w.end()))) {
            known = window.orElseThrow().at(now, key);
            limit = known;
        }
        return known;
    }

    /** Remembers what was left when it was last held. */
    void remaining(long left) {
        remaining = left;
    }

    /** What was left when it was last held here; as much as there can be before that. */
    long remaining() {
        return remaining;
    }

    /** Whether this much would take it close to its end, as far as is known here; it may before anything is. */
    boolean near(long amount) {
        return remaining == Long.MAX_VALUE || remaining - amount < capacity() / 20;
    }

    Scope scope() {
        return scope;
    }

    String name() {
        return name;
    }

    Dimension dimension() {
        return dimension;
    }

    String key() {
        return key;
    }

    long capacity() {
        return limit.capacity();
    }

    /** Its period in a word, empty for a concurrency. */
    String period() {
        return window.map(RateWindow::label).orElse("");
    }

    /** Whose it is and what it allows, for people. */
    String words() {
        String whose = name.isEmpty() ? "the " + scope.words() : "the " + scope.words() + " " + name;
        return whose + ": "
                + window.map(w -> w.words().replaceFirst(" ", " " + dimension.words() + " "))
                        .orElseGet(() -> capacity() + " " + dimension.words());
    }
}
