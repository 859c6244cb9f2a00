package dev.headgate.state.redis;

import static dev.headgate.state.redis.Script.argument;
import static dev.headgate.state.redis.Script.number;

import dev.headgate.time.Clock;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What gateways learn by saying that they are there: how many they are, and what time it is at the server. All steps go
 * by that time; when the server's clock is set, the first gateway to see it has that evened out, so that no bucket drains
 * and no lease ends by it.
 */
final class Beats {
    /** How long a gateway counts as there after it was heard of last. */
    static final long THERE = 5_000;

    /** A difference that is no delay of the network. */
    private static final long STEP = 500;

    private static final Script BEAT = Script.of("beat");
    private static final Script SHIFT = Script.of("shift");

    private final String id = UUID.randomUUID().toString();
    private final String gateways;
    private final String clockKey;
    private final Clock clock;
    private final LongSupplier given;
    private volatile int replicas;
    private volatile @Nullable Seen seen;
    private long raisedUntil;

    /**
     * What the last beat has told.
     *
     * @param server the server's time in milliseconds
     * @param nanos when that was
     * @param offset what has to be added to it because it was set
     * @param times how often that was
     * @param begun when the data was begun; another after it was lost
     */
    record Seen(long server, long nanos, long offset, long times, String begun) {
        private long even() {
            return server + offset;
        }
    }

    /**
     * @param replicas how many there are as long as nobody has been counted
     * @param given a test's time for the server, or -1
     */
    Beats(String gateways, String clockKey, int replicas, Clock clock, LongSupplier given) {
        this.gateways = gateways;
        this.clockKey = clockKey;
        this.replicas = replicas;
        this.clock = clock;
        this.given = given;
        raise();
    }

    /** How many gateways there are, this one included, as last counted. */
    int replicas() {
        return replicas;
    }

    /** When the data was begun; empty before it is known. */
    String begun() {
        Seen s = seen;
        return s == null ? "" : s.begun;
    }

    /** The time that a step which is sent now begins with: a test's, the server's as far as is known, what to add. */
    byte[][] now() {
        Seen s = seen;
        long sent = s == null ? 0 : s.server + TimeUnit.NANOSECONDS.toMillis(clock.nanos() - s.nanos);
        return new byte[][] {argument(given.getAsLong()), argument(sent), argument(s == null ? 0 : s.offset)};
    }

    /**
     * Not to count fewer gateways for a while: after an outage or a loss of data the others have to be heard of first.
     * Called at the link's home.
     */
    void raise() {
        raisedUntil = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(THERE);
    }

    Future<Void> beat(RedisLink link, Connection c, long within) {
        long sent = clock.nanos();
        return link.ask(
                        c,
                        within,
                        x -> BEAT.run(
                                x,
                                new String[] {gateways, clockKey},
                                argument(given.getAsLong()),
                                argument(id),
                                argument(THERE),
                                argument(UUID.randomUUID().toString())))
                .compose(answer -> told(link, c, within, answer, sent, clock.nanos()));
    }

    private Future<Void> told(
            RedisLink link, Connection c, long within, List<Object> answer, long sent, long received) {
        int counted = Math.clamp(number(answer, 0), 1, 10_000);
        replicas = received < raisedUntil ? Math.max(replicas, counted) : counted;
        var now = new Seen(
                number(answer, 1),
                sent + (received - sent) / 2,
                number(answer, 2),
                number(answer, 3),
                new String((byte[]) answer.get(4), java.nio.charset.StandardCharsets.UTF_8));
        Seen before = seen;
        if (before == null || !before.begun.equals(now.begun)) {
            seen = now;
            return Future.succeededFuture();
        }
        if (received - sent > TimeUnit.MILLISECONDS.toNanos(STEP)) {
            return Future.succeededFuture(); // what took so long says little of the time
        }
        seen = now;
        long step = now.even() - before.even() - TimeUnit.NANOSECONDS.toMillis(now.nanos - before.nanos);
        return Math.abs(step) < STEP ? Future.succeededFuture() : evened(link, c, within, now, step);
    }

    private Future<Void> evened(RedisLink link, Connection c, long within, Seen now, long step) {
        return link.ask(c, within, x -> SHIFT.run(x, new String[] {clockKey}, argument(now.times), argument(step)))
                .map(first -> {
                    if (number(first, 0) == 1) {
                        seen = new Seen(now.server, now.nanos, now.offset - step, now.times + 1, now.begun);
                    }
                    return null;
                });
    }

    /** Says that this gateway is there no more. */
    Future<Void> leave(RedisLink link) {
        return link.call(c -> c.commands().zrem(gateways, argument(id))).mapEmpty();
    }
}
