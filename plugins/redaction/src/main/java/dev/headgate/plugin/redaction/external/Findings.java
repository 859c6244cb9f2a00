package dev.headgate.plugin.redaction.external;

import dev.headgate.plugin.redaction.detect.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the analyzer has found, with its places counted as Java counts them: the analyzer counts whole characters. */
final class Findings {
    private static final Pattern ENTITY = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");

    private Findings() {}

    static List<Finding> read(String json, String text) throws MalformedAnswer {
        if (!(new AnswerReader(json).read() instanceof List<?> list)) {
            throw new MalformedAnswer("not a list");
        }
        int[] places = places(text);
        List<Finding> findings = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> finding
                    && finding.get("entity_type") instanceof String entity
                    && finding.get("start") instanceof Double start
                    && finding.get("end") instanceof Double end
                    && finding.get("score") instanceof Double score)) {
                throw new MalformedAnswer("a finding lacks entity_type, start, end or score");
            }
            if (!ENTITY.matcher(entity).matches()) {
                throw new MalformedAnswer("an entity_type that is no name in capitals");
            }
            findings.add(new Finding(
                    Question.kind(entity), place(places, start), place(places, end), Math.clamp(score, 0.0, 1.0)));
        }
        return findings;
    }

    private static int place(int[] places, double codePoint) throws MalformedAnswer {
        if (codePoint < 0 || codePoint >= places.length || codePoint != Math.rint(codePoint)) {
            throw new MalformedAnswer("a finding outside the text");
        }
        return places[(int) codePoint];
    }

    /** Where each character begins, and where the text ends. */
    private static int[] places(String text) {
        int[] places = new int[text.codePointCount(0, text.length()) + 1];
        int at = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = at;
            at = at < text.length() ? text.offsetByCodePoints(at, 1) : at;
        }
        return places;
    }
}
