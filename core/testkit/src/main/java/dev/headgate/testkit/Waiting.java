package dev.headgate.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A place to wait for something to become true, with a limit after which the test fails saying what did not happen. */
final class Waiting {
    static final Duration LIMIT = Duration.ofSeconds(10);

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Makes everybody who waits look again. */
    void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until the condition holds; {@code what} completes the sentence "waited 10 s for …". */
    void until(BooleanSupplier condition, Supplier<String> what) {
        long left = LIMIT.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw gaveUp(what.get());
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw interrupted(what.get(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until the future has its value. */
    static <T> T on(CompletableFuture<T> future, String what) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw gaveUp(what);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        } catch (ExecutionException e) {
            throw new AssertionError("failed while waiting for " + what, e.getCause());
        }
    }

    private static AssertionError gaveUp(String what) {
        return new AssertionError("waited " + LIMIT.toSeconds() + " s for " + what);
    }

    private static AssertionError interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for " + what, e);
    }
}
