package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.plugin.FaultyFilters;
import dev.headgate.plugin.PluginHosts;
import dev.headgate.plugin.PluginJars;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broken plugin can do to requests and to reloads. */
final class FaultyPluginTest {
    private static final String YAML = """
            upstreams: { echo: { provider: echo } }
            models: { "*": echo/echo }
            """;

    @TempDir
    private Path folder = Path.of("");

    private TestGateway gateway() throws Exception {
        PluginJars.write(folder, "faulty-plugin", FaultyFilters.class);
        return TestGateway.start(YAML + "filters: [ faulty ]\n", Map.of(), PluginHosts.of(folder));
    }

    private static HttpResponse<String> ask(TestGateway gateway, String model) {
        return gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    }

    @Test
    void a_broken_filter_costs_its_own_request_alone_and_tells_nothing() throws Exception {
        try (TestGateway gateway = gateway()) {
            for (String fault : List.of("throws", "overflows", "links", "fails", "null")) {
                HttpResponse<String> answer = ask(gateway, fault);
                assertThat(answer.statusCode()).as(fault).isEqualTo(500);
                assertThat(answer.body())
                        .contains("\"error\"")
                        .doesNotContain(FaultyFilters.DETAIL)
                        .doesNotContain("Exception")
                        .doesNotContain("dev.headgate")
                        .doesNotContain("FaultyFilters");
                for (int i = 0; i < 3; i++) { // one that fails half of the time is benched
                    assertThat(ask(gateway, "sound").statusCode()).isEqualTo(200);
                }
            }
            assertThat(gateway.metrics()).contains("headgate_in_flight 0.0\n");
        }
    }

    @Test
    void a_filter_that_cannot_be_made_is_an_error_at_its_line() throws Exception {
        try (TestGateway gateway = gateway()) {
            assertThat(gateway.reload(YAML + "filters:\n  - faulty\n  - faullty\n"))
                    .singleElement()
                    .asString()
                    .endsWith("gateway.yaml:7:5: filters[1]: no plugin offers the filter \"faullty\"; known: faulty");
            assertThat(gateway.reload(YAML + "filters:\n  - faulty: { craete: x }\n"))
                    .singleElement()
                    .asString()
                    .contains("gateway.yaml:6:15: filters[0].faulty.craete: unknown key; did you mean create?");
            for (String fault : List.of("nothing", "throw", "overflow")) {
                assertThat(gateway.reload(YAML + "filters:\n  - faulty: { create: " + fault + " }\n"))
                        .singleElement()
                        .asString()
                        .endsWith(
                                "gateway.yaml:6:5: filters[0]: the plugin of the filter faulty failed; the log has its"
                                        + " stack");
            }
            assertThat(ask(gateway, "sound").statusCode()).isEqualTo(200);
        }
    }
}
