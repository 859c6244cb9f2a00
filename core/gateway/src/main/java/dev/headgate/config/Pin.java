package dev.headgate.config;

import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Shorthand;
import java.util.Locale;

/** The one content that a plugin's file may have. */
@Describe("The SHA-256 of a plugin's file.")
public record Pin(
        @Describe("The SHA-256 of the file in hexadecimal, as sha256sum prints it.")
        @Matches(value = Pin.FORM, use = Pin.USE)
        String sha256) {
    static final String FORM = "[0-9a-fA-F]{64}";
    static final String USE = "64 hexadecimal digits, as sha256sum prints them";

    public Pin {
        sha256 = sha256.toLowerCase(Locale.ROOT);
    }

    @Shorthand
    static Pin of(
            @Describe("The SHA-256 of the file in hexadecimal, as sha256sum prints it.")
                    @Matches(value = FORM, use = USE)
                    String sha256) {
        return new Pin(sha256);
    }
}
