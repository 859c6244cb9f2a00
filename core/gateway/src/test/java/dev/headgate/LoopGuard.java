package dev.headgate;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;

/**
 * Watches the event loops in every test of this module: a call that blocks there throws, and fails the test class that
 * was running.
 */
public final class LoopGuard implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<Throwable> SEEN = new ConcurrentLinkedQueue<>();

    static {
        BlockHound.builder()
                .nonBlockingThreadPredicate(known -> known.or(t -> t.getName().startsWith("vert.x-eventloop-thread")))
                // Loading a class reads files, once; so does what is loaded on first use.
                .allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
                .allowBlockingCallsInside("java.lang.invoke.MethodHandleNatives", "linkCallSite")
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                .allowBlockingCallsInside("io.netty.handler.ssl.SslHandler", "handshake")
                .allowBlockingCallsInside("io.netty.handler.ssl.SslHandler", "runAllDelegatedTasks")
                .allowBlockingCallsInside("io.netty.handler.ssl.SslHandler", "runDelegatedTasks")
                // A mutex held for a moment; whoever does more inside one is seen there.
                .allowBlockingCallsInside("java.util.concurrent.locks.ReentrantLock", "lock")
                // The log of what went wrong goes to the console.
                .allowBlockingCallsInside("java.util.logging.Logger", "log")
                .blockingMethodCallback(method -> {
                    var error = new AssertionError("blocks an event loop: " + method);
                    SEEN.add(error);
                    throw error;
                })
                .install();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // being loaded is what it is for
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Throwable first = SEEN.poll();
        if (first != null) {
            SEEN.clear();
            throw new AssertionError(first.getMessage(), first);
        }
    }

    /** What has been seen and not yet reported; forgotten by asking. */
    static boolean sawSomething() {
        return SEEN.poll() != null;
    }
}
