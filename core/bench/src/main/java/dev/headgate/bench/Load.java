package dev.headgate.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the load generator is to do, and at which pace the mock has to stream meanwhile.
 *
 * @param kind loads of one kind run the same code of a gateway: warmed by one it is warm for the others
 * @param rate requests a second, or 0 for a closed loop
 * @param spread seconds over which the first requests are spread, so that streams do not run in lock-step
 */
record Load(
        String kind,
        int connections,
        int body,
        double rate,
        double spread,
        double warm,
        double window,
        Mock.Pace pace,
        Optional<Path> keys,
        Optional<Path> models) {

    static final int CONNECTIONS = 64;

    static Load chat(String kind, int body, double warm, double window) {
        return new Load(
                kind, CONNECTIONS, body, 0, 0, warm, window, Mock.Pace.USUAL, Optional.empty(), Optional.empty());
    }

    /** Streams that keep being replaced as they end, after all of them have begun. */
    static Load streams(int streams, Mock.Pace pace, double window) {
        double spread = Math.min(4, pace.length());
        return new Load(
                "streams-" + streams,
                streams,
                1024,
                0,
                spread,
                spread + 0.3,
                window,
                pace,
                Optional.empty(),
                Optional.empty());
    }

    Load at(double requestsPerSecond) {
        return new Load(kind, connections, body, requestsPerSecond, spread, warm, window, pace, keys, models);
    }

    Load lasting(double newWarm, double newWindow) {
        return new Load(kind, connections, body, rate, spread, newWarm, newWindow, pace, keys, models);
    }

    Load rotatingKeys(Path file) {
        return new Load(kind, connections, body, rate, spread, warm, window, pace, Optional.of(file), models);
    }

    Load rotatingModels(Path file) {
        return new Load(kind, connections, body, rate, spread, warm, window, pace, keys, Optional.of(file));
    }

    boolean streaming() {
        return kind.startsWith("streams-");
    }

    double seconds() {
        return warm + window;
    }

    List<String> arguments(Contender to, long mock) {
        List<String> a = new ArrayList<>(List.of(
                "-u", Contender.LOOPBACK + ":" + to.port(),
                "-c", String.valueOf(connections),
                "-w", decimal(warm),
                "-d", decimal(window),
                "-B", String.valueOf(body),
                "-r", decimal(rate),
                "-G", decimal(spread),
                "-m", to.model(),
                "-k", to.key(),
                "-Q", String.valueOf(mock)));
        to.pid().ifPresent(pid -> a.addAll(List.of("-P", String.valueOf(pid))));
        keys.ifPresent(file -> a.addAll(List.of("-K", file.toString())));
        models.ifPresent(file -> a.addAll(List.of("-M", file.toString())));
        if (streaming()) {
            a.add("-s");
        }
        return a;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
