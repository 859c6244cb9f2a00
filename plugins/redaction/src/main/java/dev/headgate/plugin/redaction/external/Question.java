package dev.headgate.plugin.redaction.external;

import java.util.List;
import java.util.Locale;

/**
 * What the analyzer is asked about a text.
 *
 * @param language of the texts, such as {@code en}
 * @param entities what is looked for, such as {@code PERSON}; everything the analyzer knows when empty
 * @param score below which nothing counts as found
 */
public record Question(String language, List<String> entities, double score) {
    public Question {
        entities = List.copyOf(entities);
    }

    /** The kind that findings of an entity are of, as it is written in settings. */
    public static String kind(String entity) {
        return entity.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As JSON, in ASCII. */
    String about(String text) {
        var json = new StringBuilder(text.length() + 128).append("{\"text\":");
        quote(text, json);
        json.append(",\"language\":");
        quote(language, json);
        json.append(",\"score_threshold\":").append(score);
        if (!entities.isEmpty()) {
            json.append(",\"entities\":[");
            for (int i = 0; i < entities.size(); i++) {
                json.append(i == 0 ? "" : ",");
                quote(entities.get(i), json);
            }
            json.append(']');
        }
        return json.append('}').toString();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append("\\u").append(String.format("%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
