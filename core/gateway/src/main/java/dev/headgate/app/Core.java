package dev.headgate.app;

import dev.headgate.telemetry.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway runs on whatever its configuration says. Half of a start goes into it, so it is made while the
 * configuration is being read.
 *
 * @param loops the event loops there are
 * @param transport how the sockets are driven: epoll, io_uring, kqueue or nio
 */
record Core(Vertx vertx, int loops, String transport, Metrics metrics) {
    private static final Logger LOG = LoggerFactory.getLogger(Core.class);

    static Core create() {
        int loops = Runtime.getRuntime().availableProcessors();
        String transport = transport(System.getProperty("headgate.transport", "auto"));
        var options = new VertxOptions().setEventLoopPoolSize(loops).setDisableTCCL(true);
        Vertx vertx = Vertx.builder()
                .with(options)
                .withTransport(named(transport).orElse(Transport.NIO))
                .build();
        return new Core(vertx, loops, transport, new Metrics());
    }

    /**
     * The name of the transport wanted, or of the best tried one where that is not to be had.
     *
     * @param wanted as {@code HEADGATE_TRANSPORT} says
     */
    private static String transport(String wanted) {
        if (named(wanted).isPresent()) {
            return wanted;
        }
        String best = Stream.of("epoll", "kqueue")
                .filter(n -> named(n).isPresent())
                .findFirst()
                .orElse("nio");
        if (!wanted.equals("auto")) {
            LOG.warn("the transport \"{}\" is not available here; {} is used", wanted, best);
        }
        return best;
    }

    /** The transport of this name, when the machine has it. */
    private static Optional<Transport> named(String name) {
        Optional<Transport> known = switch (name) {
            case "nio" -> Optional.of(Transport.NIO);
            case "epoll" -> Optional.of(Transport.EPOLL);
            case "kqueue" -> Optional.of(Transport.KQUEUE);
            case "io_uring" -> Optional.of(Transport.IO_URING);
            default -> Optional.empty();
        };
        return known.filter(
                t -> t.implementation() != null && t.implementation().isAvailable());
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
