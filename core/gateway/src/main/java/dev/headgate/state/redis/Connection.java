package dev.headgate.state.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/** An open connection to one server or to a cluster. */
final class Connection {
    private final StatefulConnection<String, byte[]> wire;
    private final RedisClusterAsyncCommands<String, byte[]> commands;

    /**
     * @param commands those that servers and clusters both know
     */
    Connection(StatefulConnection<String, byte[]> wire, RedisClusterAsyncCommands<String, byte[]> commands) {
        this.wire = wire;
        this.commands = commands;
    }

    StatefulConnection<String, byte[]> wire() {
        return wire;
    }

    RedisClusterAsyncCommands<String, byte[]> commands() {
        return commands;
    }

    /** Closes it, without waiting for that. */
    void close() {
        if (wire.isOpen()) {
            var _ = wire.closeAsync();
        }
    }
}
