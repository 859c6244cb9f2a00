package dev.headgate.dialect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headgate.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What providers want to see again in the next turn and most clients drop, such as the signatures of thoughts: kept for
 * a bounded time and within a bounded space, for each caller apart. Safe to share between threads.
 */
public final class Keepsakes {
    private static final Duration TIME = Duration.ofHours(1);
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_BYTES_OF_ONE = 1 << 20;
    private static final int OVERHEAD = 160;

    private final Clock clock;
    private volatile @Nullable Cache<Key, byte[]> cache;

    /** What it is that is kept: with the same call other providers want something else. */
    public enum Kind {
        /** Blocks of thought in Anthropic's form, a list. */
        THOUGHTS,
        /** A thought's signature of Gemini's, a string. */
        SIGNATURE,
        /** Reasoning in words, a string. */
        REASONING,
        /** OpenRouter's {@code reasoning_details}, a list. */
        REASONING_DETAILS
    }

    private record Key(String team, String key, Kind kind, String id) {}

    /** One caller's part. */
    public final class Drawer {
        private final String team;
        private final String key;

        private Drawer(String team, String key) {
            this.team = team;
            this.key = key;
        }

        /** Keeps something under an id that the caller will name; what is too large is not kept. */
        public void keep(Kind kind, String id, byte[] what) {
            if (what.length <= MOST_BYTES_OF_ONE) {
                cache().put(new Key(team, key, kind, id), what);
            }
        }

        /** What of this kind was kept under this id, if it still is there; not to be changed. */
        public Optional<byte[]> find(Kind kind, String id) {
            Cache<Key, byte[]> kept = cache;
            return kept == null
                    ? Optional.empty()
                    : Optional.ofNullable(kept.getIfPresent(new Key(team, key, kind, id)));
        }
    }

    public Keepsakes(Clock clock) {
        this.clock = clock;
    }

    /** The part of the caller with this key of this team. */
    public Drawer of(String team, String key) {
        return new Drawer(team, key);
    }

    /** Made when something is kept for the first time: most gateways start without ever needing it. */
    private Cache<Key, byte[]> cache() {
        Cache<Key, byte[]> known = cache;
        if (known == null) {
            synchronized (this) {
                known = cache;
                if (known == null) {
                    known = Caffeine.newBuilder()
                            .maximumWeight(MOST_BYTES)
                            .weigher((Key k, byte[] v) ->
                                    v.length + 2 * (k.team().length() + k.key().length() + k.id().length()) + OVERHEAD)
                            .expireAfterAccess(TIME)
                            .ticker(clock::nanos)
                            .executor(Runnable::run)
                            .build();
                    cache = known;
                }
            }
        }
        return known;
    }
}
