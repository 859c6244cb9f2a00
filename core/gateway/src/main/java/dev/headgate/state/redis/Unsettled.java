package dev.headgate.state.redis;

import dev.headgate.api.quota.Hold;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

/**
 * Ends of holds that the server is still to be told. Telling one twice does no harm: the server ends each hold once. So
 * many are kept; the oldest give way, and then end with their leases, as spent. Safe to use from any thread.
 */
final class Unsettled {
    static final int MOST = 100_000;
    private static final int AT_ONCE = 256;

    /** How long after a hold was sent the server surely does not make it any more, see {@code level.lua}. */
    private static final long VOID = TimeUnit.MILLISECONDS.toNanos(1_500);

    private final Clock clock;
    private final LongAdder dropped;
    private final Map<String, Entry> waiting = new LinkedHashMap<>();
    private boolean telling;

    @SuppressWarnings("ArrayRecordComponent") // compared with itself only
    private record Entry(Hold hold, long[] spent, long due) {}

    /**
     * @param dropped counts those that had to give way
     */
    Unsettled(Clock clock, LongAdder dropped) {
        this.clock = clock;
        this.dropped = dropped;
    }

    /** To be told as soon as can be. */
    void settle(Hold hold, long... spent) {
        add(new Entry(hold, spent, clock.nanos()));
    }

    /** A hold that nobody knows the answer of: to be taken back once it can no more be made. */
    void takeBack(Hold hold) {
        add(new Entry(hold, new long[hold.claims().size()], clock.nanos() + VOID));
    }

    private synchronized void add(Entry entry) {
        waiting.put(entry.hold.id(), entry);
        if (waiting.size() > MOST) {
            waiting.remove(waiting.keySet().iterator().next());
            dropped.increment();
        }
    }

    /** This hold is not to be ended after all. */
    synchronized void forget(Hold hold) {
        waiting.remove(hold.id());
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Tells those that are due, some at a time, until none is left or one cannot be told. */
    void tell(BiFunction<Hold, long[], Future<Boolean>> settle) {
        List<Entry> some = some();
        if (some.isEmpty()) {
            return;
        }
        List<Future<Void>> told = some.stream()
                .map(e -> settle.apply(e.hold, e.spent).map(ended -> {
                    done(e);
                    return (Void) null;
                }))
                .toList();
        Future.join(told).onComplete(all -> {
            synchronized (this) {
                telling = false;
            }
            if (all.succeeded()) {
                tell(settle);
            }
        });
    }

    private synchronized List<Entry> some() {
        if (telling) {
            return List.of();
        }
        long now = clock.nanos();
        var some = new ArrayList<Entry>();
        for (Entry e : waiting.values()) {
            if (e.due - now <= 0) {
                some.add(e);
                if (some.size() == AT_ONCE) {
                    break;
                }
            }
        }
        telling = !some.isEmpty();
        return some;
    }

    private synchronized void done(Entry entry) {
        waiting.remove(entry.hold.id(), entry);
    }
}
