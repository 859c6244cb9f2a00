package dev.headgate.provider;

import java.util.regex.Pattern;

/**
 * The models of OpenAI's that think before they answer. They refuse {@code max_tokens}, because what is thought counts as
 * well, and want {@code max_completion_tokens}.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">max_completion_tokens</a>
 */
public final class ReasoningModel {
    private static final Pattern NAMES = Pattern.compile("(?:^|[^a-z0-9])(?:o[1-9]|gpt-?[5-9])(?![a-z0-9])");

    private ReasoningModel() {}

    /** Whether this is the name of one, or shows it, as that of a deployment or of a tuned model may. */
    public static boolean named(String model) {
        return NAMES.matcher(model).find();
    }
}
