package dev.headgate.api.quota;

import java.time.Duration;

/**
 * How full one limit is: the arithmetic that every store follows, whatever it keeps it in. Amounts are counted in parts
 * ({@link Limit#parts()}), times in milliseconds since 1970. Not safe for use by several threads at once.
 *
 * <p>A bucket drains while holds are open, also what they hold: otherwise answers that take longer than its period would
 * keep a limit from ever being used up. But then a hold that turns out to have been too large must not be given back
 * whole, since part of it may have drained already. So a level counts three things: what is settled, what is held, and
 * how much of what is held has drained ahead of its settlement. The drain goes to what is settled first. A hold that is
 * settled with less gives back its rest but for what has drained ahead. By this no level is ever lower than it would be had
 * every hold been as large as it turned out, and what was spent over any time is at most the capacity and the drain.
 *
 * <p>In a window and in a concurrency nothing drains.
 */
public final class Level {
    private long parts = 1;
    private long drain;
    private long settled;
    private long held;
    private long ahead;
    private long at;
    private long end;
    private long length;

    /** An empty level at this time. */
    public Level(long now) {
        at = now;
    }

    /** A level as it was kept. What was held is spent: whoever held it is gone. */
    public static Level kept(long parts, long drain, long spent, long at, long end, long length) {
        var level = new Level(at);
        level.parts = Math.max(1, parts);
        level.drain = Math.max(0, drain);
        level.settled = Math.clamp(spent, 0, Limit.MAX_PARTS);
        level.end = end;
        level.length = length;
        return level;
    }

    /** The parts an amount of one is counted in. */
    public long parts() {
        return parts;
    }

    /** The parts that drain in a millisecond. */
    public long drain() {
        return drain;
    }

    /** The parts that are spent or held. */
    public long used() {
        return settled + held - ahead;
    }

    /** Up to when it has drained. */
    public long at() {
        return at;
    }

    /** The end of the window it counts in, 0 outside one. */
    public long end() {
        return end;
    }

    /** The length of that window. */
    public long length() {
        return length;
    }

    /** Brings it to this time under this limit. Comes before everything else that is asked of it. */
    public void bring(Limit limit, long now) {
        switch (limit) {
            case Limit.Bucket b -> {
                flow(now);
                count(b.parts());
                drain = b.drain();
            }
            case Limit.Window w -> roll(w);
            case Limit.Concurrency c -> {}
        }
    }

    private void flow(long now) {
        long passed = now - at;
        if (passed <= 0) {
            return;
        }
        at = now;
        long due = drain == 0 || passed <= Limit.MAX_PARTS / drain ? passed * drain : Limit.MAX_PARTS;
        long paid = Math.min(settled, due);
        settled -= paid;
        ahead = Math.min(held, ahead + (due - paid));
    }

    /** Counts in other parts, rounded up: a changed limit forgives nothing. */
    private void count(long wanted) {
        if (wanted != parts) {
            settled = converted(settled, wanted);
            held = converted(held, wanted);
            ahead = Math.min(held, ahead / parts * wanted);
            parts = wanted;
        }
    }

    private long converted(long value, long wanted) {
        long whole = Math.ceilDiv(value, parts);
        return whole > Limit.MAX_PARTS / wanted ? Limit.MAX_PARTS : whole * wanted;
    }

    private void roll(Limit.Window w) {
        long next = w.end().toEpochMilli();
        if (next <= end) {
            return; // also for one whose clock is a little behind
        }
        long start = w.start().toEpochMilli();
        boolean follows = end == start;
        settled = follows ? Math.max(0, settled + held - w.capacity()) : 0;
        held = 0;
        end = next;
        length = next - start;
    }

    /** Whether so much more fits. */
    public boolean admits(Limit limit, long amount) {
        long claimed = amount * parts;
        return amount == 0
                || (amount <= limit.capacity()
                        && used() + claimed <= limit.capacity() * parts
                        && held + claimed <= Limit.MAX_PARTS);
    }

    /** Holds so much more. What is in a window is settled with the {@link #end} that it had now. */
    public void take(long amount) {
        held += amount * parts;
    }

    /**
     * Ends a hold.
     *
     * @param amount what was held
     * @param spent what it came to
     * @param taken the window's end when it was taken. When another has begun since, it has nothing to do with that, but
     *     for what was spent beyond what was held
     */
    public void settle(Limit limit, long amount, long spent, long taken) {
        long paid = Math.min(spent, Limit.MAX_AMOUNT);
        if (taken != end) {
            settled = Math.min(Limit.MAX_PARTS, settled + Math.max(0, paid - amount));
            return;
        }
        long claimed = amount * parts;
        held = Math.max(0, held - claimed);
        if (limit instanceof Limit.Concurrency) {
            return;
        }
        long due = paid > Limit.MAX_PARTS / parts ? Limit.MAX_PARTS : paid * parts;
        settled = Math.min(Limit.MAX_PARTS, settled + due);
        ahead -= Math.min(ahead, Math.max(0, claimed - due));
        long over = Math.max(0, ahead - held);
        ahead -= over;
        settled = Math.max(0, settled - over);
    }

    /** How it stands. */
    public Left left(Limit limit, long now) {
        long used = used();
        return new Left(
                Math.ceilDiv(used, parts),
                Math.max(0, limit.capacity() * parts - used) / parts,
                switch (limit) {
                    case Limit.Bucket b -> Duration.ofMillis(Math.ceilDiv(used, drain));
                    case Limit.Window w -> Duration.ofMillis(Math.max(0, end - now));
                    case Limit.Concurrency c -> Duration.ZERO;
                });
    }

    /** How many milliseconds until so much fits if nothing else changes; -1 when it never does. */
    public long wait(Limit limit, long amount, long now) {
        if (amount > limit.capacity()) {
            return -1;
        }
        return switch (limit) {
            case Limit.Bucket b -> Math.max(0, Math.ceilDiv(used() + amount * parts - limit.capacity() * parts, drain));
            case Limit.Window w -> Math.max(0, end - now);
            case Limit.Concurrency c -> 0;
        };
    }

    /** Whether it is no different from an empty one, so that nothing is lost with it. */
    public boolean idle(long now) {
        if (used() == 0 && held == 0) {
            return true;
        }
        if (end > 0) {
            return now - end >= length;
        }
        return held == 0 && drain > 0 && now - at >= Math.ceilDiv(settled, drain);
    }
}
