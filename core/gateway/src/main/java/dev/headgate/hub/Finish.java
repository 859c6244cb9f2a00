package dev.headgate.hub;

/** Why an answer ended, in OpenAI's words. */
public enum Finish {
    STOP("stop"),
    LENGTH("length"),
    TOOL_CALLS("tool_calls"),
    CONTENT_FILTER("content_filter");

    private final String word;

    Finish(String word) {
        this.word = word;
    }

    /**
     * The word for it.
     *
     * @param legacy whether the caller knows functions but no tools
     */
    String word(boolean legacy) {
        return legacy && this == TOOL_CALLS ? "function_call" : word;
    }
}
