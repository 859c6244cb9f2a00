package dev.headgate.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Ids of requests: the caller's own when it is fit to be written anywhere, else a new one. */
final class RequestId {
    private static final byte[] DIGITS = "0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS_EACH = 10; // of five bits
    private static final int LONGEST = 128;

    private RequestId() {}

    static String of(@Nullable String sent) {
        return sent != null && fit(sent) ? sent : fresh();
    }

    private static boolean fit(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static String fresh() {
        var random = ThreadLocalRandom.current();
        var id = new byte[4 + 2 * DIGITS_EACH];
        id[0] = 'r';
        id[1] = 'e';
        id[2] = 'q';
        id[3] = '_';
        digits(random.nextLong(), id, 4);
        digits(random.nextLong(), id, 4 + DIGITS_EACH);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    private static void digits(long bits, byte[] out, int at) {
        for (int i = 0; i < DIGITS_EACH; i++) {
            out[at + i] = DIGITS[(int) ((bits >>> (5 * i)) & 31)];
        }
    }
}
