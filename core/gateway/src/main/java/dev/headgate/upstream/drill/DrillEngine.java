package dev.headgate.upstream.drill;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.Engine;
import dev.headgate.upstream.Loop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Carries one request as an upstream with a fault would. Used for one attempt. */
public final class DrillEngine implements Engine {
    private static final Failure BROKE_OFF = Failure.of(Kind.UPSTREAM_FAILED, "A drill breaks the answer off.");

    private final Engine real;
    private final Fault fault;
    private final byte[] error;

    /**
     * @param real carries what the fault lets through
     * @param error the body of an error answer, in the format that is asked for
     */
    public DrillEngine(Engine real, Fault fault, byte[] error) {
        this.real = real;
        this.fault = fault;
        this.error = error;
    }

    @Override
    public Call send(Loop loop, Request request, Receiver receiver) {
        return switch (fault) {
            case Fault.Status s -> {
                var refusal = new Late();
                refusal.timer = loop.after(0, () -> refuse(s.status(), receiver));
                yield refusal;
            }
            case Fault.Delay d -> {
                var late = new Late();
                late.timer = loop.after(d.by().toNanos(), () -> late.begin(real.send(loop, request, receiver)));
                yield late;
            }
            case Fault.Cut c -> limited(loop, request, receiver, c.events(), true);
            case Fault.Stall s -> limited(loop, request, receiver, s.events(), false);
        };
    }

    private void refuse(int status, Receiver receiver) {
        receiver.head(new ErrorHead(status));
        receiver.bytes(error, 0, error.length);
        receiver.settled();
        receiver.end();
    }

    private Call limited(Loop loop, Request request, Receiver receiver, int events, boolean breaks) {
        var some = new SomeEvents(receiver, events, breaks ? () -> receiver.failed(BROKE_OFF) : () -> {});
        some.call = real.send(loop, request, some);
        return some.call;
    }

    @Override
    public int connections() {
        return real.connections();
    }

    @Override
    public void close() {}

    private record ErrorHead(int status) implements Answer {
        private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(HEADERS.get(name));
        }
    }

    /** A call whose request is sent later, if it has not been given up by then. */
    private static final class Late implements Call {
        private @Nullable Future<?> timer;
        private @Nullable Call call;
        private boolean paused;

        void begin(Call begun) {
            call = begun;
            if (paused) {
                begun.pause();
            }
        }

        @Override
        public void cancel() {
            if (timer != null) {
                timer.cancel(false);
            }
            if (call != null) {
                call.cancel();
            }
        }

        @Override
        public void pause() {
            paused = true;
            if (call != null) {
                call.pause();
            }
        }

        @Override
        public void resume() {
            paused = false;
            if (call != null) {
                call.resume();
            }
        }
    }

    /** Hands on an answer up to the end of some event, and nothing of what follows. */
    private static final class SomeEvents implements Receiver {
        private final Receiver receiver;
        private final Runnable after;
        private int left;
        private @Nullable Call call;
        private boolean over;
        private boolean lineEmpty;

        SomeEvents(Receiver receiver, int events, Runnable after) {
            this.receiver = receiver;
            this.left = events;
            this.after = after;
        }

        @Override
        public void head(Answer answer) {
            receiver.head(answer);
            if (left == 0) {
                stop();
            }
        }

        @Override
        public void bytes(byte[] array, int from, int to) {
            if (over) {
                return;
            }
            for (int i = from; i < to; i++) {
                if (array[i] == '\n' && lineEmpty && --left == 0) {
                    receiver.bytes(array, from, i + 1);
                    receiver.settled();
                    stop();
                    return;
                }
                lineEmpty = array[i] == '\n' || (array[i] == '\r' && lineEmpty);
            }
            receiver.bytes(array, from, to);
        }

        private void stop() {
            over = true;
            if (call != null) {
                call.cancel();
            }
            after.run();
        }

        @Override
        public void settled() {
            if (!over) {
                receiver.settled();
            }
        }

        @Override
        public void end() {
            if (!over) {
                over = true;
                after.run();
            }
        }

        @Override
        public void failed(Failure why) {
            if (!over) {
                receiver.failed(why);
            }
        }
    }
}
