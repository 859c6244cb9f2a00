package dev.headgate.plugin.redaction;

import java.nio.charset.StandardCharsets;

/** The kind of text that a placeholder was found written for, by how its brackets are escaped. */
enum Spelling {
    PLAIN,
    /** As character references. */
    HTML,
    /** In percent signs. */
    URL,
    /** By their numbers, as in JSON inside the text. */
    JSON;

    private static final String HEX = "0123456789ABCDEF";

    /** The original as it has to stand there. */
    String written(String original) {
        var out = new StringBuilder(original.length() + 16);
        switch (this) {
            case PLAIN -> out.append(original);
            case HTML -> original.chars().forEach(c -> html(out, (char) c));
            case URL -> {
                for (byte b : original.getBytes(StandardCharsets.UTF_8)) {
                    url(out, b & 0xFF);
                }
            }
            case JSON -> original.chars().forEach(c -> json(out, (char) c));
        }
        return out.toString();
    }

    private static void html(StringBuilder out, char c) {
        switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            default -> out.append(c);
        }
    }

    private static void url(StringBuilder out, int b) {
        if (b < 0x80 && (Character.isLetterOrDigit(b) || "-._~@+".indexOf(b) >= 0)) {
            out.append((char) b);
        } else {
            out.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
        }
    }

    private static void json(StringBuilder out, char c) {
        if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c < ' ') {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        } else {
            out.append(c);
        }
    }
}
