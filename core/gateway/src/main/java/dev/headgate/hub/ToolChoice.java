package dev.headgate.hub;

import dev.headgate.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether tools are to be called, and which.
 *
 * @param given whether the caller has said anything about it
 * @param names the one that must be called, or those among which the model may choose; empty for all
 */
public record ToolChoice(Mode mode, boolean given, List<String> names) {
    /** What the model is to do. */
    public enum Mode {
        AUTO,
        REQUIRED,
        NONE,
        NAMED
    }

    static final ToolChoice UNSAID = new ToolChoice(Mode.AUTO, false, List.of());

    public ToolChoice {
        names = List.copyOf(names);
    }

    /** Whether the model has to call something. */
    public boolean forced() {
        return mode == Mode.REQUIRED || mode == Mode.NAMED;
    }

    /** Whether this tool may be called, as far as names are given. */
    public boolean allows(Tool tool) {
        return names.isEmpty() || names.contains(tool.name().text());
    }

    /** Whether this tool, as it came, may be called, as far as names are given. */
    public boolean allows(Json tool) {
        return names.isEmpty() || names.contains(name(tool));
    }

    /**
     * What a request says about it.
     *
     * @param choice {@code tool_choice}, or {@code function_call} of old
     */
    public static ToolChoice of(Json choice) {
        if (!choice.given()) {
            return UNSAID;
        }
        if (choice.isString()) {
            return new ToolChoice(mode(choice), true, List.of());
        }
        Json allowed = choice.get("allowed_tools");
        if (choice.get("type").is("allowed_tools")) {
            List<String> names = new ArrayList<>();
            allowed.get("tools").forEach(t -> names.add(name(t)));
            return new ToolChoice(mode(allowed.get("mode")), true, names);
        }
        return new ToolChoice(Mode.NAMED, true, List.of(name(choice)));
    }

    private static String name(Json tool) {
        Json function = tool.get("function");
        return (function.isObject() ? function : tool).get("name").text();
    }

    private static Mode mode(Json word) {
        if (word.is("required") || word.is("any")) {
            return Mode.REQUIRED;
        }
        return word.is("none") ? Mode.NONE : Mode.AUTO;
    }
}
