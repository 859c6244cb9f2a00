package dev.headgate.api;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Counters and values of one plugin, shared by all its filters in all configurations. They are kept for a time, and may
 * be lost earlier: when the gateway ends, or when there are more than it has room for, which its metrics say. Keys and
 * values of other plugins cannot be reached.
 *
 * <p>Safe to use from any thread. The futures complete on the event loop of the call, if it came from one. They fail with
 * an {@link IllegalArgumentException} for a key or value that is too large, and for a time that is not positive.
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
}
