package dev.headgate.app;

import dev.headgate.config.GatewayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Whether the certificate files that a configuration names are there to be read. */
final class FileChecks {
    private final BiConsumer<String, String> error;

    /** @param error takes the path of a key and what is wrong with the file it names */
    FileChecks(BiConsumer<String, String> error) {
        this.error = error;
    }

    void run(GatewayConfig config) {
        config.server().tls().ifPresent(tls -> {
            readable("server.tls.certificate", tls.certificate());
            readable("server.tls.key", tls.key());
            tls.clientCa().ifPresent(ca -> readable("server.tls.client-ca", ca));
        });
        config.state().redis().ifPresent(redis -> {
            redis.caCertificate().ifPresent(ca -> readable("state.redis.ca-certificate", ca));
            redis.certificate().ifPresent(c -> readable("state.redis.certificate", c));
            redis.key().ifPresent(k -> readable("state.redis.key", k));
        });
        config.upstreams()
                .forEach((name, upstream) -> upstream.caCertificate()
                        .ifPresent(ca -> readable("upstreams." + name + ".ca-certificate", ca)));
    }

    private void readable(String path, Path file) {
        if (!Files.isRegularFile(file)) {
            error.accept(path, "no such file; a path is relative to the configuration file");
        } else if (!Files.isReadable(file)) {
            error.accept(path, "the file may not be read by the user that the gateway runs as");
        }
    }
}
