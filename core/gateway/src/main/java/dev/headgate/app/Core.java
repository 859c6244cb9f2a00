package dev.headgate.app;

import dev.headgate.telemetry.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CompletableFuture;

/**
 * What a gateway runs on whatever its configuration says. Half of a start goes into it, so it is made while the
 * configuration is being read.
 *
 * @param loops the event loops that serve
 */
record Core(Vertx vertx, int loops, Metrics metrics) {

    static Core create() {
        int loops = Runtime.getRuntime().availableProcessors();
        var options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setDisableTCCL(true);
        return new Core(Vertx.vertx(options), loops, new Metrics());
    }

    /** Makes one on a thread of its own. */
    static CompletableFuture<Core> begin() {
        var core = new CompletableFuture<Core>();
        Thread.ofPlatform().daemon().name("headgate-core").start(() -> {
            try {
                core.complete(create());
            } catch (RuntimeException | Error e) {
                core.completeExceptionally(e);
            }
        });
        return core;
    }
}
