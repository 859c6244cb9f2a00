package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands beside {@code run}, and a {@code run} that cannot be: what they print, and their exit codes. */
final class CommandLineTest {
    private static final String GOOD = """
            upstreams: { echo: { provider: echo } }
            models:
              echo: echo/echo
              "echo-*": { targets: [echo/*], fallback: [echo/echo] }
            teams: { guests: { models: [echo] } }
            keys: [ { name: guest, team: guests, secret: hg-a-guest-of-the-house } ]
            """;
    private static final String BROKEN = """
            upstreams: { echo: { provider: ecko } }
            models:
              m: { targets: [echo/x], retyr: { attempts: 2 } }
            """;

    @Test
    void check_passes_a_good_file() {
        Path file = PackagedGateway.configuration(GOOD);
        Launched check = Launched.run("check", file.toString());
        assertThat(check.awaitExit()).isZero();
        assertThat(check.out()).contains(file + ": valid");
        assertThat(check.err()).isEmpty();
    }

    @Test
    void check_shows_every_mistake_at_its_place_with_the_nearest_right_word() {
        Path file = PackagedGateway.configuration(BROKEN);
        Launched check = Launched.run("check", file.toString());
        assertThat(check.awaitExit()).isEqualTo(1);
        // Two lines stand before the text: the ports.
        assertThat(check.out())
                .contains(file + ":3:32: upstreams.echo.provider: no provider \"ecko\"; did you mean echo?")
                .contains(file + ":5:27: models.m.retyr: unknown key; did you mean retry?")
                .contains(file + ": 2 errors");
    }

    @Test
    void check_speaks_json() {
        Launched check = Launched.run(
                "check", "--json", PackagedGateway.configuration(BROKEN).toString());
        assertThat(check.awaitExit()).isEqualTo(1);
        JsonNode report = JsonMapper.shared().readTree(check.out());
        assertThat(report.path("valid").asBoolean(true)).isFalse();
        assertThat(report.path("errors")).hasSize(2);
        assertThat(report.at("/errors/0/line").asInt()).isEqualTo(3);
        assertThat(report.at("/errors/0/column").asInt()).isEqualTo(32);
    }

    @Test
    void what_is_not_understood_exits_with_2_and_shows_the_usage() {
        Launched option = Launched.run("check", "--bogus");
        assertThat(option.awaitExit()).isEqualTo(2);
        assertThat(option.err()).contains("--bogus").contains("Usage: headgate check");
        Launched command = Launched.run("chekc");
        assertThat(command.awaitExit()).isEqualTo(2);
        assertThat(command.err()).contains("chekc").contains("headgate check");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "check --help", "explain --help", "version --help"})
    void every_command_has_help(String command) {
        Launched help = Launched.run(command.split(" ", -1));
        assertThat(help.awaitExit()).isZero();
        assertThat(help.out()).startsWith("Usage: headgate " + command.replace("--help", ""));
        assertThat(help.err()).isEmpty();
    }

    @Test
    void version_names_the_gateway_and_its_java() {
        Launched version = Launched.run("version");
        assertThat(version.awaitExit()).isZero();
        assertThat(version.out()).matches("headgate \\d+\\.\\d+\\S*   java \\d+\\S*");
        JsonNode json =
                JsonMapper.shared().readTree(Launched.run("version", "--json").out());
        assertThat(version.out()).contains(json.path("version").asString());
    }

    @Test
    void explain_shows_the_way_of_a_request() {
        String file = PackagedGateway.configuration(GOOD).toString();
        Launched exact = Launched.run("explain", "--config", file, "--model", "echo", "--key", "guest");
        assertThat(exact.awaitExit()).isZero();
        assertThat(exact.out()).contains("echo (exact)").contains("guests").contains("echo/echo");

        Launched wildcard = Launched.run("explain", "--config", file, "--model", "echo-500", "--json");
        assertThat(wildcard.awaitExit()).isZero();
        JsonNode json = JsonMapper.shared().readTree(wildcard.out());
        assertThat(json.path("route").asString()).startsWith("echo-* ");
        assertThat(json.at("/targets/0").asString()).startsWith("echo/echo-500");
        assertThat(json.at("/targets/1").asString()).startsWith("echo/echo ").contains("fallback");
    }

    @Test
    void explain_says_why_a_request_would_be_refused() {
        String file = PackagedGateway.configuration(GOOD).toString();
        Launched unknown = Launched.run("explain", "--config", file, "--model", "gpt-9");
        assertThat(unknown.awaitExit()).isEqualTo(1);
        assertThat(unknown.out()).contains("model_not_found").contains("no route");

        Launched notAllowed = Launched.run("explain", "--config", file, "--model", "echo-500", "--key", "guest");
        assertThat(notAllowed.awaitExit()).isEqualTo(1);
        assertThat(notAllowed.out()).contains("model_not_found").contains("the team's models do not cover it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "admin"})
    void a_port_that_is_taken_is_named_with_the_way_out(String section) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String yaml = section + ": { port: " + taken.getLocalPort() + " }\n" + GOOD;
            Launched run = Launched.run(
                    "run", "--config", PackagedGateway.configuration(yaml).toString());
            assertThat(run.awaitExit()).isEqualTo(1);
            assertThat(run.err())
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .contains("in use")
                    .contains(section + ".port");
        }
    }

    @Test
    void a_variable_that_is_not_set_is_named() {
        Path file = PackagedGateway.configuration(GOOD.replace("hg-a-guest-of-the-house", "\"${GUEST_KEY_NOT_SET}\""));
        Launched run = Launched.start(Map.of(), "run", "--config", file.toString());
        assertThat(run.awaitExit()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(file + ":8:46: keys[0].secret: environment variable GUEST_KEY_NOT_SET is not set");
        assertThat(run.out()).isEmpty();
    }
}
