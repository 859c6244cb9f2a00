package dev.headgate.upstream.health;

import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.health.Standing.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The automaton the health of a credential is held against: one thread, whole numbers, nothing clever. */
final class Reference {
    private static final long SECOND = 1_000_000_000L;

    private enum Circuit {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /** One call that was let through. */
    static final class Call {
        private final String model;
        private final long at;
        private final int openings;
        private boolean told;
        private boolean content;
        private boolean pending;
        private boolean slow;

        private Call(String model, long at, int openings) {
            this.model = model;
            this.at = at;
            this.openings = openings;
        }
    }

    private record Mark(boolean failed, boolean slow) {}

    /** A model's, or the credential's, time off. */
    private static final class Pause {
        private long from;
        private long to;
        private int inRow;
        private boolean told;
    }

    private final BreakerLimits limits;
    private final Deque<Mark> window = new ArrayDeque<>();
    private final Map<String, Pause> throttled = new HashMap<>();
    private final Map<String, Pause> refused = new HashMap<>();
    private Circuit circuit = Circuit.CLOSED;
    private @Nullable Call probe;
    private long retryAt;
    private int failedTrials;

    /** How often the circuit has opened so far. */
    int openings;

    int closings;
    int probesGivenBack;
    int benches;

    Reference(BreakerLimits limits) {
        this.limits = limits;
    }

    State state(String model, long now) {
        State worst = State.READY;
        long longest = Long.MIN_VALUE;
        if (circuit == Circuit.OPEN && now <= retryAt) {
            worst = State.OPEN;
            longest = retryAt;
        } else if (circuit == Circuit.HALF_OPEN && probe != null) {
            worst = State.PROBING;
        }
        Pause cool = throttled.get(model);
        if (cool != null && cool.told && now < cool.to && cool.to >= longest) {
            worst = State.COOLING;
            longest = cool.to;
        }
        for (String whom : new String[] {"*", model}) {
            Pause bench = refused.get(whom);
            if (bench != null && now < bench.to && bench.to >= longest) {
                worst = State.BENCHED;
                longest = bench.to;
            }
        }
        if (worst != State.READY) {
            return worst;
        }
        if (cool != null && now < cool.to) {
            return State.THROTTLED;
        }
        return circuit == Circuit.CLOSED ? State.READY : State.PROBE_DUE;
    }

    /** When the state ends, for those that end by themselves. */
    long end(String model, State state) {
        return switch (state) {
            case OPEN -> retryAt;
            case COOLING, THROTTLED -> to(throttled.get(model));
            case BENCHED -> Math.max(to(refused.get("*")), to(refused.get(model)));
            case READY, PROBE_DUE, PROBING, FULL -> 0;
        };
    }

    private static long to(@Nullable Pause pause) {
        return pause == null ? Long.MIN_VALUE : pause.to;
    }

    @Nullable
    Call begin(String model, boolean lastResort, long now) {
        State state = state(model, now);
        boolean letThrough =
                state == State.READY || state == State.PROBE_DUE || (state == State.THROTTLED && lastResort);
        if (!letThrough) {
            return null;
        }
        boolean taken = circuit == Circuit.HALF_OPEN && probe != null;
        if (taken) {
            throw new AssertionError("a second trial beside the first");
        }
        Call call = new Call(model, now, openings);
        if (circuit != Circuit.CLOSED) {
            circuit = Circuit.HALF_OPEN;
            probe = call;
        }
        return call;
    }

    void answer(Call call, boolean streamed, long now) {
        if (call.told) {
            return;
        }
        call.told = true;
        call.content = streamed;
        call.slow = streamed && now - call.at > limits.slowAfter().toNanos();
        call.pending = streamed && probe != call && !call.slow;
        if (!call.pending) {
            mark(call, false, call.slow, now);
        }
        forgive(throttled, call.model, call.at);
        forgive(refused, call.model, call.at);
        forgive(refused, "*", call.at);
    }

    void end(Call call, long now) {
        if (call.content) {
            call.content = false;
            if (call.pending) {
                mark(call, false, call.slow, now);
            }
        }
    }

