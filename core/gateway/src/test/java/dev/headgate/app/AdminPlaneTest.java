package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminPlaneTest {
    private static final String TOKEN = "0f81c2d4e6a7b8c9-admin";
    private static final String YAML = "upstreams: { echo: { provider: echo } }\n";

    private Optional<TestGateway> guarded = Optional.empty();
    private Optional<TestGateway> open = Optional.empty();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    void start() {
        guarded = Optional.of(TestGateway.start(YAML + "admin: { port: 0, token: \"" + TOKEN + "\" }\n"));
        open = Optional.of(TestGateway.start(YAML));
    }

    @AfterAll
    void stop() {
        guarded.ifPresent(TestGateway::close);
        open.ifPresent(TestGateway::close);
        client.close();
    }

    private int status(TestGateway gateway, String method, String path, Optional<String> authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.adminUrl().resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        authorization.ifPresent(a -> request.header("authorization", a));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        // without token configured, then with: none sent, wrong, right
        "GET,  /livez,          200, 200, 200, 200",
        "GET,  /readyz,         200, 200, 200, 200",
        "GET,  /metrics,        200, 401, 401, 200",
        "POST, /config/reload,  200, 401, 401, 200",
        "GET,  /config/reload,  404, 404, 404, 404",
        "POST, /metrics,        404, 404, 404, 404",
        "GET,  /,               404, 404, 404, 404",
        "GET,  /metrics/,       404, 404, 404, 404",
        "GET,  /v1/models,      404, 404, 404, 404",
    })
    void who_may_do_what(String method, String path, int unguarded, int none, int wrong, int right) throws Exception {
        TestGateway g = guarded.orElseThrow();
        assertThat(status(open.orElseThrow(), method, path, Optional.empty())).isEqualTo(unguarded);
        assertThat(status(g, method, path, Optional.empty())).isEqualTo(none);
        for (String sent : new String[] {
            "Bearer wrong", "Bearer " + TOKEN + "x", "Bearer", "Bearer ", TOKEN, "Basic " + TOKEN, "bearer  " + TOKEN
        }) {
            assertThat(status(g, method, path, Optional.of(sent))).as(sent).isEqualTo(wrong);
        }
        assertThat(status(g, method, path, Optional.of("Bearer " + TOKEN))).isEqualTo(right);
    }

    @Test
    void a_page_of_another_site_moves_nothing() throws Exception {
        HttpRequest reload = HttpRequest.newBuilder(
                        open.orElseThrow().adminUrl().resolve("/config/reload"))
                .header("origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(reload, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(403);
    }
}
