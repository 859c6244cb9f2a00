package dev.headgate.app;

import dev.headgate.api.settings.Secret;
import dev.headgate.config.Admin;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What the gateway that runs on a configuration says would happen to a request now. Waits for its answer. */
final class LiveExplanation {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;

    /**
     * @param admin where that gateway's operators connect
     */
    LiveExplanation(Admin admin) {
        this.admin = admin;
    }

    /**
     * Asks it; gives its JSON.
     *
     * @throws IOException saying what was wrong and what would be right
     */
    String ask(String model, Optional<String> key) throws IOException {
        String host = admin.host().equals("0.0.0.0") || admin.host().equals("::") ? "127.0.0.1" : admin.host();
        String at = (host.contains(":") ? "[" + host + "]" : host) + ":" + admin.port();
        String query =
                "?model=" + encoded(model) + key.map(k -> "&key=" + encoded(k)).orElse("");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + at + "/explain" + query))
                .timeout(PATIENCE);
        admin.token().map(Secret::reveal).ifPresent(t -> request.header("authorization", "Bearer " + t));
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the gateway at " + at + " answered " + answer.statusCode() + ": "
                        + answer.body().strip());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (java.net.ConnectException | java.net.http.HttpTimeoutException e) {
            throw new IOException(
                    "no gateway answers at " + at + "; start it, or leave --live out to explain the file alone", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
