package dev.headgate.dialect;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a model of Anthropic's can do and how it wants to be asked.
 *
 * @param name a part of the names of the models that this is about
 * @param mostOutput the most tokens of an answer; empty where that is not known
 * @param thinking how it is asked to think
 * @param schema whether it takes a schema for its answer
 * @param sampling whether it takes temperature, top_p and top_k
 * @param xhigh whether it knows that effort
 * @param systemTurns whether the system may speak in the middle of a conversation
 * @param display whether it can be told how to show its thoughts
 */
public record ClaudeModel(
        String name,
        OptionalLong mostOutput,
        Thinking thinking,
        boolean schema,
        boolean sampling,
        boolean xhigh,
        boolean systemTurns,
        boolean display) {
    /** How a model is asked to think. */
    public enum Thinking {
        NONE,
        /** Up to so many tokens. */
        BUDGET,
        /** As much as it finds right, guided by an effort. */
        ADAPTIVE
    }

    /** A model of somebody else who speaks this format: nothing is expected of it. */
    private static final ClaudeModel UNKNOWN =
            new ClaudeModel("", OptionalLong.empty(), Thinking.BUDGET, false, true, false, false, false);

    /**
     * A part of the names, the most tokens of an answer, how thinking is asked for, and what else it can do. Of several
     * parts the longest counts. A new Claude is expected to be like the newest that are known.
     */
    private static final String TABLE = """
            claude-instant 4096 none sampling
            claude-2 4096 none sampling
            claude-v1 4096 none sampling
            claude-v2 4096 none sampling
            claude-3-haiku 4096 none sampling
            claude-3-sonnet 4096 none sampling
            claude-3-opus 4096 none sampling
            claude-3-5-sonnet 8192 none sampling
            claude-3-5-haiku 8192 none sampling
            claude-3-7-sonnet 64000 budget sampling
            claude-sonnet-4 64000 budget sampling
            claude-4-sonnet 64000 budget sampling
            claude-opus-4 32000 budget sampling
            claude-4-opus 32000 budget sampling
            claude-opus-4-5 64000 budget sampling,schema
            claude-sonnet-4-5 64000 budget sampling,schema
            claude-haiku-4-5 64000 budget sampling,schema
            claude-opus-4-6 128000 adaptive sampling,schema
            claude-sonnet-4-6 64000 adaptive sampling,schema
            claude-opus-4-7 128000 adaptive schema,xhigh,display
            claude-opus-4-8 128000 adaptive schema,xhigh,system-turns,display
            claude-sonnet-5 128000 adaptive schema,xhigh,display
            claude-opus-5 128000 adaptive schema,xhigh,display
            claude-fable-5 128000 adaptive schema,xhigh,display
            claude 64000 adaptive schema,xhigh,display
            """;

    private static final List<ClaudeModel> KNOWN = TABLE.lines()
            .map(ClaudeModel::parse)
            .sorted(Comparator.comparingInt((ClaudeModel m) -> -m.name().length()))
            .toList();

    /** The one of this name, whatever else an operator puts before and after it. */
    public static ClaudeModel of(String model) {
        String name = model.toLowerCase(Locale.ROOT).replace('.', '-');
        for (ClaudeModel m : KNOWN) {
            if (name.contains(m.name())) {
                return m;
            }
        }
        return UNKNOWN;
    }

    private static ClaudeModel parse(String line) {
        String[] cells = line.split(" ", -1);
        Set<String> can = Set.of(cells[3].split(","));
        return new ClaudeModel(
                cells[0],
                OptionalLong.of(Long.parseLong(cells[1])),
                Thinking.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                can.contains("schema"),
                can.contains("sampling"),
                can.contains("xhigh"),
                can.contains("system-turns"),
                can.contains("display"));
    }
}
