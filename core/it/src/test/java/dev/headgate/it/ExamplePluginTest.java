package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The example plugin, found in the distribution's folder and used from the configuration. */
final class ExamplePluginTest {
    private static String yaml(String settings) {
        return """
                upstreams: { echo: { provider: echo } }
                models: { echo: echo/echo }
                filters: [ example: { %s } ]
                """.formatted(settings);
    }

    private static String hello(boolean stream) {
        return "{\"model\":\"echo\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    @Test
    void its_header_is_on_whole_and_streamed_answers() {
        try (PackagedGateway gateway = PackagedGateway.start(yaml("header: x-served-by, value: the house"))) {
            for (boolean stream : new boolean[] {false, true}) {
                HttpResponse<String> answer = gateway.post("/v1/chat/completions", hello(stream));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().allValues("x-served-by")).containsExactly("the house");
                assertThat(answer.body()).contains("hello");
                assertThat(answer.body().endsWith("data: [DONE]\n\n")).isEqualTo(stream);
            }
        }
    }

    @Test
    void its_settings_are_checked_before_it_runs() {
        Launched check = Launched.run(
                "check",
                PackagedGateway.configuration(yaml("haeder: x-served-by")).toString());
        assertThat(check.awaitExit()).isEqualTo(1);
        assertThat(check.out()).contains(":5:").contains("filters[0]").contains("haeder");
    }
}
