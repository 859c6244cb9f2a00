package dev.headgate.dialect.gemini;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Losses;
import dev.headgate.hub.ResponseFormat;
import dev.headgate.hub.Tool;
import dev.headgate.hub.ToolChoice;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes a request in Google's format.
 *
 * @see <a href="https://ai.google.dev/api/generate-content">generateContent</a>
 */
final class RequestWriter {
    static final int MOST_CANDIDATES = 8;

    private static final int MOST_STOPS = 5;

    /** Google's own members, in either of the two ways Google itself writes them. */
    private static final List<Map.Entry<String, String>> OWN = List.of(
            Map.entry("safetySettings", "safetySettings"),
            Map.entry("safety_settings", "safetySettings"),
            Map.entry("cachedContent", "cachedContent"),
            Map.entry("cached_content", "cachedContent"),
            Map.entry("labels", "labels"));

    /** What is called otherwise in Google's configuration of the answer, and is the same. */
    private static final List<Map.Entry<String, String>> CONFIG = List.of(
            Map.entry("temperature", "temperature"),
            Map.entry("top_p", "topP"),
            Map.entry("top_k", "topK"),
            Map.entry("seed", "seed"),
            Map.entry("presence_penalty", "presencePenalty"),
            Map.entry("frequency_penalty", "frequencyPenalty"),
            Map.entry("thinkingConfig", "thinkingConfig"),
            Map.entry("thinking_config", "thinkingConfig"));

    private static final Set<String> UNDERSTOOD = ChatRequest.understood(
            OWN.stream().map(Map.Entry::getKey).toList(),
            Stream.concat(CONFIG.stream().map(Map.Entry::getKey), Stream.of("n"))
                    .toList());

    private final Asked asked;
    private final ChatRequest request;
    private final Losses losses;
    private final GeminiModel model;
    private final Conversation conversation;
    private final List<Tool> tools;

    RequestWriter(Asked asked, ChatRequest request) {
        this.asked = asked;
        this.request = request;
        this.losses = request.losses();
        this.model = GeminiModel.of(asked.model());
        if (request.member("n").whole(1) > MOST_CANDIDATES) {
            throw Losses.refuse("n", "it gives " + MOST_CANDIDATES + " answers at most");
        }
        this.conversation = new Conversation(request, model, asked.keepsakes());
        ToolChoice choice = request.toolChoice();
        boolean some = choice.mode() == ToolChoice.Mode.AUTO && !choice.names().isEmpty();
        this.tools =
                request.tools().stream().filter(t -> !some || choice.allows(t)).toList();
    }

    Body body() {
        var out = new JsonWriter(asked.body().length() + 512);
        out.open();
        ResponseFormat format = request.responseFormat();
        boolean formed = format.kind() != ResponseFormat.Kind.TEXT;
        boolean formable = tools.isEmpty() || model.formBesideTools();
        if (formed && !formable) {
            instructForm(format);
        }
        conversation.write(out);
        tools(out);
        out.name("generationConfig").open();
        sampling(out);
        stops(out);
        thinking(out);
        if (formed && formable) {
            out.name("responseMimeType").value("application/json");
            if (format.schema().isObject()) {
                out.name("responseJsonSchema").copy(format.schema());
            }
        }
        out.close();
        OWN.forEach(e -> {
            String name = e.getKey();
            String own = e.getValue();
            Json value = request.member(name);
            if (value.present()) {
                out.name(own).copy(value);
            }
        });
        if (!request.parallelCalls() && !tools.isEmpty()) {
            losses.drop("parallel_tool_calls");
        }
        request.dropOthers(UNDERSTOOD);
        return Body.wrap(out.close().toByteArray());
    }

    /** Beside tools the older models refuse to be given a form; words do nearly as well. */
    private void instructForm(ResponseFormat format) {
        String schema = format.schema().isObject()
                ? " that fits this JSON schema: " + format.schema().raw()
                : "";
        conversation.instruct(Parts.text("Unless you call a function, answer with one valid JSON object" + schema
                + " and nothing else: no words around it, no fences."));
    }

    private void tools(JsonWriter out) {
        request.otherTools().stream().filter(t -> !serverTool(t)).forEach(request::dropTool);
        List<Json> server =
                request.otherTools().stream().filter(RequestWriter::serverTool).toList();
        if (tools.isEmpty() && server.isEmpty()) {
            return;
        }
        out.name("tools").openList();
        if (!tools.isEmpty()) {
            out.open().name("functionDeclarations").openList();
            tools.forEach(t -> declare(out, t));
            out.closeList().close();
        }
        server.forEach(out::copy);
        out.closeList();
        if (!tools.isEmpty()) {
            choice(out);
        }
    }

    /** What runs at Google has no type, but a member named after it. */
    private static boolean serverTool(Json tool) {
        return !tool.get("type").given() && !tool.isEmpty();
    }

    private static void declare(JsonWriter out, Tool t) {
        out.open().name("name").copy(t.name());
        if (t.description().saysSomething()) {
            out.name("description").copy(t.description());
        }
        if (t.parameters().isObject() && !t.parameters().isEmpty()) {
            out.name("parametersJsonSchema").copy(t.parameters());
        }
        out.close();
    }

    private void choice(JsonWriter out) {
        ToolChoice choice = request.toolChoice();
        boolean strict = choice.mode() == ToolChoice.Mode.AUTO && tools.stream().anyMatch(Tool::strict);
        if (!choice.given() && !strict) {
            return;
        }
        out.name("toolConfig").open().name("functionCallingConfig").open();
        out.name("mode")
                .value(
                        switch (choice.mode()) {
                            case AUTO -> strict ? "VALIDATED" : "AUTO";
                            case REQUIRED, NAMED -> "ANY";
                            case NONE -> "NONE";
                        });
        if (choice.forced() && !choice.names().isEmpty()) {
            out.name("allowedFunctionNames").openList();
            choice.names().forEach(out::value);
            out.closeList();
        }
        out.close().close();
    }

    private void sampling(JsonWriter out) {
        if (request.maxTokens().isPresent()) {
            out.name("maxOutputTokens").value(Math.min(request.maxTokens().getAsLong(), model.mostOutput()));
        }
        if (request.member("n").whole(1) > 1) {
            out.name("candidateCount").copy(request.member("n"));
        }
        CONFIG.forEach(e -> {
            String name = e.getKey();
            String own = e.getValue();
            Json value = request.member(name);
            if (value.present()) {
                out.name(own).copy(value);
            }
        });
    }

    private void stops(JsonWriter out) {
        List<Json> stops = request.stops();
        if (stops.size() > MOST_STOPS) {
            losses.drop("stop");
        }
        if (!stops.isEmpty()) {
            out.name("stopSequences").openList();
            stops.stream().limit(MOST_STOPS).forEach(out::copy);
            out.closeList();
        }
    }

    private void thinking(JsonWriter out) {
        boolean own = request.member("thinkingConfig").present()
                || request.member("thinking_config").present();
        if (own || request.effort().isEmpty()) {
            return;
        }
        String effort = request.effort().get();
        if (!model.thinks() || model.budget(effort) < 0) {
            losses.drop("reasoning_effort");
            return;
        }
        out.name("thinkingConfig").open();
        if (model.signs()) {
            out.name("thinkingLevel").value(model.level(effort));
        } else {
            out.name("thinkingBudget").value(model.budget(effort));
        }
        if (!effort.equals("none")) {
            out.name("includeThoughts").value(true);
        }
        out.close();
    }
}
