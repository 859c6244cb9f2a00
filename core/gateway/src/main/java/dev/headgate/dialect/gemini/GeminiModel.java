package dev.headgate.dialect.gemini;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model can do and how it wants to be asked.
 *
 * @param generation 2.5 as 25; of a name that says none the newest is assumed
 * @param pro whether it is one of the large ones, which always think
 * @param gemma whether it is an open model, which knows no instructions apart from what the user says
 */
record GeminiModel(int generation, boolean pro, boolean gemma) {
    private static final Pattern VERSION = Pattern.compile("gemini-(\\d+)(?:\\.(\\d+))?");
    private static final int THINKS = 25;
    private static final int SIGNS = 30;

    private static final Map<String, Integer> BUDGETS =
            Map.of("none", 0, "minimal", 512, "low", 1024, "medium", 8192, "high", 24576, "xhigh", 24576, "max", 24576);
    private static final int LEAST_BUDGET_OF_PRO = 128;

    static GeminiModel of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        Matcher m = VERSION.matcher(name);
        int generation = SIGNS;
        if (m.find()) {
            generation = 10
                    * Math.min(
                            99,
                            Integer.parseInt(m.group(1)
                                    .substring(0, Math.min(2, m.group(1).length()))));
            generation += m.group(2) == null ? 0 : m.group(2).charAt(0) - '0';
        }
        return new GeminiModel(generation, name.contains("pro"), name.contains("gemma"));
    }

    /** Whether it can be asked to think. */
    boolean thinks() {
        return generation >= THINKS && !gemma;
    }

    /** Whether it signs its calls and wants the signatures back. */
    boolean signs() {
        return generation >= SIGNS && !gemma;
    }

    /** The most tokens that it gives out; it refuses to be asked for more. */
    long mostOutput() {
        return gemma ? Long.MAX_VALUE : generation < THINKS ? 8192 : 65536;
    }

    /** Whether it takes a form of the answer beside tools. */
    boolean formBesideTools() {
        return generation >= SIGNS && !gemma;
    }

    /** The tokens it may think with for this effort, or -1 when the word is not known. */
    int budget(String effort) {
        int budget = BUDGETS.getOrDefault(effort, -1);
        return pro && budget == 0 ? LEAST_BUDGET_OF_PRO : budget;
    }

    /** The level for this effort, empty when the word is not known. */
    String level(String effort) {
        return switch (effort) {
            case "none", "minimal" -> pro ? "low" : "minimal";
            case "low" -> "low";
            case "medium" -> pro ? "high" : "medium";
            case "high", "xhigh", "max" -> "high";
            default -> "";
        };
    }
}
