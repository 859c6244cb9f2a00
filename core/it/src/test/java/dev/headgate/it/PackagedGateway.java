package dev.headgate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A packaged gateway running on free loopback ports, with a configuration file of its own. */
final class PackagedGateway implements AutoCloseable {
    private static final Pattern ADMIN = Pattern.compile("admin (http://\\S+)");
    private static final Pattern CALLERS = Pattern.compile("curl (https?://[^/]+)/");

    private final Path file;
    private final Launched process;
    private final URI url;
    private final URI adminUrl;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PackagedGateway(Path file, Launched process) {
        this.file = file;
        this.process = process;
        process.awaitOut("ready in ");
        this.adminUrl = URI.create(find(ADMIN));
        this.url = URI.create(find(CALLERS));
    }

    /** Starts and waits until it is ready. Sections {@code server} and {@code admin} are added when missing. */
    static PackagedGateway start(String yaml) {
        return start(yaml, Map.of());
    }

    static PackagedGateway start(String yaml, Map<String, String> environment) {
        Path file = configuration(yaml);
        Launched process = Launched.start(environment, "run", "--config", file.toString());
        try {
            return new PackagedGateway(file, process);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** A configuration file of this content, on ports of its own choice. */
    static Path configuration(String yaml) {
        try {
            Path folder = Files.createTempDirectory("headgate-it");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve("gateway.yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, onFreePorts(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String onFreePorts(String yaml) {
        return (yaml.contains("server:") ? "" : "server: { port: 0 }\n")
                + (yaml.contains("admin:") ? "" : "admin: { port: 0 }\n")
                + yaml;
    }

    private String find(Pattern pattern) {
        Matcher m = pattern.matcher(process.out());
        if (!m.find()) {
            throw new AssertionError("no " + pattern + " in what the gateway printed:\n" + process.out());
        }
        return m.group(1);
    }

    /** The data plane, without a path. */
    String url() {
        return url.toString();
    }

    /** The admin plane, without a path. */
    String adminUrl() {
        return adminUrl.toString();
    }

    Launched process() {
        return process;
    }

    /** Writes the configuration anew and tells nobody. */
    void rewrite(String yaml) {
        try {
            // In one step, or the gateway may see half of it.
            Path next = file.resolveSibling("next.yaml");
            Files.writeString(next, onFreePorts(yaml));
            Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(url.resolve(path)), headers);
    }

    /** Posts JSON and reads the whole answer. */
    HttpResponse<String> post(String path, String json, String... headers) {
        return send(
                HttpRequest.newBuilder(url.resolve(path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)),
                headers);
    }

    HttpResponse<String> adminGet(String path) {
        return send(HttpRequest.newBuilder(adminUrl.resolve(path)));
    }

    /** Asks for a reload the operator's way. */
    HttpResponse<String> adminReload() {
        return adminPost("/config/reload");
    }

    HttpResponse<String> adminPost(String path) {
        return send(HttpRequest.newBuilder(adminUrl.resolve(path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
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

    @Override
    public void close() {
        process.close();
        client.close();
    }
}
