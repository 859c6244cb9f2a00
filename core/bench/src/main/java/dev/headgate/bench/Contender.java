package dev.headgate.bench;

import java.util.OptionalLong;

/** A server that answers chat requests now: on which port of this machine, what it is asked with, and which process pays. */
record Contender(int port, String key, String model, OptionalLong pid) {
    static final String LOOPBACK = "127.0.0.1";

    static Contender here(int port, long pid) {
        return new Contender(port, GatewaySetup.secret(0), GatewaySetup.model(0), OptionalLong.of(pid));
    }
}
