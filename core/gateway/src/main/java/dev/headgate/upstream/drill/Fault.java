package dev.headgate.upstream.drill;

import java.time.Duration;

/** What an upstream is made to seem to do. */
public sealed interface Fault {
    /** Answers with an error at once, without being asked. */
    record Status(int status) implements Fault {}

    /** Breaks its answer off after so many events. */
    record Cut(int events) implements Fault {}

    /** Sends nothing more after so many events, while the connection stays. */
    record Stall(int events) implements Fault {}

    /** Is asked only after this long. */
    record Delay(Duration by) implements Fault {}

    /** In a word or two, for people. */
    default String label() {
        return switch (this) {
            case Status s -> Integer.toString(s.status);
            case Cut c -> "cut after " + c.events;
            case Stall s -> "stall after " + s.events;
            case Delay d -> "delay " + d.by.toMillis() + "ms";
        };
    }
}
