package dev.headgate.upstream.http1;

import dev.headgate.upstream.Engine;
import dev.headgate.upstream.Loop;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over pooled connections, one pool per event loop so that both sides of an exchange share it. Certificates
 * and host names are verified; redirects are never followed, because credentials would follow too.
 */
public final class Http1Engine implements Engine {
    private final Origin origin;
    private final NetClientOptions options;
    private final int perLoop;
    private final AtomicReferenceArray<@Nullable Http1Pool> pools;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * @param base where every path begins
     * @param maxConnections over all loops together
     */
    public Http1Engine(URI base, int loops, int maxConnections, Optional<Path> caCertificate) {
        this.origin = Origin.of(base);
        this.options = new NetClientOptions()
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setSsl(origin.tls())
                .setHostnameVerificationAlgorithm(origin.tls() ? "HTTPS" : "");
        caCertificate.ifPresent(ca -> options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
        this.perLoop = Math.max(1, maxConnections / loops);
        this.pools = new AtomicReferenceArray<>(loops);
    }

    @Override
    public Call send(Loop loop, Request request, Receiver receiver) {
        return pool(loop).send(request, receiver);
    }

    private Http1Pool pool(Loop loop) {
        Http1Pool pool = pools.get(loop.index());
        if (pool == null) {
            pool = new Http1Pool(loop, origin, options, perLoop, connections);
            pools.set(loop.index(), pool);
        }
        return pool;
    }

    @Override
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        for (int i = 0; i < pools.length(); i++) {
            Http1Pool pool = pools.getAndSet(i, null);
            if (pool != null) {
                pool.close();
            }
        }
    }
}
