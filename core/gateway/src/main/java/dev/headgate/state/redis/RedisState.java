package dev.headgate.state.redis;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Sharing;
import dev.headgate.config.Redis;
import dev.headgate.state.LocalState;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of all plugins in a Redis that several gateways share. While that is slow or gone, no call waits: each
 * gateway keeps what it must in its own process, with its share of every limit, and tells the server afterwards. Safe to
 * use from any thread.
 */
public final class RedisState {
    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);

    private final Redis config;
    private final Clock clock;
    private final RedisLink link;
    private final Beats beats;
    private final Map<String, Plugin> plugins = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
    private final LongAdder outages = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final String where;
    private volatile String told = "";
    private String begun = "";

    private record Plugin(RedisStore store, RedisHolds holds) {}

    /** Begins with {@link #open}. */
    public RedisState(Vertx vertx, Redis config, Clock clock) {
        this(vertx, config, clock, () -> -1);
    }

    /**
     * @param given a test's time for the server, or -1
     */
    RedisState(Vertx vertx, Redis config, Clock clock, LongSupplier given) {
        SharedHolds.read();
        RedisStore.read();
        this.config = config;
        this.clock = clock;
        this.where = config.addresses().stream().map(Object::toString).collect(Collectors.joining(", "));
        this.beats = new Beats(slot() + "gateways", slot() + "clock", config.replicas(), clock, given);
        this.link = new RedisLink(vertx, new Connector(config), config.timeLimit(), new RedisLink.Guard() {
            @Override
            public Future<Void> beat(Connection c, long limit) {
                return beats.beat(link(), c, limit)
                        .onSuccess(v -> plugins.values().forEach(p -> p.holds.tell()));
            }

            @Override
            public void rising() {
                plugins.values().forEach(p -> p.holds.rising());
            }

            @Override
            public void up() {
                back();
            }

            @Override
            public void down(String why) {
                gone(why);
            }
        });
    }

    private RedisLink link() {
        return link;
    }

    /** Begins of the keys that steps on limits go to; the hash tag puts them all into one slot of a cluster. */
    private String slot() {
        return config.prefix() + ":{" + config.prefix() + "}:";
    }

    /** Begins to use the server. The future completes as soon as that works, or does not at the first try. */
    public Future<Void> open() {
        return link.open();
    }

    /** What one plugin is lent. */
    public StateStore of(String plugin) {
        return plugins.computeIfAbsent(plugin, this::make).store;
    }

    private Plugin make(String plugin) {
        var open = new OpenHolds(clock);
        var known = new Known(clock);
        var holds = new RedisHolds(
                link,
                new SharedHolds(link, beats, slot() + plugin + ":"),
                () -> outage().share(plugin, o -> new OwnShare(o.store(plugin), o.replicas(), known, open, clock)),
                open,
                known,
                clock,
                dropped);
        return new Plugin(
                new RedisStore(link, config.prefix(), plugin, () -> outage().store(plugin), this::sharing, holds),
                holds);
    }

    private Outage outage() {
        while (true) {
            Outage known = outage.get();
            if (known != null) {
                return known;
            }
            outage.compareAndSet(null, new Outage(new LocalState(clock), beats.replicas()));
        }
    }

    private Sharing sharing() {
        return new Sharing(link.up() ? Sharing.Mode.SHARED : Sharing.Mode.LOCAL_SHARE, beats.replicas());
    }

    /** Whether the server cannot be used, so that each gateway holds its share. */
    public boolean local() {
        return !link.up();
    }

    /** Why the server cannot be used; empty while it can. */
    String why() {
        return told;
    }

    /** How many gateways there are, this one included, as far as is known. */
    public int replicas() {
        return beats.replicas();
    }

    /** How often the server could be used no more. */
    public long outages() {
        return outages.sum();
    }

    /** Ends of holds that the server is still to be told. */
    public long waiting() {
        return plugins.values().stream().mapToLong(p -> p.holds.waiting()).sum();
    }

    /** Ends of holds that the server was never told, for want of room; those holds count as spent. */
    public long dropped() {
        return dropped.sum();
    }

    /** Called at the link's home. */
    private void gone(String why) {
        beats.raise();
        if (told.isEmpty()) {
            outages.increment();
        }
        if (!told.equals(why)) {
            LOG.warn(
                    "state: {} cannot be used, {}; this gateway holds 1/{} of every limit until it can",
                    where,
                    why,
                    beats.replicas());
            told = why;
        }
    }

    private void back() {
        boolean lost = !begun.isEmpty() && !begun.equals(beats.begun());
        begun = beats.begun();
        LOG.info(
                "state: {} is used by {} gateway{}{}",
                where,
                beats.replicas(),
                beats.replicas() == 1 ? "" : "s",
                lost ? "; it has lost what it knew, which is made good as far as it is known here" : "");
        told = "";
        Optional<Outage> over = Optional.ofNullable(outage.getAndSet(null));
        plugins.forEach((name, p) -> p.holds.catchUp(over.flatMap(o -> o.share(name)), lost, beats.replicas()));
    }

    /** Ends it, once the server has answered all that it was told. */
    public Future<Void> close() {
        return beats.leave(link).otherwiseEmpty().eventually(link::close);
    }
}
