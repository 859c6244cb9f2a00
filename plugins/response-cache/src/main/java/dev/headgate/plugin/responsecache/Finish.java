package dev.headgate.plugin.responsecache;

import java.util.HashMap;
import java.util.Map;

/** Whether an answer that is being read is complete and one to be kept. */
final class Finish {
    private final boolean toolCalls;
    private final Map<String, Boolean> choices = new HashMap<>();
    private boolean keepable = true;

    /**
     * @param toolCalls whether answers that call tools are kept
     */
    Finish(boolean toolCalls) {
        this.toolCalls = toolCalls;
    }

    /**
     * Looks at a choice, or at a part of one.
     *
     * @param message what the model says in it
     */
    void choice(Json choice, Json message) {
        Json reason = choice.get("finish_reason");
        boolean finished = reason.given();
        choices.merge(choice.get("index").raw(), finished, Boolean::logicalOr);
        if (finished && !proper(reason)) {
            keepable = false;
        }
        boolean calls = message.get("tool_calls").given()
                || message.get("function_call").given();
        if ((calls && !toolCalls) || message.get("audio").given()) {
            keepable = false;
        }
    }

    /** Whether a choice came to its own end, or to the length that the request allows it. */
    private boolean proper(Json reason) {
        return reason.says("stop")
                || reason.says("length")
                || (toolCalls && (reason.says("tool_calls") || reason.says("function_call")));
    }

    boolean keepable() {
        return keepable && !choices.isEmpty() && !choices.containsValue(false);
    }
}
