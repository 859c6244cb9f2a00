package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeyringTest {
    private static final Team TEAM = new Team("search", new AllowList(List.of("*")));
    private static final Team OTHER = new Team("other", new AllowList(List.of("*")));
    private static final String SECRET = "hg-0123456789abcdef";

    private static Keyring keyring() {
        return new Keyring.Builder()
                .key("one", TEAM, Keyring.sha256(SECRET))
                .key("two", OTHER, Keyring.sha256(SECRET + "0"))
                .key("three", TEAM, Keyring.sha256("x".repeat(4096)))
                .build(TEAM);
    }

    @Test
    void a_key_is_known_by_the_whole_of_its_secret() {
        assertThat(keyring().admit(Optional.of(SECRET), false).principal().key())
                .isEqualTo("one");
        assertThat(keyring().admit(Optional.of(SECRET + "0"), true).principal().team())
                .isEqualTo("other");
        assertThat(keyring()
                        .admit(Optional.of("x".repeat(4096)), false)
                        .principal()
                        .key())
                .isEqualTo("three");
    }

    @Test
    void anything_else_is_refused_alike() {
        for (String wrong : List.of(
                "",
                " ",
                SECRET.substring(1),
                SECRET.substring(0, SECRET.length() - 1),
                SECRET + " ",
                SECRET.toUpperCase(java.util.Locale.ROOT),
                "x".repeat(4097),
                "x".repeat(1 << 20),
                "\u0000",
                "ключ")) {
            assertThatExceptionOfType(GatewayException.class)
                    .as("%.20s", wrong)
                    .isThrownBy(() -> keyring().admit(Optional.of(wrong), true))
                    .satisfies(e -> {
                        Failure f = e.failure();
                        assertThat(f.kind()).isEqualTo(Failure.Kind.UNAUTHENTICATED);
                        assertThat(f.code()).contains("invalid_api_key");
                        assertThat(f.message())
                                .isEqualTo("The API key is not known here. Use a key issued for this gateway.");
                    });
        }
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> keyring().admit(Optional.empty(), true))
                .satisfies(e -> assertThat(e.failure().message()).startsWith("No API key was sent."));
    }

    @Test
    void without_keys_only_this_machine_is_let_in() {
        Keyring open = new Keyring.Builder().build(TEAM);
        assertThat(open.open()).isTrue();
        assertThat(open.admit(Optional.empty(), true).principal().team()).isEqualTo("search");
        assertThat(open.admit(Optional.of("anything"), true).principal().key()).isEqualTo("-");
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> open.admit(Optional.empty(), false));
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> open.admit(Optional.of("anything"), false));
        assertThat(keyring().open()).isFalse();
    }
}
