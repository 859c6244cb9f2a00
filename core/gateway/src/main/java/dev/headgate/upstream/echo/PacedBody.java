package dev.headgate.upstream.echo;

import dev.headgate.api.Failure;
import dev.headgate.upstream.Engine;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** An answer whose pieces come at a pace, and which ends as it is told. Confined to its event loop. */
final class PacedBody implements Engine.Call {
    /** What happens after the last piece. */
    enum End {
        COMPLETE,
        BROKEN,
        NEVER
    }

    private final Vertx vertx;
    private final Engine.Receiver receiver;
    private final Engine.Answer head;
    private final Queue<byte[]> pieces;
    private final End end;
    private final Duration pace;
    private Duration wait;
    private boolean begun;
    private boolean paused;
    private boolean busy;
    private boolean over;

    /**
     * @param first before the first piece
     * @param pace between two pieces
     */
    PacedBody(
            Vertx vertx,
            Engine.Receiver receiver,
            Engine.Answer head,
            List<byte[]> pieces,
            End end,
            Duration first,
            Duration pace) {
        this.vertx = vertx;
        this.receiver = receiver;
        this.head = head;
        this.pieces = new ArrayDeque<>(pieces);
        this.end = end;
        this.wait = first;
        this.pace = pace;
        run();
    }

    @Override
    public void cancel() {
        over = true;
        pieces.clear();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        run();
    }

    private void run() {
        if (busy || over || paused) {
            return;
        }
        busy = true;
        if (wait.isZero() || !begun) {
            vertx.runOnContext(v -> step());
        } else {
            vertx.setTimer(wait.toMillis(), t -> step());
        }
    }

    private void step() {
        busy = false;
        if (over || paused) {
            return;
        }
        if (!begun) {
            begun = true;
            receiver.head(head);
        } else if (!pieces.isEmpty()) {
            wait = pace;
            byte[] piece = pieces.remove();
            receiver.bytes(piece, 0, piece.length);
            if (!over) {
                receiver.settled();
            }
        } else {
            over = end != End.NEVER;
            switch (end) {
                case COMPLETE -> receiver.end();
                case BROKEN ->
                    receiver.failed(
                            Failure.of(Failure.Kind.UPSTREAM_FAILED, "The echo upstream is told to break off."));
                case NEVER -> {
                    return;
                }
            }
        }
        run();
    }
}
