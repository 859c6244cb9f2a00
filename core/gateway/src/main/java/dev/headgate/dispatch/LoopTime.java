package dev.headgate.dispatch;

import dev.headgate.time.Clock;

/**
 * The time that one filter keeps the event loop for itself, without what it calls and what follows it. A turn is what it
 * does before the loop is given back; {@link #enter} and {@link #leave} may be called whether it is running or not. Both
 * are told what the clock says, which whoever calls them has mostly just asked.
 */
final class LoopTime {
    private final Clock clock;
    private final boolean sampled;
    private boolean running;
    private long since;
    private long cpuSince;
    private long turn;
    private long cpu;

    /**
     * @param sampled whether processor time is taken too
     */
    LoopTime(Clock clock, boolean sampled) {
        this.clock = clock;
        this.sampled = sampled;
    }

    /** The filter goes on; true when it had not been running. */
    boolean enter(long now) {
        if (running) {
            return false;
        }
        running = true;
        since = now;
        cpuSince = sampled ? clock.cpu() : 0;
        return true;
    }

    /** Something else goes on; true when the filter had been running. */
    boolean leave(long now) {
        if (!running) {
            return false;
        }
        running = false;
        turn += now - since;
        if (sampled) {
            cpu += clock.cpu() - cpuSince;
        }
        return true;
    }

    boolean running() {
        return running;
    }

    /** The nanoseconds of the turn that has ended; the next begins at nothing. */
    long turn() {
        long taken = turn;
        turn = 0;
        return taken;
    }

    /** Processor time of all turns in nanoseconds, 0 unless sampled. */
    long cpu() {
        return cpu;
    }
}