    void leave(Call call) {
        if (!call.told) {
            call.told = true;
            neutral(call);
        }
    }

    /** @param wait in nanoseconds; 0 when none was told */
    void fail(Call call, Kind kind, int status, long wait, long now) {
        if (call.told) {
            if (call.content && kind == Kind.UPSTREAM_BROKE_OFF) {
                call.content = false;
                mark(call, true, false, now);
            } else {
                end(call, now);
            }
            return;
        }
        call.told = true;
        if (kind == Kind.UPSTREAM_UNREACHABLE
                || kind == Kind.UPSTREAM_FAILED
                || kind == Kind.UPSTREAM_TIMEOUT
                || kind == Kind.UPSTREAM_BROKE_OFF) {
            mark(call, true, false, now);
        } else if (kind == Kind.UPSTREAM_REJECTED) {
            mark(call, false, false, now);
        } else {
            neutral(call);
        }
        if (kind == Kind.UPSTREAM_THROTTLED && wait > 0) {
            told(call.model, wait, now);
        } else if (kind == Kind.UPSTREAM_THROTTLED) {
            pause(throttled, call.model, call.at, now, SECOND, 30 * SECOND);
        } else if (kind == Kind.UPSTREAM_AUTH) {
            boolean began = pause(refused, status == 403 ? call.model : "*", call.at, now, 60 * SECOND, 600 * SECOND);
            benches += began ? 1 : 0;
        }
    }

    private void neutral(Call call) {
        if (probe == call) {
            probe = null;
            probesGivenBack++;
        }
    }

    private void mark(Call call, boolean failed, boolean slow, long now) {
        if (probe == call) {
            probe = null;
            if (failed || slow) {
                failedTrials++;
                open(now);
            } else {
                circuit = Circuit.CLOSED;
                window.clear();
                closings++;
            }
            return;
        }
        if (circuit != Circuit.CLOSED || call.openings != openings) {
            return;
        }
        window.addLast(new Mark(failed, slow));
        if (window.size() > limits.window()) {
            window.removeFirst();
        }
        int all = window.size();
        long failures = window.stream().filter(Mark::failed).count();
        long slows = window.stream().filter(Mark::slow).count();
        boolean broken =
                failures * 100 >= (long) limits.failureRate() * all || slows * 100 >= (long) limits.slowRate() * all;
        if (all >= limits.minimumCalls() && broken) {
            failedTrials = 0;
            open(now);
        }
    }

    private void open(long now) {
        circuit = Circuit.OPEN;
        openings++;
        long wait = limits.openMin().toNanos();
        for (int i = 0; i < failedTrials && wait < limits.openMax().toNanos(); i++) {
            wait *= 2;
        }
        retryAt = now + Math.min(wait, limits.openMax().toNanos());
    }

    private void told(String model, long wait, long now) {
        Pause pause = throttled.computeIfAbsent(model, m -> new Pause());
        boolean running = pause.told && now < pause.to;
        pause.to = running ? Math.max(pause.to, now + wait) : now + wait;
        pause.from = now;
        pause.told = true;
    }

    private static boolean pause(
            Map<String, Pause> pauses, String whom, long asked, long now, long shortest, long longest) {
        Pause pause = pauses.get(whom);
        if (pause == null) {
            pause = new Pause();
            pauses.put(whom, pause);
            pause.inRow = 1;
        } else if (asked <= pause.from) {
            if (now < pause.to) {
                return false;
            }
            pause.inRow = now - pause.to > 600 * SECOND ? 1 : Math.max(1, pause.inRow);
        } else {
            pause.inRow = now - pause.to > 600 * SECOND ? 1 : pause.inRow + 1;
        }
        long length = shortest;
        for (int i = 1; i < pause.inRow && length < longest; i++) {
            length *= 2;
        }
        pause.from = now;
        pause.to = now + Math.min(length, longest);
        pause.told = false;
        return true;
    }

    private static void forgive(Map<String, Pause> pauses, String whom, long asked) {
        Pause pause = pauses.get(whom);
        if (pause != null && asked > pause.from) {
            pauses.remove(whom);
        }
    }
}
