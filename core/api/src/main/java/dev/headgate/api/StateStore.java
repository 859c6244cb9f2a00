package dev.headgate.api;

import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Counters, values and the levels of limits of one plugin, shared by all its filters in all configurations. Keys of other
 * plugins cannot be reached.
 *
 * <p>Counters and values are kept for a time, and may be lost earlier: when the gateway ends, or when there are more than
 * it has room for, which its metrics say. Levels of limits are never lost while they differ from empty ones, nor are
 * holds that are open: when there is no room for another, it is the new hold that fails, with an
 * {@link IllegalStateException}. Levels of {@linkplain Limit#lasting() lasting} limits outlive the gateway, to within the
 * last second before a kill; what was held then is taken to have been spent.
 *
 * <p>Safe to use from any thread. The futures complete on the event loop of the call, if it came from one. They fail with
 * an {@link IllegalArgumentException} for a key or value that is too large, and for a time that is not positive.
 *
 * <p>Several gateways may share a store. While it cannot be reached, counters and values may be those of this gateway
 * alone; limits are, each with this gateway's share of it, and no call of those below waits for longer than 50 ms.
 */
public interface StateStore {
    /** The longest key, in characters. */
    int MAX_KEY = 512;

    /** The largest value, in bytes. */
    int MAX_VALUE = 1 << 20;

    /** The value put last under this key, if its time has not run out. */
    Future<Optional<byte[]>> get(String key);

    /** Puts a value for this long, in the place of one that is there. The array is given away. */
    Future<Void> put(String key, byte[] value, Duration timeToLive);

    /** Removes a value, or a counter. */
    Future<Void> remove(String key);

    /**
     * Adds to a counter, in one step that no other comes between. The first addition makes the counter and sets its time;
     * once that has run out it begins anew. Values and counters do not meet, even under one key.
     *
     * @param amount may be 0 to look, or negative
     * @return what the counter stands at now
     */
    Future<Long> add(String key, long amount, Duration timeToLive);

    /**
     * Takes what a hold claims, of all its limits or of none, in one step that no other comes between. A hold whose id is
     * open already is granted again without being taken again, so that a call whose answer was lost may be repeated.
     *
     * <p>The amounts of a hold that is granted count as used from now on. No limit that was asked ever has more spent and
     * held than its capacity, but for what holds were settled with beyond their claims.
     */
    Future<Held> hold(Hold hold);

    /**
     * Ends a hold with what it came to. What was claimed and not spent is free at once; what was spent beyond the claim
     * is owed, and keeps others out until it has drained or its window is over. A concurrency is just free again.
     *
     * @param spent an amount for each claim, in their order; more than {@link Limit#MAX_AMOUNT} counts as that
     * @return whether this call has ended it; false, and without any effect, when it was ended before or its lease has
     *     run out
     */
    Future<Boolean> settle(Hold hold, long... spent);

    /** Ends a hold of which nothing was spent, as if it had never been. Otherwise as {@link #settle}. */
    default Future<Boolean> release(Hold hold) {
        return settle(hold, new long[hold.claims().size()]);
    }

    /**
     * Lets an open hold last for another lease from now on.
     *
     * @return false when it is not open any more
     */
    Future<Boolean> renew(Hold hold);

    /** How these limits stand, in their order. Takes nothing. */
    Future<List<Left>> look(List<Limit> limits);

    /** Among whom limits are held at this moment. */
    Sharing sharing();
}
