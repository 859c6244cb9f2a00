package dev.headgate.upstream.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The models that rest, each for itself. Looking costs next to nothing while none does. A caller may invent names, so
 * that only so many are remembered.
 */
final class Rests {
    static final int MOST = 1000;

    private final Rest.Pace pace;
    private final Map<String, Rest> byModel = new ConcurrentHashMap<>();

    Rests(Rest.Pace pace) {
        this.pace = pace;
    }

    /** The latest rest, over or not. */
    @Nullable
    Rest of(String model) {
        return byModel.isEmpty() ? null : byModel.get(model);
    }

    /** The rest that begins because a call that had begun at {@code asked} was refused; none where one goes on. */
    synchronized @Nullable Rest refused(String model, long asked, long now) {
        Rest last = byModel.get(model);
        Rest next = last == null ? Rest.first(pace, now) : last.again(pace, asked, now);
        keep(model, next, now);
        return next.equals(last) ? null : next;
    }

    /** Rests as long as the provider says. */
    synchronized void stated(String model, Duration wait, long now) {
        Rest last = byModel.get(model);
        keep(model, last == null ? Rest.stated(wait, now) : last.extended(wait, now), now);
    }

    /** A call begun at {@code asked} went well. */
    void lift(String model, long asked) {
        Rest last = of(model);
        if (last != null && last.liftedBy(asked)) {
            byModel.remove(model, last);
        }
    }

    int size() {
        return byModel.size();
    }

    private void keep(String model, Rest rest, long now) {
        if (byModel.size() >= MOST && !byModel.containsKey(model)) {
            makeRoom(now);
        }
        byModel.put(model, rest);
    }

    private void makeRoom(long now) {
        byModel.values().removeIf(rest -> rest.over(now));
        if (byModel.size() >= MOST) {
            byModel.entrySet().stream()
                    .min((a, b) ->
                            Long.signum(a.getValue().until() - b.getValue().until()))
                    .ifPresent(soonest -> byModel.remove(soonest.getKey()));
        }
    }
}
