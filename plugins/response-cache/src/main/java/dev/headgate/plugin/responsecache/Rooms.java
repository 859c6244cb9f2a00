package dev.headgate.plugin.responsecache;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which entries have questions that may be compared. As many at most as there are entries, and in each room as many as is
 * said. Safe to share between threads.
 */
final class Rooms {
    private final ConcurrentMap<Key, LinkedHashSet<Key>> all = new ConcurrentHashMap<>();

    /**
     * Puts an entry's question into its room.
     *
     * @param most how many may be there; the one that has been there longest leaves for it
     */
    void enter(Key room, Key entry, int most) {
        all.compute(room, (r, there) -> {
            LinkedHashSet<Key> in = there == null ? new LinkedHashSet<>() : there;
            in.remove(entry);
            while (in.size() >= most) {
                in.removeFirst();
            }
            in.add(entry);
            return in;
        });
    }

    void leave(Key room, Key entry) {
        all.computeIfPresent(room, (r, in) -> {
            in.remove(entry);
            return in.isEmpty() ? null : in;
        });
    }

    /** Those in this room now, the latest first. */
    List<Key> in(Key room) {
        var there = new ArrayList<Key>();
        all.computeIfPresent(room, (r, in) -> {
            there.addAll(in.reversed());
            return in;
        });
        return there;
    }

    /** How many are in this room now. */
    int population(Key room) {
        LinkedHashSet<Key> in = all.get(room);
        return in == null ? 0 : in.size();
    }
}
