package dev.headgate.state;

import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Level;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The limits and holds of one plugin in this process. One lock makes each step one; it is held for less than a
 * microsecond for a handful of limits, whatever their number altogether.
 */
final class LocalHolds {
    /** How many levels that are not empty there may be. */
    static final int MAX_LEVELS = 250_000;

    /** How many holds may be open. */
    static final int MAX_HOLDS = 100_000;

    private final Clock clock;
    private final long base;
    private final int mostHolds;
    private final Levels levels;
    private final Leases leases;
    private long version;

    LocalHolds(Clock clock) {
        this(clock, MAX_LEVELS, MAX_HOLDS);
    }

    LocalHolds(Clock clock, int mostLevels, int mostHolds) {
        this.clock = clock;
        this.mostHolds = mostHolds;
        // The wall clock once, and from then on one that never runs backwards.
        base = clock.now().toEpochMilli() - Math.floorDiv(clock.nanos(), 1_000_000L);
        levels = new Levels(mostLevels);
        leases = new Leases(now());
    }

    private long now() {
        return base + Math.floorDiv(clock.nanos(), 1_000_000L);
    }

    synchronized Future<Held> hold(Hold hold) {
        long now = swept();
        List<Claim> claims = hold.claims();
        int n = claims.size();
        boolean again = leases.has(hold.id());
        if (!again && leases.size() >= mostHolds) {
            return full("holds are open", mostHolds);
        }
        var touched = new Level[n];
        boolean lasting = false;
        int refused = -1;
        long wait = 0;
        for (int i = 0; i < n; i++) {
            Claim claim = claims.get(i);
            Level level = levels.of(claim.limit(), now);
            if (level == null) {
                return full("limits are in use", levels.size());
            }
            touched[i] = level;
            lasting |= claim.limit().lasting();
            level.bring(claim.limit(), now);
            if (!again && !level.admits(claim.limit(), claim.amount())) {
                long its = level.wait(claim.limit(), claim.amount(), now);
                if (refused < 0 || (wait >= 0 && (its < 0 || its > wait))) {
                    refused = i;
                    wait = its;
                }
            }
        }
        if (refused < 0 && !again) {
            var taken = new long[n];
            for (int i = 0; i < n; i++) {
                touched[i].take(claims.get(i).amount());
                taken[i] = touched[i].end();
            }
            leases.add(hold, taken, now);
            version += lasting ? 1 : 0;
        }
        var left = new Left[n];
        for (int i = 0; i < n; i++) {
            left[i] = touched[i].left(claims.get(i).limit(), now);
        }
        return Future.succeededFuture(new Held(
                refused < 0 ? OptionalInt.empty() : OptionalInt.of(refused),
                refused < 0 || wait < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(wait)),
                List.of(left),
                Sharing.ALONE));
    }

    synchronized Future<Boolean> settle(Hold hold, long... spent) {
        if (spent.length != hold.claims().size()) {
            return refused(spent.length + " amounts for " + hold.claims().size() + " claims");
        }
        for (long amount : spent) {
            if (amount < 0) {
                return refused("an amount of " + amount + " to settle with; it cannot be negative");
            }
        }
        long now = swept();
        Leases.Lease lease = leases.remove(hold.id());
        if (lease != null) {
            settle(lease, spent, now);
        }
        return Future.succeededFuture(lease != null);
    }

    private void settle(Leases.Lease lease, long[] spent, long now) {
        List<Claim> claims = lease.hold.claims();
        for (int i = 0; i < claims.size(); i++) {
            Limit limit = claims.get(i).limit();
            Level level = levels.of(limit, now);
            if (level != null) { // one that was dropped was empty, and so held nothing
                version += limit.lasting() ? 1 : 0;
                level.bring(limit, now);
                level.settle(limit, claims.get(i).amount(), spent[i], lease.taken[i]);
            }
        }
    }

    synchronized Future<Boolean> renew(Hold hold) {
        return Future.succeededFuture(leases.renew(hold.id(), swept()));
    }

    synchronized Future<List<Left>> look(List<Limit> limits) {
        long now = swept();
        var left = new ArrayList<Left>(limits.size());
        for (Limit limit : limits) {
            Level level = levels.of(limit, now);
            if (level == null) {
                return full("limits are in use", levels.size());
            }
            level.bring(limit, now);
            left.add(level.left(limit, now));
        }
        return Future.succeededFuture(List.copyOf(left));
    }

    /** Changes whenever something of a lasting limit is held or settled. */
    synchronized long version() {
        return version;
    }

    /** Takes over what was kept. */
    synchronized void restore(String key, Level level) {
        levels.restore(key, level);
    }

    /** The levels of lasting limits, as lines of their file. */
    synchronized void keep(String plugin, List<String> lines) {
        long now = now();
        levels.forEachLasting((key, level) -> {
            if (!level.idle(now)) {
                lines.add(KeptLevels.line(plugin, key, level));
            }
        });
    }

    /** How many holds are open. */
    synchronized int open() {
        swept();
        return leases.size();
    }

    private long swept() {
        long now = now();
        levels.tidy(now);
        leases.sweep(now, lease -> settle(lease, whole(lease.hold), now));
        return now;
    }

    private static long[] whole(Hold hold) {
        return hold.claims().stream().mapToLong(Claim::amount).toArray();
    }

    private static <T> Future<T> full(String what, int most) {
        return Future.failedFuture(new IllegalStateException("no room: " + most + " " + what));
    }

    private static <T> Future<T> refused(String why) {
        return Future.failedFuture(new IllegalArgumentException(why));
    }
}
