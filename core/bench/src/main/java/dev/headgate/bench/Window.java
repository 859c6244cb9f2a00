package dev.headgate.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the load generator found in the seconds it measured. */
record Window(Map<String, Double> figures, List<Double> perSecond) {
    /** The share of a CPU that others may use before a round counts as noisy. */
    static final double QUIET = 0.06;

    private static final Pattern FIGURE = Pattern.compile("\"(\\w+)\":(-?[0-9]+(?:\\.[0-9]+)?)[,}]");
    private static final Pattern SECONDS = Pattern.compile("\"per_s\":\\[([0-9,]*)]");

    Window {
        figures = Map.copyOf(figures);
        perSecond = List.copyOf(perSecond);
    }

    /** Reads the load generator's one line of JSON. */
    static Window parse(String line) throws NotMeasured {
        Map<String, Double> figures = new HashMap<>();
        for (Matcher m = FIGURE.matcher(line); m.find(); ) {
            figures.put(m.group(1), Double.valueOf(m.group(2)));
        }
        List<Double> perSecond = new ArrayList<>();
        Matcher m = SECONDS.matcher(line);
        if (m.find() && !m.group(1).isEmpty()) {
            for (String n : m.group(1).split(",", -1)) {
                perSecond.add(Double.valueOf(n));
            }
        }
        if (!figures.containsKey("ok") || !figures.containsKey("errors")) {
            throw new NotMeasured("failed: " + line);
        }
        return new Window(figures, perSecond);
    }

    double figure(String name) {
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the load generator reports no " + name);
        }
        return value;
    }

    boolean noisy() {
        return figure("other_cpu") > QUIET;
    }

    /** What makes the figures worthless: errors, answers that never came, or no work done at all. */
    Optional<String> fault() {
        if (figure("errors") > 0) {
            return Optional.of(
                    "failed: %.0f errors (%.0f by status, last %.0f; %.0f broken connections; %.0f broken streams)"
                            .formatted(
                                    figure("errors"),
                                    figure("err_status"),
                                    figure("last_status"),
                                    figure("err_conn"),
                                    figure("err_sse")));
        }
        if (figure("stuck") > 0) {
            return Optional.of("failed: %.0f requests without an answer".formatted(figure("stuck")));
        }
        if (figure("ok") + figure("chunks") == 0) {
            return Optional.of("failed: nothing was answered");
        }
        return Optional.empty();
    }
}
