package dev.headgate.api.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A credential. It shows itself only when asked to. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** A credential, or empty for text that no HTTP header can carry as it stands. */
    public static Optional<Secret> parse(String text) {
        boolean fit =
                !text.isEmpty() && text.equals(text.strip()) && text.chars().allMatch(c -> c >= ' ' && c <= '~');
        return fit ? Optional.of(new Secret(text)) : Optional.empty();
    }

    /** The credential itself; for sending and comparing, never for a log or a message. */
    public String reveal() {
        return value;
    }

    /** Takes the same time wherever the two differ. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret s && MessageDigest.isEqual(bytes(), s.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
