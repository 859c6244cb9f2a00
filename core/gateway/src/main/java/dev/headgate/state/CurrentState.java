package dev.headgate.state;

import dev.headgate.api.FilterContext;
import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state that plugins are lent, wherever the configuration in place has it: in this process, or in a store that
 * gateways share. What a filter is lent stays where it was when it was first used, so that a hold is settled where it was
 * made, however the configuration changes meanwhile. Safe to use from any thread.
 */
public final class CurrentState {
    private final LocalState local;
    private volatile Function<String, StateStore> where;

    /** One that is in this process, until told otherwise. */
    public CurrentState(LocalState local) {
        this.local = local;
        this.where = this::here;
    }

    private StateStore here(String plugin) {
        return local.of(plugin).state();
    }

    /** What the filters of one plugin are lent. */
    public FilterContext of(String plugin) {
        InstantSource clock = local.of(plugin).clock();
        var lent = new Lent(plugin);
        return new FilterContext() {
            @Override
            public StateStore state() {
                return lent;
            }

            @Override
            public InstantSource clock() {
                return clock;
            }
        };
    }

    /** What is first used from now on is there, by the plugin's name; in this process when empty. */
    public void use(Optional<Function<String, StateStore>> shared) {
        where = shared.orElse(this::here);
    }

    private final class Lent implements StateStore {
        private final String plugin;
        private volatile @Nullable StateStore bound;

        Lent(String plugin) {
            this.plugin = plugin;
        }

        private StateStore store() {
            StateStore known = bound;
            return known == null ? bind() : known;
        }

        private synchronized StateStore bind() {
            StateStore known = bound;
            if (known == null) {
                known = where.apply(plugin);
                bound = known;
            }
            return known;
        }

        @Override
        public Future<Optional<byte[]>> get(String key) {
            return store().get(key);
        }

        @Override
        public Future<Void> put(String key, byte[] value, Duration timeToLive) {
            return store().put(key, value, timeToLive);
        }

        @Override
        public Future<Void> remove(String key) {
            return store().remove(key);
        }

        @Override
        public Future<Long> add(String key, long amount, Duration timeToLive) {
            return store().add(key, amount, timeToLive);
        }

        @Override
        public Future<Held> hold(Hold hold) {
            return store().hold(hold);
        }

        @Override
        public Future<Boolean> settle(Hold hold, long... spent) {
            return store().settle(hold, spent);
        }

        @Override
        public Future<Boolean> release(Hold hold) {
            return store().release(hold);
        }

        @Override
        public Future<Boolean> renew(Hold hold) {
            return store().renew(hold);
        }

        @Override
        public Future<List<Left>> look(List<Limit> limits) {
            return store().look(limits);
        }

        @Override
        public Sharing sharing() {
            return store().sharing();
        }
    }
}
