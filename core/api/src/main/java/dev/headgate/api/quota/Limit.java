package dev.headgate.api.quota;

import java.time.Duration;
import java.time.Instant;

/**
 * How much of something may be spent. The key says whose level is meant, the rest how it is measured against: the level
 * belongs to the key, the capacity to whoever asks. So the same level may be open to some up to its whole capacity and to
 * others up to a part of it.
 *
 * <p>A key is used with one kind of limit only. When the figures under a key change, what has been spent stays spent.
 */
public sealed interface Limit {
    /** The largest capacity, and the largest amount that counts as itself; more counts as this. */
    long MAX_AMOUNT = 1L << 40;

    /** What parts are counted to: the sum of two still is a whole number in a double. */
    long MAX_PARTS = 1L << 52;

    /** The name of the level in its store, at most {@link dev.headgate.api.StateStore#MAX_KEY} characters. */
    String key();

    /** The most that may be spent or held at one moment. */
    long capacity();

    /** How many parts an amount of one is counted in, so that what drains in a millisecond is a whole number of parts. */
    long parts();

    /** Whether what was spent is to be known after a restart. */
    boolean lasting();

    /** The same limit for one of several stores that cannot see each other; at least 1 is left. */
    Limit share(int replicas);

    /** The same limit for one who may fill it only so far. */
    Limit upTo(long capacity);

    /**
     * A bucket that drains steadily: {@code amount} in every {@code period}, and {@code capacity} at once. What has been
     * spent over any time is at most the capacity and what has drained in that time. The same as a token bucket, and as
     * the generic cell rate algorithm.
     *
     * @param amount what drains in a period
     * @param period in whole milliseconds
     * @param capacity the burst
     */
    record Bucket(String key, long amount, Duration period, long capacity) implements Limit {
        private static final Duration LASTING = Duration.ofHours(1);

        /** The most parts that a capacity may have. */
        private static final long MAX_FULL = 1L << 50;

        public Bucket {
            check(key, capacity);
            if (amount < 1 || amount > MAX_AMOUNT) {
                throw new IllegalArgumentException("an amount of " + amount + "; use 1 to " + MAX_AMOUNT);
            }
            if (period.toMillis() < 1 || !period.equals(Duration.ofMillis(period.toMillis()))) {
                throw new IllegalArgumentException("a period of " + period + "; use whole milliseconds, at least one");
            }
            if (capacity > MAX_FULL / (period.toMillis() / divisor(amount, period.toMillis()))) {
                throw new IllegalArgumentException(amount + " in " + period + " cannot be counted exactly up to "
                        + capacity + "; use a rounder number");
            }
        }

        @Override
        public long parts() {
            return period.toMillis() / divisor(amount, period.toMillis());
        }

        /** How many parts drain in a millisecond. */
        public long drain() {
            return amount / divisor(amount, period.toMillis());
        }

        /** One whose period is an hour or longer. */
        @Override
        public boolean lasting() {
            return period.compareTo(LASTING) >= 0;
        }

        @Override
        public Bucket share(int replicas) {
            return new Bucket(key, amount, period.multipliedBy(replicas), Math.max(1, capacity / replicas));
        }

        @Override
        public Bucket upTo(long capacity) {
            return new Bucket(key, amount, period, Math.min(capacity, this.capacity));
        }

        private static long divisor(long a, long b) {
            long x = a;
            long y = b;
            while (y != 0) {
                long rest = x % y;
                x = y;
                y = rest;
            }
            return x;
        }
    }

    /**
     * A stretch of time in which so much may be spent, such as a day or a month of some calendar. What one window has
     * spent beyond its capacity burdens the next, if that follows at once.
     *
     * @param start its beginning, in whole milliseconds
     * @param end the beginning of the next
     */
    record Window(String key, long capacity, Instant start, Instant end) implements Limit {
        public Window {
            check(key, capacity);
            if (!start.isBefore(end)) {
                throw new IllegalArgumentException("a window that ends at " + end + ", before it begins");
            }
        }

        @Override
        public long parts() {
            return 1;
        }

        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public Window share(int replicas) {
            return new Window(key, Math.max(1, capacity / replicas), start, end);
        }

        @Override
        public Window upTo(long capacity) {
            return new Window(key, Math.min(capacity, this.capacity), start, end);
        }
    }

    /** So much at one time: what is held counts, and nothing is spent. */
    record Concurrency(String key, long capacity) implements Limit {
        public Concurrency {
            check(key, capacity);
        }

        @Override
        public long parts() {
            return 1;
        }

        @Override
        public boolean lasting() {
            return false;
        }

        @Override
        public Concurrency share(int replicas) {
            return new Concurrency(key, Math.max(1, capacity / replicas));
        }

        @Override
        public Concurrency upTo(long capacity) {
            return new Concurrency(key, Math.min(capacity, this.capacity));
        }
    }

    private static void check(String key, long capacity) {
        if (key.isEmpty() || key.length() > dev.headgate.api.StateStore.MAX_KEY) {
            throw new IllegalArgumentException(
                    "a key of " + key.length() + " characters; use 1 to " + dev.headgate.api.StateStore.MAX_KEY);
        }
        if (capacity < 1 || capacity > MAX_AMOUNT) {
            throw new IllegalArgumentException("a capacity of " + capacity + "; use 1 to " + MAX_AMOUNT);
        }
    }
}
