package dev.headgate.api.quota;

import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Rate;
import dev.headgate.api.settings.Shorthand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Limits on one thing that is counted, all of which hold. */
@Describe("Limits on one thing that is counted, all of which hold.")
public record Rates(
        @Describe("One limit for each period, such as 600/min and 5k/day.")
        List<RateWindow> windows) {
    private static final int MOST = 4;

    public Rates {
        windows = List.copyOf(windows);
        if (windows.isEmpty() || windows.size() > MOST) {
            throw new IllegalArgumentException("windows: write 1 to " + MOST);
        }
        Set<String> labels = new HashSet<>();
        for (RateWindow w : windows) {
            if (!labels.add(w.label())) {
                throw new IllegalArgumentException("windows: two for " + w.label() + "; the smaller one is enough");
            }
        }
    }

    /** A single rate. */
    @Shorthand
    static Rates of(@Describe("A rate such as 600/min, 200k/min or 5M/day.") Rate limit) {
        return new Rates(List.of(RateWindow.of(limit)));
    }

    /** Several. */
    @Shorthand
    static Rates all(@Describe("One limit for each period.") List<RateWindow> windows) {
        return new Rates(windows);
    }
}
