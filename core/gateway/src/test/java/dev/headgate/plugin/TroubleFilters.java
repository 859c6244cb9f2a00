package dev.headgate.plugin;

import dev.headgate.api.Body;
import dev.headgate.api.Exchange;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Headers;
import dev.headgate.api.settings.Default;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A plugin whose filters break their contract in the way that their setting says. */
public final class TroubleFilters implements FilterFactory<TroubleFilters.Settings> {
    /** Stands in every exception, and must never reach a caller. */
    public static final String DETAIL = "inner-detail-7734";

    /** How it breaks its contract. */
    public record Settings(@Default("well") String how) {}

    @Override
    public String name() {
        return "trouble";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        String how = settings.how();
        return (exchange, next) -> apply(how, exchange, next);
    }

    @SuppressWarnings("NullAway") // what broken plugins do
    private static Future<GatewayResponse> apply(String how, Exchange exchange, Filter.Chain next) {
        return switch (how) {
            case "throws" -> throw new IllegalStateException(DETAIL);
            case "errs" -> throw new Error(DETAIL);
            case "overflows" -> overflow(0);
            case "nothing" -> null;
            case "answers-null" -> Future.succeededFuture();
            case "never" -> Promise.<GatewayResponse>promise().future();
            case "never-when-asked" ->
                exchange.header("x-never").isPresent()
                        ? Promise.<GatewayResponse>promise().future()
                        : next.proceed(exchange);
            case "never-after" ->
                next.proceed(exchange)
                        .compose(r -> Promise.<GatewayResponse>promise().future());
            case "throws-after" ->
                next.proceed(exchange).map(r -> {
                    throw new IllegalStateException(DETAIL);
                });
            case "twice" -> {
                next.proceed(exchange);
                yield next.proceed(exchange);
            }
            case "changes-and-throws" -> {
                exchange.body(Body.of("{\"model\":\"changed\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"));
                throw new IllegalStateException(DETAIL);
            }
            case "holds" -> {
                hold(150);
                yield next.proceed(exchange);
            }
            case "holds-when-asked" -> {
                if (exchange.header("x-hold").isPresent()) {
                    hold(150);
                }
                Headers where = Headers.NONE.with(
                        "x-apart", String.valueOf(Thread.currentThread().isVirtual()));
                yield Future.succeededFuture(new GatewayResponse.Buffered(200, where, Body.of("{}")));
            }
            case "waits-at-the-gate" -> {
                try {
                    ((java.util.concurrent.CountDownLatch)
                                    System.getProperties().get("trouble.gate"))
                            .await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(DETAIL, e);
                }
                yield next.proceed(exchange);
            }
            case "elsewhere" -> {
                Promise<GatewayResponse> promise = Promise.promise();
                var _ = CompletableFuture.runAsync(
                        () -> next.proceed(exchange).onComplete(promise),
                        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
                yield promise.future();
            }
            case "late" -> {
                Promise<GatewayResponse> promise = Promise.promise();
                var _ = CompletableFuture.runAsync(
                        () -> promise.complete(new GatewayResponse.Buffered(200, Headers.NONE, Body.of("too late"))),
                        CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS));
                yield promise.future();
            }
            default -> next.proceed(exchange);
        };
    }

    private static void hold(int millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int spins = 0;
        while (System.nanoTime() < until) {
            spins++;
        }
        if (spins < 0) {
            throw new IllegalStateException(DETAIL);
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static Future<GatewayResponse> overflow(int depth) {
        return overflow(depth + 1).map(r -> r);
    }

    /** The same, on a thread of its own. */
    public static final class Blocking implements FilterFactory<Blocking.Nothing> {
        /** There is nothing to set. */
        public record Nothing() {}

        @Override
        public String name() {
            return "waiting";
        }

        @Override
        public Class<Nothing> settings() {
            return Nothing.class;
        }

        @Override
        public boolean blocking() {
            return true;
        }

        @Override
        public Filter create(Nothing settings, FilterContext context) {
            return (exchange, next) -> {
                try {
                    Thread.sleep(300);
                    GatewayResponse r = next.proceed(exchange)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get();
                    return Future.succeededFuture(
                            r instanceof GatewayResponse.Buffered b
                                    ? new GatewayResponse.Buffered(
                                            b.status(), b.headers().with("x-waited", "yes"), b.body())
                                    : r);
                } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            };
        }
    }
}
