package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Body;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where a request body limits its answer, and the body with another limit. The body has been checked already: it is a JSON
 * object, no member stands in it twice, and limits are whole numbers or null.
 */
final class Members {
    private static final byte[] CHAT = name("max_completion_tokens");
    private static final byte[] OLD = name("max_tokens");

    private final byte[] bytes;
    private int chatAt = -1;
    private int oldAt = -1;
    private int last;

    private Members(Body body) {
        bytes = body.array();
        scan();
    }

    private static byte[] name(String text) {
        return ("\"" + text + "\"").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The body with no answer longer than this.
     *
     * @param newer whether the model takes {@code max_completion_tokens} where neither member is there
     */
    static Body limited(Body body, long tokens, boolean newer) {
        var found = new Members(body);
        byte[] number = Long.toString(tokens).getBytes(StandardCharsets.US_ASCII);
        if (found.chatAt < 0 && found.oldAt < 0) {
            String member = ",\"" + (newer ? "max_completion_tokens" : "max_tokens") + "\":" + tokens;
            return body.splice(found.last, found.last, member.getBytes(StandardCharsets.US_ASCII));
        }
        // From the back, so that the offset further in front stays right.
        int later = Math.max(found.chatAt, found.oldAt);
        int earlier = Math.min(found.chatAt, found.oldAt);
        Body changed = body.splice(later, found.valueEnd(later), number);
        return earlier < 0 ? changed : changed.splice(earlier, found.valueEnd(earlier), number);
    }

    private int valueEnd(int at) {
        int end = at;
        while (end < bytes.length && bytes[end] != ',' && bytes[end] != '}' && bytes[end] > ' ') {
            end++;
        }
        return end;
    }

    private void scan() {
        int depth = 0;
        boolean named = false;
        for (int i = 0; i < bytes.length; i++) {
            switch (bytes[i]) {
                case '{', '[' -> {
                    depth++;
                    named = false;
                }
                case '}', ']' -> {
                    depth--;
                    last = i;
                }
                case ',' -> named = false;
                case '"' -> {
                    int end = stringEnd(i);
                    if (depth == 1 && !named) {
                        named = true;
                        note(i, end);
                    }
                    i = end;
                }
                default -> {}
            }
        }
    }

    private int stringEnd(int quote) {
        int i = quote + 1;
        while (bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return i;
    }

    private void note(int from, int end) {
        if (is(from, end, CHAT)) {
            chatAt = value(end + 1);
        } else if (is(from, end, OLD)) {
            oldAt = value(end + 1);
        }
    }

    private boolean is(int from, int end, byte[] name) {
        if (Arrays.equals(bytes, from, end + 1, name, 0, name.length)) {
            return true;
        }
        String written = new String(bytes, from, end + 1 - from, StandardCharsets.UTF_8);
        return written.indexOf('\\') >= 0 && plain(written).equals(new String(name, StandardCharsets.US_ASCII));
    }

    /** A name with the escapes undone that an ASCII letter or an underscore can be written with. */
    private static String plain(String written) {
        var out = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) == '\\' && i + 5 < written.length() && written.charAt(i + 1) == 'u') {
                out.append((char) Integer.parseInt(written.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                out.append(written.charAt(i));
            }
        }
        return out.toString();
    }

    private int value(int at) {
        int i = at;
        while (bytes[i] == ':' || bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r') {
            i++;
        }
        return i;
    }
}
