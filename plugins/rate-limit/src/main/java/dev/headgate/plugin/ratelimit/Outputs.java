package dev.headgate.plugin.ratelimit;

import dev.headgate.api.settings.Count;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The most tokens that an answer of a model can have, as configured or as published. */
final class Outputs {
    private static final Map<String, Long> PUBLISHED = published();

    private final Patterns<Long> configured;
    private final long otherwise;

    Outputs(Map<String, Count> configured, int otherwise) {
        this.configured = new Patterns<>(configured.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().value())));
        this.otherwise = otherwise;
    }

    /** What an answer of this model may come to when the request does not say. */
    long of(String model) {
        Long known = configured.of(model).orElseGet(() -> PUBLISHED.get(bare(model)));
        return known == null ? otherwise : known;
    }

    private static String bare(String model) {
        return model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    private static Map<String, Long> published() {
        var all = new HashMap<String, Long>();
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Outputs.class.getResourceAsStream("outputs.tsv")), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    all.put(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(all);
    }
}
