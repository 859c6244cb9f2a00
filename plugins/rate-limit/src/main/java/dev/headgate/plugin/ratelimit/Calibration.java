package dev.headgate.plugin.ratelimit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many tokens a byte of text comes to, by model: what usage reported so far says, and a cautious guess before. A high
 * report is believed sooner than a low one. Safe for use by several threads at once.
 */
final class Calibration {
    /** Tokens a byte where nothing is known: a little more than English prose has, in any of today's encodings. */
    static final double GUESS = 0.3;

    private static final int MOST_MODELS = 1000;
    private static final int LEAST_BYTES = 64;

    private final Map<String, Double> ratios = new ConcurrentHashMap<>();

    long tokens(String model, long bytes) {
        return (long) Math.ceil(bytes * ratios.getOrDefault(model, GUESS));
    }

    /** Whether anything was learnt of a model. */
    boolean knows(String model) {
        return ratios.containsKey(model);
    }

    /** Learns from what a provider counted. */
    void learn(String model, long bytes, long tokens) {
        if (bytes < LEAST_BYTES || (ratios.size() >= MOST_MODELS && !ratios.containsKey(model))) {
            return;
        }
        double seen = Math.clamp((double) tokens / bytes, 0.02, 1.0);
        ratios.merge(model, seen, (known, s) -> known + (s - known) * (seen > known ? 0.25 : 0.1));
    }
}
