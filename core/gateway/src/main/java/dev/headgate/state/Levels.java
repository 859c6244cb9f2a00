package dev.headgate.state;

import dev.headgate.api.quota.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The levels of limits by their keys, so many and no more. For each new one, two are looked at before the next step and
 * dropped when they are no different from empty ones; no other is ever dropped. Not safe for use by several threads at once.
 */
final class Levels {
    private static final int LOOKS_WHEN_FULL = 1000;

    private final int most;
    private final Map<String, Entry> byKey = new HashMap<>();
    private final List<Entry> all = new ArrayList<>();
    private int hand;
    private int made;

    private static final class Entry {
        final String key;
        final Level level;

        Entry(String key, Level level) {
            this.key = key;
            this.level = level;
        }
    }

    Levels(int most) {
        this.most = most;
    }

    int size() {
        return all.size();
    }

    /** The level under this key, made when there is none; null when there is no room for one. */
    @Nullable
    Level of(String key, long now) {
        Entry known = byKey.get(key);
        return known == null ? make(key, now) : known.level;
    }

    private @Nullable Level make(String key, long now) {
        if (all.size() >= most) {
            return null;
        }
        var level = new Level(now);
        put(key, level);
        made++;
        return level;
    }

    /** Puts one that was kept. */
    void put(String key, Level level) {
        var entry = new Entry(key, level);
        byKey.put(key, entry);
        all.add(entry);
    }

    void forEach(BiConsumer<String, Level> action) {
        all.forEach(e -> action.accept(e.key, e.level));
    }

    /** Makes room. Not to be called in the middle of a step, whose levels may be empty still. */
    void tidy(long now) {
        int looks = all.size() >= most ? Math.min(most, LOOKS_WHEN_FULL) : 2 * made;
        made = 0;
        for (int i = 0; i < looks && !all.isEmpty(); i++) {
            hand = hand >= all.size() ? 0 : hand;
            Entry entry = all.get(hand);
            if (entry.level.idle(now)) {
                byKey.remove(entry.key);
                Entry last = all.removeLast();
                if (last != entry) {
                    all.set(hand, last);
                }
            } else {
                hand++;
            }
        }
    }
}
