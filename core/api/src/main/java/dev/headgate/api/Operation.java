package dev.headgate.api;

/** What a caller asks for, whatever the wire format it asks in. */
public enum Operation {
    CHAT("chat"),
    COMPLETION("completion"),
    EMBEDDING("embedding"),
    RERANK("rerank"),
    TOKEN_COUNT("token_count"),
    MODELS("models");

    private final String label;

    Operation(String label) {
        this.label = label;
    }

    /** The word for logs and metric labels. */
    public String label() {
        return label;
    }
}
