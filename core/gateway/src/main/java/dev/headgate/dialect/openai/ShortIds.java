package dev.headgate.dialect.openai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids of calls as Mistral wants them: nine letters and digits. One of its own stays; any other has one that follows from
 * it, so that a call and its result keep finding each other, in this turn and in all that come.
 */
final class ShortIds {
    private static final int LENGTH = 9;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ShortIds() {}

    static String of(String id) {
        return fits(id) ? id : derived(id);
    }

    private static boolean fits(String id) {
        return id.length() == LENGTH && id.chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
    }

    private static String derived(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            long rest = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                rest = (rest << 8) | (hash[i] & 0xff);
            }
            var out = new StringBuilder(LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                out.append(DIGITS.charAt((int) Long.remainderUnsigned(rest, DIGITS.length())));
                rest = Long.divideUnsigned(rest, DIGITS.length());
            }
            return out.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
