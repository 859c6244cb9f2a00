package dev.headgate.state.redis;

import dev.headgate.api.settings.Secret;
import dev.headgate.config.Redis;
import dev.headgate.config.RedisUrl;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes connections to the Redis that a configuration names: one server, the one that sentinels name, or a cluster. */
final class Connector {
    /** How long each step of connecting may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Commands that may wait for their answers at once; none is added beyond. */
    private static final int MOST_COMMANDS = 50_000;

    private static final int THREADS = 2;
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final Redis config;
    private final ClientResources resources;
    private final AbstractRedisClient client;
    private final Supplier<CompletionStage<Connection>> connecting;

    Connector(Redis config) {
        this.config = config;
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        if (config.cluster().isEmpty()) {
            RedisURI uri = uri();
            var one = RedisClient.create(resources);
            one.setOptions(options(ClientOptions.builder()).build());
            client = one;
            connecting = () -> one.connectAsync(CODEC, uri).thenApply(c -> new Connection(c, c.async()));
        } else {
            var cluster = RedisClusterClient.create(
                    resources,
                    config.cluster().stream().map(u -> uri(u, credentials(u))).toList());
            var options = ClusterClientOptions.builder().validateClusterNodeMembership(false);
            options(options);
            // Its connections to nodes are made with the first command for each, which has to wait for that.
            options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS);
            cluster.setOptions(options.build());
            client = cluster;
            // The nodes that are there now: those of the last time may be gone.
            connecting = () -> cluster.refreshPartitionsAsync()
                    .thenCompose(v -> cluster.connectAsync(CODEC))
                    .thenApply(c -> new Connection(c, c.async()));
        }
    }

    /** A new connection. Reads files and may resolve names, so it belongs on no event loop. */
    CompletionStage<Connection> connect() {
        return connecting.get();
    }

    private RedisURI uri() {
        if (config.sentinels().isEmpty()) {
            RedisUrl url = config.url().orElseThrow();
            return uri(url, credentials(url));
        }
        List<RedisUrl> sentinels = config.sentinels();
        RedisURI.Builder builder = RedisURI.builder()
                .withSentinelMasterId(config.master().orElseThrow())
                .withSsl(sentinels.getFirst().tls())
                .withDatabase(sentinels.getFirst().database())
                .withTimeout(PATIENCE);
        sentinels.forEach(s -> builder.withSentinel(uri(s, new Credentials(s.username(), s.password()))));
        return authenticated(builder, new Credentials(config.username(), config.password()));
    }

    private record Credentials(Optional<String> username, Optional<Secret> password) {}

    private Credentials credentials(RedisUrl url) {
        return new Credentials(
                config.username().or(url::username), config.password().or(url::password));
    }

    private static RedisURI uri(RedisUrl url, Credentials credentials) {
        return authenticated(
                RedisURI.builder()
                        .withHost(url.host())
                        .withPort(url.port())
                        .withSsl(url.tls())
                        .withDatabase(url.database())
                        .withTimeout(PATIENCE),
                credentials);
    }

    private static RedisURI authenticated(RedisURI.Builder builder, Credentials credentials) {
        credentials
                .password()
                .map(p -> p.reveal().toCharArray())
                .ifPresent(p -> credentials
                        .username()
                        .ifPresentOrElse(u -> builder.withAuthentication(u, p), () -> builder.withPassword(p)));
        return builder.build();
    }

    /**
     * A connection that breaks is not mended: the link makes another, and knows what that one was told. The link also has
     * the time limit for each call; the client's own is for connecting.
     */
    private ClientOptions.Builder options(ClientOptions.Builder builder) {
        var ssl = SslOptions.builder().jdkSslProvider().handshakeTimeout(PATIENCE);
        config.caCertificate().ifPresent(ca -> ssl.trustManager(ca.toFile()));
        config.certificate()
                .ifPresent(c ->
                        ssl.keyManager(c.toFile(), config.key().orElseThrow().toFile(), new char[0]));
        return builder.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .requestQueueSize(MOST_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
                .sslOptions(ssl.build());
    }

    /**
     * Closes all connections and ends all threads, without waiting for that. On a thread of its own: a cluster's client waits
     * for connections that are just being made.
     */
    void close() {
        Thread.ofVirtual().name("headgate-redis-close").start(() -> {
            var _ = client.shutdownAsync(0, 1, TimeUnit.SECONDS).whenComplete((v, e) -> {
                var _ = resources.shutdown(0, 1, TimeUnit.SECONDS);
            });
        });
    }
}
