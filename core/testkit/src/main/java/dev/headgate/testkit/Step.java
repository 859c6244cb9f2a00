package dev.headgate.testkit;

import java.util.concurrent.CompletableFuture;

/**
 * A point in a script where the other side waits until the test lets it go on. The test can also wait until that point
 * has been reached.
 */
public final class Step {
    private final CompletableFuture<Boolean> reached = new CompletableFuture<>();
    private final CompletableFuture<Boolean> released = new CompletableFuture<>();

    /** Lets whoever waits here go on, now or when they arrive. */
    public void release() {
        released.complete(true);
    }

    /** Blocks until the script has come this far. */
    public void awaitReached() {
        Waiting.on(reached, "the script to reach this step");
    }

    /** Arrives here and waits for the release, or until {@code gone} completes. */
    void pass(CompletableFuture<?> gone) {
        reached.complete(true);
        CompletableFuture.anyOf(released, gone).join();
    }
}
