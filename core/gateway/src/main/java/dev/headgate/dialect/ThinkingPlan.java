package dev.headgate.dialect;

import dev.headgate.hub.ChatRequest;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.Map;
import java.util.Optional;

/**
 * How much a model of Anthropic's is to think.
 *
 * @param own the caller's own {@code thinking} in Anthropic's form, or absent
 * @param kind how it is asked for, where the caller has not said it in that form
 * @param budget in tokens, for {@link Kind#BUDGET}
 * @param effort Anthropic's word, empty for none
 */
public record ThinkingPlan(Json own, Kind kind, long budget, String effort) {
    /** How thinking is asked for. */
    public enum Kind {
        UNSAID,
        DISABLED,
        BUDGET,
        ADAPTIVE
    }

    /** Nothing is said about it. */
    public static final ThinkingPlan UNSAID = new ThinkingPlan(Json.ABSENT, Kind.UNSAID, 0, "");

    private static final Map<String, Long> BUDGETS =
            Map.of("minimal", 1024L, "low", 1024L, "medium", 2048L, "high", 4096L, "xhigh", 4096L, "max", 4096L);
    private static final Map<String, String> EFFORTS =
            Map.of("minimal", "low", "low", "low", "medium", "medium", "high", "high", "xhigh", "xhigh", "max", "max");

    /**
     * What the caller asks for, as far as the model can do it.
     *
     * @param thoughtsMissing whether the model has called since the user spoke last, and what it thought before is not
     *     at hand
     * @param forced whether the model has to call a tool
     */
    public static ThinkingPlan of(ChatRequest request, ClaudeModel model, boolean thoughtsMissing, boolean forced) {
        Json own = request.member("thinking");
        if (own.isObject()) {
            return new ThinkingPlan(own, Kind.UNSAID, 0, "");
        }
        Optional<String> effort = request.effort();
        if (effort.isEmpty()) {
            return UNSAID;
        }
        String word = effort.get();
        if (word.equals("none")) {
            boolean thinksUnasked = model.thinking() == ClaudeModel.Thinking.ADAPTIVE;
            return new ThinkingPlan(Json.ABSENT, thinksUnasked ? Kind.DISABLED : Kind.UNSAID, 0, "");
        }
        boolean impossible = model.thinking() == ClaudeModel.Thinking.NONE
                || !BUDGETS.containsKey(word)
                // With a budget the API refuses both a forced call and calls whose thoughts are not sent back.
                || (model.thinking() == ClaudeModel.Thinking.BUDGET && (forced || thoughtsMissing));
        if (impossible) {
            request.losses().drop("reasoning_effort");
            return UNSAID;
        }
        if (model.thinking() == ClaudeModel.Thinking.BUDGET) {
            return new ThinkingPlan(Json.ABSENT, Kind.BUDGET, BUDGETS.getOrDefault(word, 1024L), "");
        }
        String known = word.equals("xhigh") && !model.xhigh() ? "max" : EFFORTS.getOrDefault(word, "high");
        return new ThinkingPlan(Json.ABSENT, Kind.ADAPTIVE, 0, known);
    }

    /** Whether the model will think, as far as the request says. */
    public boolean on() {
        return kind == Kind.BUDGET
                || kind == Kind.ADAPTIVE
                || own.get("type").is("enabled")
                || own.get("type").is("adaptive");
    }

    /** Writes the member {@code thinking}, if there is anything to say. */
    public void write(JsonWriter out, ClaudeModel model) {
        if (own.isObject()) {
            out.name("thinking").copy(own);
            return;
        }
        switch (kind) {
            case UNSAID -> {}
            case DISABLED ->
                out.name("thinking").open().name("type").value("disabled").close();
            case BUDGET -> {
                out.name("thinking").open().name("type").value("enabled");
                out.name("budget_tokens").value(budget).close();
            }
            case ADAPTIVE -> {
                out.name("thinking").open().name("type").value("adaptive");
                if (model.display()) {
                    out.name("display").value("summarized"); // else the thoughts stay hidden
                }
                out.close();
            }
        }
    }
}
