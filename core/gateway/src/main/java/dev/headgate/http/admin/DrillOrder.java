package dev.headgate.http.admin;

import dev.headgate.upstream.drill.Drill;
import dev.headgate.upstream.drill.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operator asks for in a drill, read from JSON.
 *
 * @param lasts until it ends by itself
 */
record DrillOrder(
        Fault fault,
        Optional<String> key,
        Optional<String> model,
        Optional<String> upstream,
        double share,
        Duration lasts) {
    private static final List<String> MEMBERS =
            List.of("fault", "events", "delay-ms", "key", "model", "upstream", "share", "seconds");
    private static final int LONGEST_SECONDS = 24 * 3600;
    private static final int MOST_EVENTS = 1_000_000;
    private static final int LONGEST_DELAY_MILLIS = 600_000;

    Drill drill(String id, long now) {
        return new Drill(id, fault, key, model, upstream, share, now + lasts.toNanos());
    }

    /**
     * Reads an order.
     *
     * @throws IllegalArgumentException saying what was wrong and what would be right
     */
    static DrillOrder read(String body) {
        ObjectNode order = AdminJson.read(body)
                .orElseThrow(() -> new IllegalArgumentException("the body is not a JSON object; send one such as"
                        + " {\"fault\":\"500\",\"model\":\"smart\",\"share\":0.1,\"seconds\":60}"));
        var unknown = new ArrayList<>(order.propertyNames());
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown member; known: " + String.join(", ", MEMBERS));
        }
        Optional<String> key = text(order, "key");
        Optional<String> model = text(order, "model");
        if (key.isEmpty() && model.isEmpty()) {
            throw new IllegalArgumentException("a drill is for the requests of one key or for one model; name key or"
                    + " model, so that nobody else is struck");
        }
        return new DrillOrder(
                fault(order),
                key,
                model,
                text(order, "upstream"),
                share(order),
                Duration.ofSeconds(whole(order, "seconds", 300, 1, LONGEST_SECONDS)));
    }

    private static Fault fault(ObjectNode order) {
        JsonNode named = order.path("fault");
        String fault =
                named.isNumber() ? named.asString() : text(order, "fault").orElse("");
        int events = whole(order, "events", 1, 0, MOST_EVENTS);
        return switch (fault) {
            case "429", "500", "502", "503", "529" -> new Fault.Status(Integer.parseInt(fault));
            case "cut" -> new Fault.Cut(events);
            case "stall" -> new Fault.Stall(events);
            case "delay" ->
                new Fault.Delay(Duration.ofMillis(whole(order, "delay-ms", 5_000, 1, LONGEST_DELAY_MILLIS)));
            default ->
                throw new IllegalArgumentException(
                        "fault: use 429, 500, 502, 503, 529, cut, stall (both with events) or delay (with delay-ms)");
        };
    }

    private static Optional<String> text(ObjectNode order, String member) {
        JsonNode value = order.path(member);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isString() || value.asString().isBlank()) {
            throw new IllegalArgumentException(member + ": use a text in quotes");
        }
        return Optional.of(value.asString());
    }

    private static int whole(ObjectNode order, String member, int otherwise, int least, int most) {
        JsonNode value = order.path(member);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < least || value.asInt() > most) {
            throw new IllegalArgumentException(member + ": use a whole number from " + least + " to " + most);
        }
        return value.asInt();
    }

    private static double share(ObjectNode order) {
        JsonNode value = order.path("share");
        if (value.isMissingNode()) {
            return 1;
        }
        if (!value.isNumber() || !(value.asDouble() > 0 && value.asDouble() <= 1)) {
            throw new IllegalArgumentException("share: use a number above 0 and up to 1, such as 0.1 for a tenth");
        }
        return value.asDouble();
    }
}
