package dev.headgate.plugin.redaction;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Work that an event loop must not wait for, on a thread of its own; what comes of it is told on the loop again. */
final class Aside {
    private Aside() {}

    /**
     * Does it here when that is quick or this is no event loop.
     *
     * @return fails with what the work throws
     */
    static <T> Future<T> from(boolean quick, Supplier<T> work) {
        Context loop = Vertx.currentContext();
        if (quick || loop == null) {
            return done(work);
        }
        Promise<T> promise = Promise.promise();
        Thread.ofVirtual().name("headgate-redaction").start(() -> {
            Future<T> result = done(work);
            loop.runOnContext(v -> result.onComplete(promise));
        });
        return promise.future();
    }

    private static <T> Future<T> done(Supplier<T> work) {
        try {
            return Future.succeededFuture(work.get());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return Future.failedFuture(e);
        }
    }
}
