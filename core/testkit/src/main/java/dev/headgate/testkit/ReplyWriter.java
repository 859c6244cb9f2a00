package dev.headgate.testkit;

import dev.headgate.api.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One answer on its way to the socket, until its fault strikes or the client has gone. */
final class ReplyWriter {
    private static final byte[] CRLF = {'\r', '\n'};

    /** Thrown where the script's fault strikes. */
    static final class Struck extends IOException {
        private static final long serialVersionUID = 1L;

        private final Fault fault;

        Struck(Fault fault) {
            super(fault.toString());
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    /** Thrown when the client has left while there was still something to send. */
    static final class ClientGone extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final OutputStream out;
    private final Reply reply;
    private final Answering progress;
    private final CompletableFuture<End> gone;
    private long left;

    ReplyWriter(OutputStream out, Reply reply, Answering progress, CompletableFuture<End> gone) {
        this.out = out;
        this.reply = reply;
        this.progress = progress;
        this.gone = gone;
        this.left = reply.faultAt();
    }

    /** Writes the answer, without its content if so asked. */
    void write(boolean headOnly) throws IOException {
        if (reply.before().isPresent()) {
            pass(reply.before().get());
        }
        strikeIfDue(true);
        if (reply.framing() != Reply.Framing.RAW) {
            emit(reply.head(), false);
        }
        strikeIfDue(false);
        if (!headOnly) {
            for (Reply.Piece piece : reply.pieces()) {
                switch (piece) {
                    case Reply.Piece.Gate(Step step) -> pass(step);
                    case Reply.Piece.Bytes(Body bytes, long times, Duration pause) -> {
                        for (long i = 0; i < times; i++) {
                            pause(pause);
                            content(bytes.array());
                        }
                    }
                }
            }
            if (reply.framing() == Reply.Framing.CHUNKED) {
                emit("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), false);
            }
        }
        if (reply.fault().isPresent()) {
            throw new Struck(reply.fault().get());
        }
    }

    private void pause(Duration time) throws ClientGone {
        if (time.isZero()) {
            return;
        }
        try {
            gone.get(time.toNanos(), TimeUnit.NANOSECONDS);
            throw new ClientGone();
        } catch (TimeoutException e) {
            // The client is still there.
        } catch (InterruptedException | ExecutionException e) {
            throw (ClientGone) new ClientGone().initCause(e);
        }
    }

    private void content(byte[] bytes) throws IOException {
        if (reply.framing() != Reply.Framing.CHUNKED) {
            emit(bytes, true);
            return;
        }
        if (bytes.length == 0) {
            // An empty chunk would end the message.
            return;
        }
        byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        if (reply.fault().isPresent()) {
            emit(size, false);
            emit(bytes, true);
            emit(CRLF, false);
        } else {
            byte[] chunk = new byte[size.length + bytes.length + CRLF.length];
            System.arraycopy(size, 0, chunk, 0, size.length);
            System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
            System.arraycopy(CRLF, 0, chunk, size.length + bytes.length, CRLF.length);
            emit(chunk, true);
        }
    }

    private void emit(byte[] bytes, boolean content) throws IOException {
        boolean counts = reply.fault().isPresent() && (content || reply.countsWire());
        int allowed = counts ? (int) Math.min(bytes.length, left) : bytes.length;
        for (int at = 0; at < allowed; at += Math.min(reply.drip(), allowed - at)) {
            send(bytes, at, Math.min(reply.drip(), allowed - at));
        }
        if (counts) {
            left -= allowed;
            strikeIfDue(reply.countsWire());
        }
    }

    private void strikeIfDue(boolean wire) throws Struck {
        if (reply.fault().isPresent() && wire == reply.countsWire() && left == 0) {
            throw new Struck(reply.fault().get());
        }
    }

    private void send(byte[] bytes, int offset, int length) throws ClientGone {
        if (gone.isDone()) {
            throw new ClientGone();
        }
        try {
            out.write(bytes, offset, length);
            out.flush();
        } catch (IOException e) {
            throw (ClientGone) new ClientGone().initCause(e);
        }
        progress.wrote(length);
    }

    private void pass(Step step) throws ClientGone {
        step.pass(gone);
        if (gone.isDone()) {
            throw new ClientGone();
        }
    }
}
