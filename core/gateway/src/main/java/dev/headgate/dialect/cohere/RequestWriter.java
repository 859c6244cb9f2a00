package dev.headgate.dialect.cohere;

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
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes a request in Cohere's format.
 *
 * @see <a href="https://docs.cohere.com/reference/chat">Chat with the API, version 2</a>
 */
final class RequestWriter {
    /** Cohere's own members, which callers may use as if they were OpenAI's. */
    private static final List<String> OWN =
            List.of("documents", "citation_options", "safety_mode", "thinking", "priority", "k", "p");

    private static final List<Map.Entry<String, String>> SAME = List.of(
            Map.entry("top_p", "p"),
            Map.entry("top_k", "k"),
            Map.entry("seed", "seed"),
            Map.entry("frequency_penalty", "frequency_penalty"),
            Map.entry("presence_penalty", "presence_penalty"));

    private static final Map<String, Long> BUDGETS =
            Map.of("minimal", 1024L, "low", 1024L, "medium", 2048L, "high", 4096L, "xhigh", 4096L, "max", 4096L);

    private static final Set<String> UNDERSTOOD =
            ChatRequest.understood(OWN, SAME.stream().map(Map.Entry::getKey).toList());

    private final Asked asked;
    private final ChatRequest request;
    private final Losses losses;

    RequestWriter(Asked asked, ChatRequest request) {
        this.asked = asked;
        this.request = request;
        this.losses = request.losses();
    }

    Body body() {
        request.requireOneAnswer();
        var out = new JsonWriter(asked.body().length() + 256);
        out.open().name("model").value(asked.model());
        new MessagesWriter(request).write(out);
        tools(out);
        form(out);
        sampling(out);
        thinking(out);
        request.copy(out, OWN);
        out.name("stream").value(asked.streaming());
        request.dropOthers(UNDERSTOOD);
        return Body.wrap(out.close().toByteArray());
    }

    private void tools(JsonWriter out) {
        ToolChoice choice = request.toolChoice();
        List<Tool> tools = request.tools().stream().filter(choice::allows).toList();
        request.dropOtherTools();
        if (tools.isEmpty()) {
            return;
        }
        out.name("tools").openList();
        for (Tool t : tools) {
            out.open()
                    .name("type")
                    .value("function")
                    .name("function")
                    .open()
                    .name("name")
                    .copy(t.name());
            if (t.description().saysSomething()) {
                out.name("description").copy(t.description());
            }
            out.name("parameters");
            if (t.parameters().isObject() && !t.parameters().isEmpty()) {
                out.copy(t.parameters());
            } else {
                out.open()
                        .name("type")
                        .value("object")
                        .name("properties")
                        .open()
                        .close()
                        .close();
            }
            out.close().close();
        }
        out.closeList();
        if (tools.stream().anyMatch(Tool::strict)) {
            out.name("strict_tools").value(true); // for all or none
        }
        switch (choice.mode()) {
            case AUTO -> {} // what it does unasked
            case REQUIRED, NAMED -> out.name("tool_choice").value("REQUIRED");
            case NONE -> out.name("tool_choice").value("NONE");
        }
        if (!request.parallelCalls()) {
            losses.drop("parallel_tool_calls");
        }
    }

    private void form(JsonWriter out) {
        ResponseFormat format = request.responseFormat();
        if (format.kind() != ResponseFormat.Kind.TEXT) {
            out.name("response_format").open().name("type").value("json_object");
            if (format.schema().isObject()) {
                out.name("json_schema").copy(format.schema());
            }
            out.close();
        }
    }

    /** The most tokens a model gives out, where it is known; it refuses to be asked for more. */
    private static long mostOutput(String model) {
        if (model.startsWith("command-a-03")) {
            return 8000;
        }
        return model.startsWith("command-r") ? 4096 : Long.MAX_VALUE;
    }

    private void sampling(JsonWriter out) {
        if (request.maxTokens().isPresent()) {
            out.name("max_tokens").value(Math.min(request.maxTokens().getAsLong(), mostOutput(asked.model())));
        }
        Json temperature = request.member("temperature");
        if (temperature.decimal(0) > 1) {
            out.name("temperature").value(1);
        } else if (temperature.isNumber()) {
            out.name("temperature").copy(temperature);
        }
        SAME.forEach(e -> {
            String name = e.getKey();
            String own = e.getValue();
            Json value = request.member(name);
            if (value.isNumber() && !request.member(own.equals(name) ? "" : own).present()) {
                out.name(own).copy(value);
            }
        });
        if (!request.stops().isEmpty()) {
            out.name("stop_sequences").openList();
            request.stops().forEach(out::copy);
            out.closeList();
        }
    }

    private void thinking(JsonWriter out) {
        if (request.member("thinking").present() || request.effort().isEmpty()) {
            return;
        }
        String effort = request.effort().get();
        boolean thinks = asked.model().toLowerCase(Locale.ROOT).contains("reasoning");
        if (!thinks || !(effort.equals("none") || BUDGETS.containsKey(effort))) {
            if (!effort.equals("none")) {
                losses.drop("reasoning_effort");
            }
            return;
        }
        out.name("thinking").open().name("type").value(effort.equals("none") ? "disabled" : "enabled");
        Long budget = BUDGETS.get(effort);
        if (budget != null) {
            out.name("token_budget").value(budget);
        }
        out.close();
    }
}
