package dev.headgate.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what another process does in its own time and tells nobody of. */
final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PACE = Duration.ofMillis(20);

    private Eventually() {}

    /** Asks again and again until the answer is yes; {@code what} completes the sentence "waited 10 s until …". */
    static void holds(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + LIMIT.toSeconds() + " s until " + what);
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }
}
