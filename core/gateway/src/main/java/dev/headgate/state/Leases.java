package dev.headgate.state;

import dev.headgate.api.quota.Hold;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The holds that are open, by their ids, and when each runs out. A wheel of seconds: adding, removing and renewing take
 * the same time however many there are, and a lease is found to have run out within a second after it has. Not safe for
 * use by several threads at once.
 */
final class Leases {
    private static final int SECONDS = 128;

    private final Map<String, Lease> open = new HashMap<>();
    private final Lease[] wheel = new Lease[SECONDS];
    private long swept;

    /** An open hold. */
    static final class Lease {
        final Hold hold;
        /** The ends of the windows that its claims were taken in, in their order. */
        final long[] taken;

        private long until;
        private Lease before = this;
        private Lease after = this;

        private Lease(Hold hold, long[] taken) {
            this.hold = hold;
            this.taken = taken;
        }

        /** The head of a list. */
        private Lease() {
            this(new Hold("-", java.util.List.of(), java.time.Duration.ofMillis(1)), new long[0]);
        }
    }

    Leases(long now) {
        swept = second(now) - 1;
        for (int i = 0; i < SECONDS; i++) {
            wheel[i] = new Lease();
        }
    }

    int size() {
        return open.size();
    }

    boolean has(String id) {
        return open.containsKey(id);
    }

    void add(Hold hold, long[] taken, long now) {
        var lease = new Lease(hold, taken);
        open.put(hold.id(), lease);
        link(lease, now);
    }

    boolean renew(String id, long now) {
        Lease lease = open.get(id);
        if (lease != null) {
            unlink(lease);
            link(lease, now);
        }
        return lease != null;
    }

    /** The hold with this id, which is not open any more. */
    @Nullable
    Lease remove(String id) {
        Lease lease = open.remove(id);
        if (lease != null) {
            unlink(lease);
        }
        return lease;
    }

    /** Ends those that have run out. */
    void sweep(long now, Consumer<Lease> over) {
        long until = second(now) - 1;
        if (swept < until) {
            for (long s = Math.max(swept + 1, until - SECONDS + 1); s <= until; s++) {
                sweep(wheel[slot(s)], now, over);
            }
            swept = until;
        }
    }

    private void sweep(Lease head, long now, Consumer<Lease> over) {
        Lease lease = head.after;
        while (lease != head) {
            Lease next = lease.after;
            if (lease.until <= now) {
                open.remove(lease.hold.id());
                unlink(lease);
                over.accept(lease);
            }
            lease = next;
        }
    }

    private void link(Lease lease, long now) {
        lease.until = now + lease.hold.lease().toMillis();
        // One whose second has been swept already would wait for a whole turn.
        Lease head = wheel[slot(Math.max(second(lease.until), swept + 1))];
        lease.before = head.before;
        lease.after = head;
        head.before.after = lease;
        head.before = lease;
    }

    private static void unlink(Lease lease) {
        lease.before.after = lease.after;
        lease.after.before = lease.before;
        lease.before = lease;
        lease.after = lease;
    }

    private static long second(long millis) {
        return Math.floorDiv(millis, 1000L);
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
