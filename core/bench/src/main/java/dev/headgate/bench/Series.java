package dev.headgate.bench;

import java.util.List;
import java.util.Optional;

/** The rounds of one entrant under one load, or why there are none. */
record Series(String name, List<Window> windows, Optional<String> fault) {

    Series {
        windows = List.copyOf(windows);
    }

    static Series failed(String name, String reason) {
        return new Series(name, List.of(), Optional.of(reason));
    }

    /** A round with a fault makes the whole series one that failed. */
    static Series of(String name, List<Window> windows) {
        return new Series(
                name, windows, windows.stream().flatMap(w -> w.fault().stream()).findFirst());
    }

    boolean measured() {
        return fault.isEmpty() && !windows.isEmpty();
    }

    String reason() {
        return fault.orElse("not measured: no round was run");
    }

    Spread spread(String figure) throws NotMeasured {
        if (!measured()) {
            throw new NotMeasured(reason());
        }
        return Spread.of(windows.stream().map(w -> w.figure(figure)).toList());
    }

    double median(String figure) throws NotMeasured {
        return spread(figure).median();
    }

    /** How many rounds were noisy. */
    long noisy() {
        return windows.stream().filter(Window::noisy).count();
    }
}
