package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Body;
import java.nio.charset.StandardCharsets;

/** What of a request's JSON costs tokens though it is no text: tools and the forms of answers. */
final class Tools {
    private static final byte[] TOOLS = "\"tools\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SCHEMA = "\"response_format\"".getBytes(StandardCharsets.US_ASCII);

    private Tools() {}

    /** The bytes of the descriptions of tools and of the answer's form. */
    static long bytes(Body body) {
        return value(body.array(), TOOLS) + value(body.array(), SCHEMA);
    }

    /** The length of a member's value that is an object or an array, wherever it stands first outside a string. */
    private static long value(byte[] json, byte[] name) {
        int depth = 0;
        int begun = -1;
        int within = 0;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (b == '"') {
                int end = stringEnd(json, i);
                if (depth == 1 && begun < 0 && at(json, i, name)) {
                    begun = end + 1;
                    within = depth;
                }
                i = end;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                if (begun >= 0 && depth == within) {
                    return i + 1L - begun;
                }
            } else if (b == ',' && begun >= 0 && depth == within) {
                return 0; // null, or a word
            }
        }
        return 0;
    }

    private static int stringEnd(byte[] json, int quote) {
        int i = quote + 1;
        while (i < json.length && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i;
    }

    /** How often these bytes occur, spaces after colons aside. */
    static long count(byte[] json, byte[] sought) {
        long found = 0;
        for (int i = 0; i + sought.length <= json.length; i++) {
            if (json[i] == sought[0] && matches(json, i, sought)) {
                found++;
            }
        }
        return found;
    }

    private static boolean matches(byte[] json, int from, byte[] sought) {
        int i = from;
        for (int k = 0; k < sought.length; k++) {
            if (k > 0 && sought[k - 1] == ':') {
                while (i < json.length && json[i] <= ' ') {
                    i++;
                }
            }
            if (i >= json.length || json[i] != sought[k]) {
                return false;
            }
            i++;
        }
        return true;
    }

    private static boolean at(byte[] json, int from, byte[] name) {
        if (from + name.length > json.length) {
            return false;
        }
        for (int k = 0; k < name.length; k++) {
            if (json[from + k] != name[k]) {
                return false;
            }
        }
        return true;
    }
}
