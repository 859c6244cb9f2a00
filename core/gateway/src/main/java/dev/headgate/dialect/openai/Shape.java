package dev.headgate.dialect.openai;

import dev.headgate.api.Scope;

/** The members that hold texts, each with what leads to it inside a delta and what closes that again. */
enum Shape {
    REASONING(Scope.REASONING, "\"reasoning\":", ""),
    REASONING_CONTENT(Scope.REASONING, "\"reasoning_content\":", ""),
    /** OpenRouter's, which repeat what {@code reasoning} says. */
    DETAIL_TEXT(Scope.REASONING, "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":", "}]"),
    DETAIL_SUMMARY(Scope.REASONING, "\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":", "}]"),
    /** Mistral's part of the content. */
    THINKING(Scope.REASONING, "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":", "}]}]"),
    /** What the gateway itself passes on of Anthropic's, together with its signature. */
    THINKING_BLOCK(Scope.REASONING, "\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":", "}]"),
    /** What the gateway itself passes on of Cohere's: a piece of the answer, and who says so. */
    QUOTED(Scope.MESSAGE, "\"citations\":[{\"text\":", "}]"),
    CITED(Scope.MESSAGE, "\"citations\":[{\"cited_text\":", "}]"),
    CONTENT(Scope.MESSAGE, "\"content\":", ""),
    REFUSAL(Scope.MESSAGE, "\"refusal\":", ""),
    TRANSCRIPT(Scope.MESSAGE, "\"audio\":{\"transcript\":", "}"),
    /** A completion's, which stands in the choice itself. */
    TEXT(Scope.MESSAGE, "\"text\":", ""),
    ARGUMENTS(Scope.TOOL_INPUT, "\"function\":{\"arguments\":", "}"),
    CUSTOM_INPUT(Scope.TOOL_INPUT, "\"custom\":{\"input\":", "}"),
    /** The one call that there was before there were lists of them. */
    FUNCTION_CALL(Scope.TOOL_INPUT, "\"function_call\":{\"arguments\":", "}"),
    /** In whole documents only. */
    INSTRUCTIONS(Scope.SYSTEM, "", ""),
    DESCRIPTION(Scope.SYSTEM, "", ""),
    TITLE(Scope.MESSAGE, "", ""),
    METADATA(Scope.METADATA, "", "");

    private final Scope scope;
    private final String before;
    private final String after;

    Shape(Scope scope, String before, String after) {
        this.scope = scope;
        this.before = before;
        this.after = after;
    }

    /** Where texts of this shape stand, unless a message's role says otherwise. */
    Scope scope() {
        return scope;
    }

    /** Whether the text most likely is JSON. */
    boolean json() {
        return this == ARGUMENTS || this == FUNCTION_CALL;
    }

    /** What leads to the text inside a choice of a chunk. */
    String before(int part) {
        return switch (this) {
            case TEXT -> before;
            case ARGUMENTS, CUSTOM_INPUT -> "\"delta\":{\"tool_calls\":[{\"index\":" + part + "," + before;
            default -> "\"delta\":{" + before;
        };
    }

    /** What follows the text in its choice. */
    String after() {
        return switch (this) {
            case TEXT -> ",\"logprobs\":null";
            case ARGUMENTS, CUSTOM_INPUT -> after + "}]}";
            default -> after + "}";
        };
    }
}
