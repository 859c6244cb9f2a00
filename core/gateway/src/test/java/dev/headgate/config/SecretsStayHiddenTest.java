package dev.headgate.config;

import static dev.headgate.config.Reading.errors;
import static dev.headgate.config.Reading.named;
import static dev.headgate.config.Reading.read;
import static dev.headgate.config.Reading.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.settings.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsStayHiddenTest {
    private static final String CANARY = "canary0123";
    private static final Map<String, String> ENVIRONMENT = Map.of("X", CANARY, "BREAK", CANARY + "\n");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keys: [ { name: a, secret: canary0123 } ]",
                "keys: [ { name: a, secret: { canary0123: 1 } } ]\nadmin: { token: [ canary0123 ] }",
                "keys: [ { name: a, secret:canary0123 } ]",
                "keys:\n- name: a\n  secret:canary0123\n",
                "keys: [ { name: a, secret: \"canary0123 ]",
                "admin: { token: *canary0123 }",
                "admin: { token: !canary0123 x }",
                "admin: { token: !canary0123!y x }",
                "admin: { token: &canary0123 }",
                "admin: { token: \"${canary0123-x}\" }",
                "admin: { token: \"${X\" }",
                "admin: { token: \"${X}\", port: \"${X}\", host: \"${X} ${X}\" }",
                "server: { drain: \"${X}\", max-request: \"${X}\" }",
                "upstreams: { a: { provider: openai, base-url: \"https://u:canary0123@host\" } }",
                "upstreams: { a: { provider: openai, api-key: \"${BREAK}\" } }",
                "upstreams: { a: { provider: openai, headers: { x-a: \"${BREAK}\" } } }",
                "upstreams: { a: { provider: openai, headers: { authorization:canary0123 } } }",
                "upstreams: { a: { provider: azure, entra: { client-secret: \"${BREAK}\" } } }",
                "upstreams: { a: { provider: azure, entra: { client-secret:canary0123 } } }",
                "upstreams: { a: { provider: openai, aws: { secret-access-key: \"${X}\" } } }",
                "upstreams: { a: { provider: openai, headers: { x-a: [ canary0123 ] } } }",
                "keys: [ { name: a, secret: \"${X}\" }, { name: b, secret: \"${X}\" } ]",
                "keys: [ { name: a, sha256: canary0123 } ]"
            })
    void no_error_shows_a_secret(String yaml) {
        assertThat(errors(read(yaml, ENVIRONMENT))).isNotEmpty().noneMatch(e -> e.contains(CANARY));
    }

    private record Token(Optional<Secret> token) {}

    @Test
    void no_error_of_a_plugins_settings_shows_a_secret() {
        for (String settings :
                List.of("token:canary0123", "token: [ canary0123 ]", "token: \"${X} \"", "tokn: { canary0123: 1 }")) {
            FilterSettings written = valid(read("filters: [ f: { " + settings + " } ]", ENVIRONMENT))
                    .config()
                    .filters()
                    .getFirst()
                    .settings();
            assertThat(written.toString()).doesNotContain(CANARY);
            assertThat(written.read(Token.class).errors())
                    .isNotEmpty()
                    .noneMatch(e -> e.render().contains(CANARY));
        }
    }

    @Test
    void a_reference_in_a_name_is_not_shown_when_the_name_is_unknown() {
        assertThat(errors(read("upstreams: { a: { provider: \"${X}\" } }", ENVIRONMENT)))
                .isNotEmpty()
                .noneMatch(e -> e.contains(CANARY));
        assertThat(errors(read("keys: [ { name: a, team: \"${X}\" } ]", ENVIRONMENT)))
                .isNotEmpty()
                .noneMatch(e -> e.contains(CANARY));
        assertThat(errors(read("models: { m: \"${X}/m\" }", ENVIRONMENT)))
                .isNotEmpty()
                .noneMatch(e -> e.contains(CANARY));
    }

    @Test
    void a_configuration_does_not_print_its_secrets() {
        ConfigResult.Valid valid = valid(read("""
                admin: { token: "${X}-89abcdef" }
                upstreams:
                  a: { provider: openai, api-key: "${X}", headers: { x-a: "${X}" } }
                  b: { provider: azure, entra: { client-secret: "${X}" } }
                  c: { provider: openai, aws: { access-key-id: AKIA1, secret-access-key: "${X}", session-token: "${X}" } }
                filters: [ f: { token: "${X}" } ]
                keys: [ { name: k, secret: "${X}-89abcde" } ]
                """, ENVIRONMENT));
        assertThat(valid.toString()).doesNotContain(CANARY).contains("***");
        assertThat(named(valid.config().upstreams(), "a").apiKey().orElseThrow().reveal())
                .isEqualTo(CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "changeme",
                "secret",
                "password",
                "test",
                "sk-1234",
                "changeme-changeme",
                "sk-1234567890abcdef",
                "your-secret-key-here",
                "aaaaaaaaaaaaaaaaaaaa",
                "test-test-test-test",
                "sk-xxxxxxxxxxxxxxxxxxxx",
                "0123456789 0123"
            })
    void short_and_well_known_keys_are_refused(String secret) {
        assertThat(errors("keys: [ { name: a, secret: '" + secret + "' } ]"))
                .singleElement()
                .asString()
                .contains("use a random one");
        assertThat(errors("admin: { token: '" + secret + "' }")).hasSize(1);
    }

    @Test
    void an_empty_secret_is_refused() {
        assertThat(errors(read("keys: [ { name: a, secret: \"${E}\" } ]", Map.of("E", ""))))
                .containsExactly(
                        "gateway.yaml:1:28: keys[0].secret: the value does not fit; use visible ASCII characters, at least"
                                + " one, and no space around them");
    }
}
