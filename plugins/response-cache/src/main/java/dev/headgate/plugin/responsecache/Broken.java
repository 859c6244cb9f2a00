package dev.headgate.plugin.responsecache;

import dev.headgate.api.EventSource;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * An answer that had begun for its reader, and then did not come.
 *
 * @param how it failed
 */
record Broken(Future<GatewayResponse> how) implements EventSource {
    @Override
    public Future<Buffer> next() {
        return Future.failedFuture(
                how.failed()
                        ? how.cause()
                        : Failure.of(Failure.Kind.UPSTREAM_BROKE_OFF, "The upstream broke off its answer.")
                                .exception());
    }

    @Override
    public void cancel() {}
}
