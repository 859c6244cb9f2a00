package dev.headgate.plugin.responsecache;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The stores in use, one for each size. Filters of the same size share one, also those of the next configuration, so that
 * a reload loses nothing. Safe to share between threads.
 */
final class Stores {
    private final Map<Long, Used> all = new HashMap<>();

    private static final class Used {
        final Store store;
        int users;

        Used(Store store) {
            this.store = store;
        }
    }

    /** The store of this size. To be given back. */
    synchronized Store take(long size, Supplier<Store> made) {
        Used used = all.computeIfAbsent(size, s -> new Used(made.get()));
        used.users++;
        return used.store;
    }

    /** Gives it back; what nobody uses any more is emptied. */
    synchronized void giveBack(long size) {
        Used used = all.get(size);
        if (used != null && --used.users == 0) {
            all.remove(size);
            used.store.clear();
        }
    }
}
