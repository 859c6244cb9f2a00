package dev.headgate.plugin.redaction;

import dev.headgate.api.settings.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes of values: the same for the same value and key, and of no use to whoever does not have the key. */
final class Hashes {
    private static final String ALGORITHM = "HmacSHA256";
    /** Of the hash, as much as is shown: two values of one organisation do not meet in it. */
    private static final int SHOWN_BYTES = 8;

    private final SecretKeySpec key;

    Hashes(Secret secret) {
        key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** What stands in the place of a value, such as {@code [EMAIL:9f86d081884c7d65]}. */
    String shown(String label, String value) {
        byte[] hash = hash("shown", label, value);
        return "[" + label + ":" + HexFormat.of().formatHex(hash, 0, SHOWN_BYTES) + "]";
    }

    /** A number for a value, from 1 to {@code most}. */
    int number(String owner, String label, String value, int most) {
        long hash = ByteBuffer.wrap(hash("number", owner, label, value)).getLong();
        return 1 + (int) Long.remainderUnsigned(hash, most);
    }

    private byte[] hash(String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // With its length first, so that no two lists of parts come to the same bytes.
                mac.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is in every JDK", e);
        }
    }
}
