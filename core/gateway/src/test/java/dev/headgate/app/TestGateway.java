package dev.headgate.app;

import dev.headgate.config.ConfigContext;
import dev.headgate.config.ConfigError;
import dev.headgate.plugin.PluginHost;
import dev.headgate.plugin.PluginHosts;
import dev.headgate.state.CurrentState;
import dev.headgate.state.LocalState;
import dev.headgate.telemetry.LineWriter;
import dev.headgate.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A gateway in this JVM on free loopback ports, for tests that look at it from outside. The configuration is given as
 * YAML without its {@code server} and {@code admin} sections, unless it brings them.
 */
public final class TestGateway implements AutoCloseable {
    private final Path file;
    private final Gateway gateway;
    private final PluginHost plugins;
    private final LineWriter writer;
    private final ByteArrayOutputStream accessLog;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestGateway(
            Path file, Gateway gateway, PluginHost plugins, LineWriter writer, ByteArrayOutputStream accessLog) {
        this.file = file;
        this.gateway = gateway;
        this.plugins = plugins;
        this.writer = writer;
        this.accessLog = accessLog;
    }

    /** A running gateway; fails with all that is wrong with the configuration. */
    public static TestGateway start(String yaml) {
        return start(yaml, Map.of());
    }

    /** A running gateway that sees this environment and no other. */
    public static TestGateway start(String yaml, Map<String, String> environment) {
        var state = new CurrentState(new LocalState(Clock.SYSTEM));
        return start(
                yaml,
                environment,
                PluginHosts.of(Path.of(System.getProperty("headgate.dist", "none"), "plugins"), state),
                state);
    }

    /** A running gateway with these plugins, which it closes at its end. */
    public static TestGateway start(String yaml, Map<String, String> environment, PluginHost plugins) {
        return start(yaml, environment, plugins, new CurrentState(new LocalState(Clock.SYSTEM)));
    }

    private static TestGateway start(
            String yaml, Map<String, String> environment, PluginHost plugins, CurrentState state) {
        try {
            Path file = Files.createTempDirectory("headgate-test").resolve("gateway.yaml");
            Files.writeString(file, complete(yaml));
            Configuration configuration = configuration(file, environment, plugins);
            Blueprint blueprint = blueprint(configuration);
            var accessLog = new ByteArrayOutputStream();
            var writer = new LineWriter(accessLog);
            var gateway = new Gateway(configuration, blueprint, state, writer, Core.create());
            gateway.start();
            return new TestGateway(file, gateway, plugins, writer, accessLog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Configuration configuration(Path file, Map<String, String> environment, PluginHost plugins) {
        return new Configuration(
                file,
                plugins,
                new ConfigContext(Providers.names(), name -> Optional.ofNullable(environment.get(name))));
    }

    private static Blueprint blueprint(Configuration configuration) {
        Configuration.Outcome outcome = configuration.read();
        return outcome.blueprint()
                .orElseThrow(() -> new IllegalArgumentException(
                        outcome.errors().stream().map(ConfigError::render).collect(Collectors.joining("\n"))));
    }

    /** What a file comes to in this environment, without plugins and without anything being opened. */
    static Blueprint blueprint(Path file, Map<String, String> environment) {
        return blueprint(configuration(file, environment, PluginHosts.of(Path.of("none"))));
    }

    private static String complete(String yaml) {
        String ports = yaml.contains("server:") ? "" : "server: { port: 0 }\n";
        return ports + (yaml.contains("admin:") ? "" : "admin: { port: 0 }\n") + yaml;
    }

    /** The base URL of the data plane, without a path. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + gateway.port());
    }

    public URI adminUrl() {
        return URI.create("http://127.0.0.1:" + gateway.adminPort());
    }

    /** Posts JSON and reads the whole answer. */
    public HttpResponse<String> post(String path, String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return send(request, headers);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(url().resolve(path)), headers);
    }

    /** The metrics as a scrape reads them. */
    public String metrics() {
        return send(HttpRequest.newBuilder(adminUrl().resolve("/metrics"))).body();
    }

    /** Waits until this is among the metrics: an exchange is counted only after its answer has left. */
    public void awaitMetric(String line) {
        while (!metrics().contains(line)) {
            Thread.onSpinWait();
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Writes the configuration anew and has it read; gives what was wrong with it, nothing when it was applied. */
    public List<String> reload(String yaml) {
        try {
            Files.writeString(file, complete(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return gateway.reload();
    }

    /** Begins an orderly stop and waits for its end. */
    public void stop() {
        gateway.stop();
    }

    /** The access log so far; call {@link #close} first to have all of it. */
    public String accessLog() {
        return accessLog.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            gateway.stop();
        } finally {
            client.close();
            plugins.close();
            writer.close();
        }
    }
}
