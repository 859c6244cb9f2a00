package dev.headgate.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of one answer from a {@link FakeUpstream}. */
public final class Answering {
    /** How an answer ended. */
    public enum Outcome {
        /** It was written in full. */
        SENT,
        /** The client closed or reset the connection before it was written in full. */
        ABORTED,
        /** The script, or the closing of the upstream, broke it off. */
        BROKEN_OFF
    }

    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final AtomicLong sent = new AtomicLong();

    Answering() {}

    /** Completes when the answer is over. */
    public CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** Bytes handed to the socket so far, head and framing included. */
    public long sent() {
        return sent.get();
    }

    void wrote(int bytes) {
        sent.addAndGet(bytes);
    }
}
