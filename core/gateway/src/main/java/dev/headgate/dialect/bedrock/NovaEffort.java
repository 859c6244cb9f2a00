package dev.headgate.dialect.bedrock;

import dev.headgate.hub.ChatRequest;

/**
 * How much Nova 2 is to think. With the most it takes neither a limit to its answer nor sampling, and a limit that a caller
 * has set counts for more.
 *
 * @see <a href="https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html">Extended thinking</a>
 */
final class NovaEffort {
    static final String HIGH = "high";

    private NovaEffort() {}

    /** Amazon's word for it; empty for no thinking at all. */
    static String of(ChatRequest request) {
        return switch (request.effort().orElse("none")) {
            case "none" -> "";
            case "minimal", "low" -> "low";
            case "medium" -> "medium";
            default -> request.maxTokens().isPresent() ? "medium" : HIGH;
        };
    }
}
