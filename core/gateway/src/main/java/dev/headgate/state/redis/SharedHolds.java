package dev.headgate.state.redis;

import static dev.headgate.state.redis.Script.argument;
import static dev.headgate.state.redis.Script.number;

import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The limits and holds of one plugin at the server: one call and one answer for each step. */
final class SharedHolds {
    /** How many holds may be open, of all gateways together. */
    static final int MOST_HOLDS = 250_000;

    private static final Script HOLD = Script.of("level", "hold");
    private static final Script SETTLE = Script.of("level", "settle");
    private static final Script RENEW = Script.of("level", "renew");
    private static final Script LOOK = Script.of("level", "look");
    private static final long ELSEWHEN = -1;
    private static final long FULL = -2;
    private static final int FIGURES = 3;

    private final RedisLink link;
    private final Beats beats;
    private final String prefix;

    /** Reads the scripts, which is done once, and by whoever is first: not to be left to an event loop. */
    static void read() {
        // done when the class is initialised
    }

    /**
     * @param prefix begins all keys of this plugin; its hash tag puts them into one slot
     */
    SharedHolds(RedisLink link, Beats beats, String prefix) {
        this.link = link;
        this.beats = beats;
        this.prefix = prefix;
    }

    /**
     * @param forced whether to take also what does not fit, because it has been taken already
     */
    Future<Held> hold(Hold hold, boolean forced) {
        List<Limit> limits = limits(hold);
        var arguments = begun(4 + 7 * limits.size());
        arguments.add(argument(hold.id()));
        arguments.add(argument(hold.lease().toMillis()));
        arguments.add(argument(forced ? 1 : 0));
        arguments.add(argument(MOST_HOLDS));
        hold.claims().forEach(c -> figures(arguments, c.limit(), c.amount()));
        return step(HOLD, limits, arguments).compose(answer -> {
            if (number(answer, 0) == FULL) {
                return Future.failedFuture(new IllegalStateException("no room: " + MOST_HOLDS + " holds are open"));
            }
            int refused = (int) number(answer, 2);
            long wait = number(answer, 3);
            return Future.succeededFuture(new Held(
                    refused < 0 ? OptionalInt.empty() : OptionalInt.of(refused),
                    refused < 0 || wait < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(wait)),
                    left(limits, answer, 4),
                    new Sharing(Sharing.Mode.SHARED, beats.replicas())));
        });
    }

    Future<Boolean> settle(Hold hold, long... spent) {
        var arguments = begun(1 + spent.length);
        arguments.add(argument(hold.id()));
        for (long amount : spent) {
            arguments.add(argument(Math.min(amount, Limit.MAX_AMOUNT)));
        }
        return step(SETTLE, limits(hold), arguments).map(answer -> number(answer, 0) == 1);
    }

    Future<Boolean> renew(Hold hold) {
        var arguments = begun(2);
        arguments.add(argument(hold.id()));
        arguments.add(argument(hold.lease().toMillis()));
        return step(RENEW, limits(hold), arguments).map(answer -> number(answer, 0) == 1);
    }

    Future<List<Left>> look(List<Limit> limits) {
        var arguments = begun(7 * limits.size());
        limits.forEach(l -> figures(arguments, l, 0));
        return step(LOOK, limits, arguments).map(answer -> left(limits, answer, 2));
    }

    private Future<List<Object>> step(Script script, List<Limit> limits, List<byte[]> arguments) {
        var keys = new String[2 + limits.size()];
        keys[0] = prefix + "leases";
        keys[1] = prefix + "holds";
        for (int i = 0; i < limits.size(); i++) {
            keys[2 + i] = prefix + "level:" + limits.get(i).key();
        }
        byte[][] all = arguments.toArray(byte[][]::new);
        return link.call(c -> script.run(c, keys, all)).compose(answer -> {
            if (number(answer, 0) == ELSEWHEN) {
                var why = new Unreachable("its clock was set, or a call was late", false);
                link.lost(why);
                return Future.failedFuture(why);
            }
            return Future.succeededFuture(answer);
        });
    }

    private List<byte[]> begun(int further) {
        var arguments = new ArrayList<byte[]>(3 + further);
        for (byte[] part : beats.now()) {
            arguments.add(part);
        }
        return arguments;
    }

    private static List<Limit> limits(Hold hold) {
        return hold.claims().stream().map(Claim::limit).toList();
    }

    private static void figures(List<byte[]> to, Limit limit, long amount) {
        switch (limit) {
            case Limit.Bucket b -> figures(to, 0, amount, b.capacity(), b.parts(), b.drain(), 0, 0);
            case Limit.Window w ->
                figures(
                        to,
                        1,
                        amount,
                        w.capacity(),
                        1,
                        0,
                        w.start().toEpochMilli(),
                        w.end().toEpochMilli());
            case Limit.Concurrency c -> figures(to, 2, amount, c.capacity(), 1, 0, 0, 0);
        }
    }

    private static void figures(List<byte[]> to, long... figures) {
        for (long figure : figures) {
            to.add(argument(figure));
        }
    }

    private static List<Left> left(List<Limit> limits, List<Object> answer, int from) {
        long now = number(answer, 1);
        var left = new ArrayList<Left>(limits.size());
        for (int i = 0; i < limits.size(); i++) {
            int at = from + FIGURES * i;
            long used = number(answer, at);
            long parts = number(answer, at + 1);
            long end = number(answer, at + 2);
            Limit limit = limits.get(i);
            left.add(new Left(
                    Math.ceilDiv(used, parts),
                    Math.max(0, limit.capacity() * parts - used) / parts,
                    switch (limit) {
                        case Limit.Bucket b -> Duration.ofMillis(Math.ceilDiv(used, b.drain()));
                        case Limit.Window w -> Duration.ofMillis(Math.max(0, end - now));
                        case Limit.Concurrency c -> Duration.ZERO;
                    }));
        }
        return left;
    }
}
