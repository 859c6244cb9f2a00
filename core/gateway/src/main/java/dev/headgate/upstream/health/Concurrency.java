package dev.headgate.upstream.health;

import dev.headgate.api.Failure;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts an upstream may have under way at once: a fixed number, or one that follows its latency. Nobody
 * queues here: an attempt is let through or it is not. Safe to share between threads.
 */
public final class Concurrency {
    private final int max;
    private final @Nullable Gradient gradient;
    private final AtomicInteger underWay = new AtomicInteger();
    /** Those of which nothing has come yet. */
    private final AtomicInteger waiting = new AtomicInteger();

    private Concurrency(int max, @Nullable Gradient gradient) {
        if (max < 1) {
            throw new IllegalArgumentException("max: at least 1, not " + max);
        }
        this.max = max;
        this.gradient = gradient;
    }

    /** So many, always. */
    public static Concurrency fixed(int max) {
        return new Concurrency(max, null);
    }

    /** Between one and so many, fewer while streams take longer to begin than they used to. */
    public static Concurrency adaptive(int max) {
        return new Concurrency(max, new Gradient(max));
    }

    /** Attempts that may be under way now. More may be for a moment, when it was higher a moment ago. */
    public int limit() {
        return gradient == null ? max : gradient.limit();
    }

    /** Attempts under way now. */
    public int underWay() {
        return underWay.get();
    }

    /** Whether no attempt would be let through now. */
    public boolean full(long now) {
        int n = underWay.get();
        return n >= limit() && !(gradient != null && waiting.get() == 0 && gradient.mayProbe(n, now));
    }

    /** Lets an attempt through, or none. */
    public @Nullable Slot tryEnter(long now) {
        while (true) {
            int n = underWay.get();
            if (n >= limit() && !probes(n, now)) {
                return null;
            }
            if (underWay.compareAndSet(n, n + 1)) {
                waiting.incrementAndGet();
                return new Slot(n + 1, now);
            }
        }
    }

    /**
     * Raises the limit by one where all attempts under way have begun to answer: no news is to be expected from them,
     * and long streams would keep a limit low that has no reason any more.
     */
    private boolean probes(int n, long now) {
        return gradient != null && waiting.get() == 0 && gradient.probe(n, now);
    }

    /** The place of one attempt, to be left at its end. Used by one thread at a time. */
    public final class Slot {
        private final int before;
        private final long began;
        private boolean heard;
        private boolean left;

        private Slot(int before, long began) {
            this.before = before;
            this.began = began;
        }

        /** The first content of a stream has come. */
        public void streaming(long now) {
            heard();
            if (gradient != null) {
                gradient.came(OptionalLong.of(now - began), before, underWay.get(), now);
            }
        }

        /** A whole answer has come: the time it took says how long it is. */
        public void answered(long now) {
            if (gradient != null) {
                gradient.came(OptionalLong.empty(), before, underWay.get(), now);
            }
        }

        /** The attempt has failed; only a wait in vain says that there was too much to do. */
        public void failed(Failure.Kind kind, long now) {
            if (gradient != null && kind == Failure.Kind.UPSTREAM_TIMEOUT) {
                gradient.timedOut(now - began, underWay.get(), now);
            }
        }

        /** The attempt is over. Later calls do nothing. */
        public void leave() {
            if (!left) {
                left = true;
                heard();
                underWay.decrementAndGet();
            }
        }

        private void heard() {
            if (!heard) {
                heard = true;
                waiting.decrementAndGet();
            }
        }
    }
}
