package dev.headgate.http;

import dev.headgate.upstream.Loop;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The data plane's server on one event loop. */
final class ServerInstance extends VerticleBase {
    private final DataPlane plane;
    private final int index;
    private @Nullable HttpServer server;

    ServerInstance(DataPlane plane, int index) {
        this.plane = plane;
        this.index = index;
    }

    @Override
    public Future<?> start() {
        var loop = new Loop(index, vertx, plane.clock());
        var clients = new ClientConnections(loop, plane.limits(), plane.connections());
        server = vertx.createHttpServer(plane.options())
                .connectionHandler(clients::accept)
                .requestHandler(r -> new RequestHandler(plane, loop, clients.of(r.connection()), r).run())
                .invalidRequestHandler(
                        r -> new RequestHandler(plane, loop, clients.of(r.connection()), r).refuseMalformed(status(r)));
        return server.listen();
    }

    private static int status(HttpServerRequest request) {
        Throwable cause = ((HttpServerRequestInternal) request).decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }

    int port() {
        return server == null ? 0 : server.actualPort();
    }

    Future<Void> shutdown(Duration drain) {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(Math.max(1, drain.toMillis()), TimeUnit.MILLISECONDS);
    }
}
