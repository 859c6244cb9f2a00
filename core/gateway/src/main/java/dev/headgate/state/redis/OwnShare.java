package dev.headgate.state.redis;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This gateway's share of one plugin's limits during one outage of the server. It begins with this gateway's part of what
 * was used when the server told it last, and what this gateway has open there counts in its concurrency.
 */
final class OwnShare {
    /** When an outage may be over; what is too large for a share but not for the limit is told to come back then. */
    private static final Duration LATER = Duration.ofSeconds(2);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final StateStore store;
    private final int replicas;
    private final Known known;
    private final OpenHolds open;
    private final Clock clock;
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    /** What a limit's share began with. */
    private record Begun(Limit limit, long seed, long at) {}

    /**
     * @param store where it is kept, in this process
     */
    OwnShare(StateStore store, int replicas, Known known, OpenHolds open, Clock clock) {
        this.store = store;
        this.replicas = replicas;
        this.known = known;
        this.open = open;
        this.clock = clock;
    }

    private Sharing sharing() {
        return new Sharing(Sharing.Mode.LOCAL_SHARE, replicas);
    }

    Future<Held> hold(Hold hold) {
        var claims = new ArrayList<Claim>(hold.claims().size());
        for (int i = 0; i < hold.claims().size(); i++) {
            Claim claim = hold.claims().get(i);
            Limit share = share(claim.limit());
            long room = room(share);
            if (room <= 0 && claim.amount() > 0) {
                return refused(hold, i);
            }
            claims.add(new Claim(room < share.capacity() ? share.upTo(Math.max(1, room)) : share, claim.amount()));
        }
        return store.hold(new Hold(hold.id(), claims, hold.lease())).map(held -> shown(hold, held));
    }

    /** What a share has beside what is open at the server. */
    private long room(Limit share) {
        return share instanceof Limit.Concurrency c ? c.capacity() - open.busy(c.key()) : share.capacity();
    }

    private Future<Held> refused(Hold hold, int by) {
        return look(hold.claims().stream().map(Claim::limit).toList())
                .map(left -> new Held(OptionalInt.of(by), Optional.of(Duration.ZERO), left, sharing()));
    }

    private Held shown(Hold hold, Held held) {
        Optional<Duration> retry = held.retryAfter();
        if (held.refusedBy().isPresent() && retry.isEmpty()) {
            Claim claim = hold.claims().get(held.refusedBy().getAsInt());
            retry = claim.amount() <= claim.limit().capacity() ? Optional.of(LATER) : retry;
        }
        return new Held(held.refusedBy(), retry, held.left(), sharing());
    }

    Future<Boolean> settle(Hold hold, long... spent) {
        return store.settle(hold, spent);
    }

    Future<Boolean> renew(Hold hold) {
        return store.renew(hold);
    }

    Future<List<Left>> look(List<Limit> limits) {
        return store.look(limits.stream().map(this::share).toList());
    }

    private Limit share(Limit limit) {
        Limit share = limit.share(replicas);
        begun.computeIfAbsent(limit.key(), k -> begin(limit, share));
        return share;
    }

    /** Begins a share with its part of what is used already, as a debt. */
    private Begun begin(Limit limit, Limit share) {
        long seed = Math.ceilDiv(known.used(limit), replicas);
        if (seed > 0) {
            var nothing =
                    new Hold("seed " + limit.key().hashCode() + clock.nanos(), List.of(new Claim(share, 0)), MOMENT);
            store.hold(nothing);
            store.settle(nothing, seed);
        }
        return new Begun(limit, seed, clock.nanos());
    }

    /**
     * What this gateway has spent on its own, by the key of each limit that was touched, as far as it has not drained.
     *
     * @param seeds whether to count as well what the shares began with, because the server has lost it
     */
    Map<Limit, Long> spent(boolean seeds) {
        var spent = new HashMap<Limit, Long>();
        for (Begun b : begun.values()) {
            if (!(b.limit instanceof Limit.Concurrency)) {
                long used = look(List.of(b.limit)).result().getFirst().used();
                long own = seeds ? used : used - seed(b);
                if (own > 0) {
                    spent.put(b.limit, Math.min(own, Limit.MAX_AMOUNT));
                }
            }
        }
        return spent;
    }

    /** What is left of what a share began with: it drains before what came later. */
    private long seed(Begun b) {
        return b.limit.share(replicas) instanceof Limit.Bucket share
                ? Known.drained(b.seed, share, clock.nanos() - b.at)
                : b.seed;
    }

    boolean touched(String key) {
        return begun.containsKey(key);
    }
}
