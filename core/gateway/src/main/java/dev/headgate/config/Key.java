package dev.headgate.config;

import dev.headgate.api.quota.Quota;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Secret;
import java.util.Locale;
import java.util.Optional;

/** What a caller shows to be let in: known by its secret or by the secret's hash, never both. */
@Describe("A key that callers show. Exactly one of secret and sha256 is written.")
public record Key(
        @Describe("The key's name in logs and usage.") @Matches(value = Names.KEY, use = Names.KEY_USE)
        String name,

        @Describe("The team it belongs to.") @Default(Team.DEFAULT)
        String team,

        @Describe("The key itself, at least 16 characters. Write ${NAME} or ${file:path}.")
        Optional<Secret> secret,

        @Describe("The SHA-256 of the key in hexadecimal, so that the key itself need not be kept.")
        @Matches(value = "[0-9a-fA-F]{64}", use = "64 hexadecimal digits", shown = false)
        Optional<String> sha256,

        @Describe("What this key alone may use. The filter rate-limit holds it to it.")
        Optional<Quota> limits) {

    public Key {
        sha256 = sha256.map(s -> s.toLowerCase(Locale.ROOT));
    }
}
