package dev.headgate.hub;

import dev.headgate.wire.Json;

/** Counts what a JSON string stands for without undoing its escapes. */
final class Characters {
    private Characters() {}

    /** Code points. */
    static int in(Json string) {
        byte[] b = string.bytes();
        int count = 0;
        for (int i = string.start() + 1; i < string.end() - 1; i++) {
            if (b[i] == '\\') {
                boolean code = b[i + 1] == 'u';
                boolean lowHalf = code && (b[i + 2] | 0x20) == 'd' && Character.digit(b[i + 3], 16) >= 12;
                count += lowHalf ? 0 : 1;
                i += code ? 5 : 1;
            } else if ((b[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }
}
