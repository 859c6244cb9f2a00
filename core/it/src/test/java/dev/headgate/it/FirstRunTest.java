package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.Sse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The first minute: the configuration as shipped, no account, and what is printed can be followed. */
final class FirstRunTest {
    private static final Pattern TRY = Pattern.compile(
            "^try +curl (http://127\\.0\\.0\\.1:\\d+)(/\\S+) -H '([^:']+): ([^']+)' \\\\\n +-d '([^']+)'$",
            Pattern.MULTILINE);

    /** As shipped, except that a test cannot have the two ports to itself. */
    private static PackagedGateway shipped(Map<String, String> environment) throws IOException {
        String yaml = Files.readString(Launched.dist().resolve("config/gateway.yaml"))
                .replace("port: 8080", "port: 0")
                .replace("port: 8081", "port: 0");
        assertThat(yaml).containsPattern("server:.*port: 0").containsPattern("admin:.*port: 0");
        return PackagedGateway.start(yaml, environment);
    }

    @Test
    void the_printed_request_works_as_printed() throws IOException {
        try (PackagedGateway gateway = shipped(Map.of())) {
            assertThat(gateway.process().out())
                    .containsPattern(
                            "(?m)^headgate \\d\\S*   config \\S+gateway\\.yaml   admin http://127\\.0\\.0\\.1:")
                    .containsPattern("(?m)^upstreams +echo$")
                    .containsPattern("(?m)^skipped +openai \\(OPENAI_API_KEY\\), abliteration \\(ABLIT_KEY\\), ")
                    .containsPattern("(?m)^models +echo")
                    .containsPattern("(?m)^ready in \\d+\\.\\d s, on (epoll|kqueue|nio)$");
            assertThat(gateway.process().err()).isEmpty();

            Matcher printed = TRY.matcher(gateway.process().out());
            assertThat(printed.find()).isTrue();
            assertThat(printed.group(1)).isEqualTo(gateway.url());
            HttpResponse<String> answer =
                    gateway.post(printed.group(2), printed.group(5), "x-" + printed.group(3), printed.group(4));
            assertThat(answer.statusCode()).isEqualTo(200);
            ChatFold chat = ChatFold.ofEvents(Sse.parse(answer.body()).events());
            assertThat(chat.text()).isEqualTo("hello");
            assertThat(chat.done()).isTrue();
            gateway.process().awaitOut("echo → echo status=200");
        }
    }

    @Test
    void a_key_in_the_environment_makes_its_provider_ready() throws IOException {
        try (PackagedGateway gateway = shipped(Map.of("OPENAI_API_KEY", "sk-openai-not-to-be-shown"))) {
            assertThat(gateway.process().out())
                    .containsPattern("(?m)^upstreams +echo, openai$")
                    .contains("gpt-*")
                    .doesNotContain("sk-openai");
            assertThat(gateway.process().err()).doesNotContain("sk-openai");
        }
    }
}
