package dev.headgate.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Something the gateway promises about its speed or size.
 *
 * @param further what it would like to reach
 */
record Goal(String what, Side side, double limit, OptionalDouble further, String unit, int decimals) {
    /** On which side of the limit it is met. */
    enum Side {
        AT_MOST,
        AT_LEAST
    }

    static final Goal REQUEST = ratio("CPU per 1 KB request, by nginx's", 1.15, 0.85);
    static final Goal LONG_REQUEST = ratio("CPU per 100 KB request, by nginx's", 2, 1.3);
    static final Goal CHUNK = ratio("CPU per chunk of 1,000 streams, by nginx's", 1.1, 1);
    static final Goal ADDED_P50 = ratio("p50 added at 1,000 requests/s, by nginx's", 1.15);
    static final Goal ADDED_P99 = ratio("p99 added at 1,000 requests/s, by nginx's", 1.3);
    static final Goal FIRST_BYTE = most("p99 to the first chunk at 1,000 streams", 1, OptionalDouble.empty(), " ms", 2);
    static final Goal FLAT_KEYS = ratio("CPU per request with many keys and teams, by that with one", 1.05);
    static final Goal FLAT_MODELS = ratio("CPU per request with many routes, by that with 10", 1.05);
    static final Goal IDLE = most("resident memory, idle", 100, OptionalDouble.empty(), " MB", 0);
    static final Goal STREAMS_1000 = most("resident memory, 1,000 streams", 150, OptionalDouble.of(110), " MB", 0);
    static final Goal STREAMS_5000 = most("resident memory, 5,000 streams", 400, OptionalDouble.empty(), " MB", 0);
    static final Goal START = most("start to first answer", 0.4, OptionalDouble.of(0.3), " s", 2);
    static final Goal FIRST_SECOND =
            new Goal("first second under load, by the settled rate", Side.AT_LEAST, 25, OptionalDouble.of(50), " %", 0);

    /** A goal with what was found. */
    record Judged(Goal goal, String measured, String verdict) {
        /** The same, where less could be measured than the goal asks for. */
        Judged only(int measuredWith, int asked) {
            return new Judged(goal, measured, "%s with %,d; %,d not measured".formatted(verdict, measuredWith, asked));
        }

        /** No verdict, where others disturbed the measurement. */
        Judged disturbed(boolean noisy) {
            return noisy ? new Judged(goal, measured, "no verdict: noisy") : this;
        }

        List<String> row() {
            return List.of(goal.what, goal.limitText(), measured, verdict);
        }
    }

    private static Goal ratio(String what, double limit) {
        return most(what, limit, OptionalDouble.empty(), "x", 2);
    }

    private static Goal ratio(String what, double limit, double further) {
        return most(what, limit, OptionalDouble.of(further), "x", 2);
    }

    private static Goal most(String what, double limit, OptionalDouble further, String unit, int decimals) {
        return new Goal(what, Side.AT_MOST, limit, further, unit, decimals);
    }

    Judged judge(double measured) {
        return new Judged(this, text(measured), verdict(measured));
    }

    Judged unmeasured(NotMeasured why) {
        return new Judged(this, "–", why.reason());
    }

    private String verdict(double measured) {
        if (meets(measured, limit)) {
            boolean beyond = further.isPresent() && meets(measured, further.getAsDouble());
            return beyond ? "met, and the further goal" : "met";
        }
        double distance = 100 * Math.abs(measured - limit) / limit;
        return "not met (%s %% %s)"
                .formatted(Spread.number(distance, distance < 10 ? 1 : 0), side == Side.AT_MOST ? "over" : "short");
    }

    private boolean meets(double measured, double bound) {
        return side == Side.AT_MOST ? measured <= bound : measured >= bound;
    }

    private String limitText() {
        String sign = side == Side.AT_MOST ? "≤ " : "≥ ";
        String main = sign + text(limit);
        return further.isPresent() ? main + " (" + text(further.getAsDouble()) + ")" : main;
    }

    private String text(double value) {
        return Spread.number(value, decimals) + unit;
    }
}
