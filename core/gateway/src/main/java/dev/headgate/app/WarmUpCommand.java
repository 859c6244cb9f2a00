package dev.headgate.app;

import dev.headgate.config.ConfigContext;
import dev.headgate.plugin.PluginHost;
import dev.headgate.telemetry.LineWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs a gateway on free ports, sends it some requests and ends, so that a class cache can be recorded. */
@Command(
        name = "warm-up",
        mixinStandardHelpOptions = true,
        hidden = true,
        description = "Start, serve a few requests to itself, and end.")
final class WarmUpCommand implements Callable<Integer> {
    private static final int ROUNDS = 50;
    private static final String CONFIG = """
            server: { port: 0 }
            admin: { port: 0 }
            upstreams: { echo: { provider: echo } }
            models: { "echo*": "echo/*", echo: echo/echo }
            """;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = Files.createTempFile("headgate-warm-up", ".yaml");
        try (PluginHost plugins = Places.plugins();
                var log = new LineWriter(OutputStream.nullOutputStream())) {
            Files.writeString(file, CONFIG);
            var configuration =
                    new Configuration(file, plugins, new ConfigContext(Providers.names(), name -> Optional.empty()));
            Blueprint blueprint = configuration.read().blueprint().orElseThrow();
            var gateway = new Gateway(configuration, blueprint, log);
            gateway.start();
            new Welcome(file, blueprint)
                    .print(new PrintWriter(Writer.nullWriter()), gateway.port(), gateway.adminPort(), Duration.ZERO);
            try (HttpClient client = HttpClient.newHttpClient()) {
                for (int i = 0; i < ROUNDS; i++) {
                    round(client, gateway);
                }
            }
            gateway.stop();
            return 0;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void round(HttpClient client, Gateway gateway) throws IOException, InterruptedException {
        String base = "http://127.0.0.1:" + gateway.port();
        for (String stream : new String[] {"true", "false"}) {
            String body = "{\"model\":\"echo\",\"stream\":" + stream
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}]}";
            client.send(
                    HttpRequest.newBuilder(URI.create(base + "/v1/chat/completions"))
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
        get(client, base + "/v1/models");
        get(client, base + "/livez");
        get(client, "http://127.0.0.1:" + gateway.adminPort() + "/metrics");
    }

    private static void get(HttpClient client, String url) throws IOException, InterruptedException {
        client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
