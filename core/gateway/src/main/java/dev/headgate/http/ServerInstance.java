package dev.headgate.http;

import dev.headgate.http.transport.ClientConnection;
import dev.headgate.http.transport.ClientRequest;
import dev.headgate.http.transport.Http2Request;
import dev.headgate.http.transport.Requests;
import dev.headgate.upstream.Loop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
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
        var clients = new ClientConnections(loop, plane.limits(), plane.connections(), requests(loop));
        server = vertx.createHttpServer(plane.options())
                .connectionHandler(clients::accept)
                .requestHandler(r -> new RequestHandler(
                                plane,
                                loop,
                                clients.of(r.connection()),
                                new Http2Request(r, HttpLimits.WRITE_QUEUE_BYTES))
                        .run());
        return server.listen();
    }

    private Requests requests(Loop loop) {
        return new Requests() {
            @Override
            public void request(ClientConnection connection, ClientRequest request) {
                new RequestHandler(plane, loop, connection, request).run();
            }

            @Override
            public void malformed(ClientConnection connection, ClientRequest request, int status) {
                new RequestHandler(plane, loop, connection, request).refuseMalformed(status);
            }
        };
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
