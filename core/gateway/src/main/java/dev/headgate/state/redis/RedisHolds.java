package dev.headgate.state.redis;

import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The limits and holds of one plugin: at the server, or in this gateway's own share while that cannot be used. A hold is
 * settled where it is; what could not be told to the server is told later, and once.
 */
final class RedisHolds {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 256;

    private final RedisLink link;
    private final SharedHolds shared;
    private final Supplier<OwnShare> own;
    private final OpenHolds open;
    private final Known known;
    private final Unsettled unsettled;
    private final Clock clock;
    private final Map<String, Own> owned = new ConcurrentHashMap<>();
    private final Set<Made> unmade = Collections.newSetFromMap(new IdentityHashMap<>());
    /** From when the server is used again until it knows all that happened meanwhile. */
    private volatile boolean catchingUp;

    /** A hold in this gateway's share. */
    private record Own(Hold hold, OwnShare share, long until) {}

    /** A hold that was taken or spent without the server, and is to be made there; with what it came to, if it is over. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Made(Hold hold, Optional<long[]> spent) {}

    /**
     * @param own this gateway's share in the outage of now
     * @param dropped counts ends of holds that could not be kept for the server
     */
    RedisHolds(
            RedisLink link,
            SharedHolds shared,
            Supplier<OwnShare> own,
            OpenHolds open,
            Known known,
            Clock clock,
            LongAdder dropped) {
        this.link = link;
        this.shared = shared;
        this.own = own;
        this.open = open;
        this.known = known;
        this.clock = clock;
        this.unsettled = new Unsettled(clock, dropped);
    }

    Future<Held> hold(Hold hold) {
        if (!link.up()) {
            return here(hold);
        }
        return shared.hold(hold, false).transform(answer -> {
            if (answer.succeeded()) {
                known.learn(hold, answer.result());
                if (answer.result().granted()) {
                    open.add(hold);
                }
                return Future.succeededFuture(answer.result());
            }
            if (!(answer.cause() instanceof Unreachable why)) {
                return Future.failedFuture(answer.cause());
            }
            if (why.sent()) {
                unsettled.takeBack(hold);
            }
            return here(hold);
        });
    }

    private Future<Held> here(Hold hold) {
        OwnShare share = own.get();
        return share.hold(hold).onSuccess(held -> {
            if (held.granted()) {
                owned.put(hold.id(), new Own(hold, share, until(hold)));
            }
        });
    }

    private long until(Hold hold) {
        return clock.nanos() + hold.lease().toNanos();
    }

    Future<Boolean> settle(Hold hold, long... spent) {
        Own here = owned.remove(hold.id());
        if (here != null) {
            return here.share.settle(hold, spent);
        }
        boolean mine = open.remove(hold);
        if (!link.up() || catchingUp) {
            if (mine || catchingUp) {
                unsettled.settle(hold, spent);
            }
            return Future.succeededFuture(mine);
        }
        return shared.settle(hold, spent).recover(e -> {
            unsettled.settle(hold, spent);
            return Future.succeededFuture(mine);
        });
    }

    Future<Boolean> renew(Hold hold) {
        Own here = owned.get(hold.id());
        if (here != null) {
            owned.replace(hold.id(), here, new Own(hold, here.share, until(hold)));
            return here.share.renew(hold);
        }
        boolean mine = open.has(hold);
        if (!link.up() || catchingUp) {
            if (mine) {
                open.add(hold);
            }
            return Future.succeededFuture(mine);
        }
        return shared.renew(hold)
                .onSuccess(lasts -> {
                    if (lasts && open.has(hold)) {
                        open.add(hold);
                    }
                })
                .recover(e -> Future.succeededFuture(mine));
    }

    Future<List<Left>> look(List<Limit> limits) {
        return link.up()
                ? shared.look(limits).recover(e -> own.get().look(limits))
                : own.get().look(limits);
    }

    /** The server will be used from the next moment on. */
    void rising() {
        catchingUp = true;
    }

    /**
     * Tells the server what happened without it.
     *
     * @param share what this gateway had for its own, if it used it
     * @param lost whether the server has lost what it knew before
     */
    synchronized void catchUp(Optional<OwnShare> share, boolean lost, int replicas) {
        if (lost) {
            open.all().forEach(h -> unmade.add(new Made(h, Optional.empty())));
        }
        owned.forEach((id, own) -> {
            open.add(own.hold);
            if (!owned.remove(id, own)) {
                open.remove(own.hold); // settled in this moment, where it was
            } else if (own.share
                    .settle(own.hold, new long[own.hold.claims().size()])
                    .result()) {
                unsettled.forget(own.hold);
                unmade.add(new Made(own.hold, Optional.empty()));
            } else {
                open.remove(own.hold); // its lease has run out
            }
        });
        var spent = new HashMap<Limit, Long>();
        share.ifPresent(s -> spent.putAll(s.spent(lost)));
        if (lost) {
            known.all().forEach((key, level) -> {
                long part = Math.ceilDiv(known.used(level.limit()), replicas);
                if (part > 0 && share.filter(s -> s.touched(key)).isEmpty()) {
                    spent.put(level.limit(), part);
                }
            });
        }
        spend(spent);
        make();
    }

    private void spend(Map<Limit, Long> spent) {
        var claims = new ArrayList<Claim>();
        var amounts = new ArrayList<Long>();
        spent.forEach((limit, amount) -> {
            claims.add(new Claim(limit, 0));
            amounts.add(amount);
            if (claims.size() == Hold.MAX_CLAIMS) {
                spend(claims, amounts);
            }
        });
        spend(claims, amounts);
    }

    /** A hold of nothing that comes to something: made once and settled once, however often it is told. */
    private void spend(List<Claim> claims, List<Long> amounts) {
        if (!claims.isEmpty()) {
            var hold = new Hold(UUID.randomUUID().toString(), claims, LEASE);
            unmade.add(new Made(
                    hold, Optional.of(amounts.stream().mapToLong(a -> a).toArray())));
            claims.clear();
            amounts.clear();
        }
    }

    /** Makes some at a time, until none is left or one cannot be made. */
    private synchronized void make() {
        List<Future<Void>> some = unmade.stream().limit(AT_ONCE).map(this::made).toList();
        Future.join(some).onComplete(done -> {
            if (done.succeeded() && !some.isEmpty()) {
                make();
            } else if (link.up()) {
                catchingUp = false;
                tell();
            }
        });
    }

    private Future<Void> made(Made made) {
        return shared.hold(made.hold, true)
                .compose(
                        held -> made.spent.map(s -> shared.settle(made.hold, s)).orElse(Future.succeededFuture(true)))
                .recover(e -> e instanceof Unreachable ? Future.failedFuture(e) : Future.succeededFuture(false))
                .map(done -> {
                    synchronized (this) {
                        unmade.remove(made);
                    }
                    return null;
                });
    }

    /** Tells the server what it is still to be told. Called every second. */
    void tell() {
        if (!owned.isEmpty()) {
            long now = clock.nanos();
            owned.values().removeIf(o -> now - o.until > 0);
        }
        open.sweep();
        if (link.up() && !catchingUp) {
            unsettled.tell(shared::settle);
        }
    }

    /** Ends of holds that the server does not know of yet. */
    int waiting() {
        return unsettled.size();
    }
}
