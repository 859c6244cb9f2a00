package dev.headgate.state;

import dev.headgate.api.quota.Level;
import dev.headgate.api.quota.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The levels of limits by their keys, so many and no more. For each new one, two are looked at before the next step and
 * dropped when they are no different from empty ones; no other is ever dropped. Not safe for use by several threads at
 * once.
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
        boolean lasting;

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

    /** The level of this limit, made when there is none; null when there is no room for one. */
    @Nullable
    Level of(Limit limit, long now) {
        Entry known = byKey.get(limit.key());
        if (known == null) {
            if (all.size() >= most) {
                return null;
            }
            made++;
            known = put(limit.key(), new Level(now));
        }
        known.lasting = limit.lasting();
        return known.level;
    }

    private Entry put(String key, Level level) {
        var entry = new Entry(key, level);
        byKey.put(key, entry);
        all.add(entry);
        return entry;
    }

    /** Puts one of a lasting limit that was kept, unless there is no room. */
    void restore(String key, Level level) {
        if (all.size() < most && !byKey.containsKey(key)) {
            put(key, level).lasting = true;
        }
    }

    /** Those of lasting limits. */
    void forEachLasting(BiConsumer<String, Level> action) {
        for (Entry e : all) {
            if (e.lasting) {
                action.accept(e.key, e.level);
            }
        }
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
