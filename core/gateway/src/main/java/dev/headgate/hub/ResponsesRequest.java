package dev.headgate.hub;

import dev.headgate.api.Body;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Set;

/**
 * A request in the shape of OpenAI's Responses, put into the hub's chat shape. What OpenAI keeps for its callers, such as
 * earlier responses, nobody else has: a request that builds on it is refused.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses">Responses</a>
 */
public final class ResponsesRequest {
    private static final List<String> KEPT_ELSEWHERE = List.of("previous_response_id", "conversation", "prompt");

    /** What is said otherwise in a chat, or says nothing about what the model reads. */
    private static final Set<String> NOT_COPIED = Set.of(
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "text",
            "reasoning",
            "previous_response_id",
            "conversation",
            "prompt",
            "stream",
            "stream_options",
            "max_output_tokens",
            "max_tool_calls",
            "truncation",
            "include",
            "store",
            "background",
            "metadata",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "service_tier",
            "top_logprobs",
            "temperature",
            "top_p");

    private final Json root;
    private final JsonWriter out;

    private ResponsesRequest(Body body) {
        this.root = Json.read(body.array(), JsonLimits.STANDARD);
        this.out = new JsonWriter(body.length() + 256);
    }

    /**
     * The chat that this request is.
     *
     * @throws dev.headgate.api.GatewayException INVALID_REQUEST when it builds on what only OpenAI has
     */
    public static Body chat(Body body) {
        return new ResponsesRequest(body).chat();
    }

    private Body chat() {
        for (String name : KEPT_ELSEWHERE) {
            if (root.get(name).given()) {
                throw Losses.refuse(name, "only OpenAI knows what it stands for; send all of the input");
            }
        }
        out.open();
        for (Json m : root) {
            if (!NOT_COPIED.contains(m.name())) {
                out.name(m.name()).copy(m);
            }
        }
        new ResponsesInput(out.name("messages"), root).write();
        tools();
        choice(root.get("tool_choice"));
        format(root.get("text").get("format"));
        Json effort = root.get("reasoning").get("effort");
        if (effort.isString()) {
            out.name("reasoning_effort").copy(effort);
        }
        return Body.wrap(out.close().toByteArray());
    }

    private void tools() {
        if (root.get("tools").isEmpty()) {
            return;
        }
        out.name("tools").openList();
        for (Json tool : root.get("tools")) {
            if (tool.get("type").is("function")) {
                out.open().name("type").value("function").name("function");
                function(tool);
                out.close();
            } else if (tool.get("type").is("custom")) {
                custom(tool);
            } else {
                out.copy(tool);
            }
        }
        out.closeList();
    }

    private void function(Json tool) {
        out.open();
        for (String name : List.of("name", "description", "parameters", "strict")) {
            if (tool.get(name).given()) {
                out.name(name).copy(tool.get(name));
            }
        }
        out.close();
    }

    /** A tool that takes a text: a function of one argument. */
    private void custom(Json tool) {
        out.open().name("type").value("function").name("function").open();
        out.name("name").copy(tool.get("name"));
        if (tool.get("description").isString()) {
            out.name("description").copy(tool.get("description"));
        }
        out.name("parameters")
                .open()
                .name("type")
                .value("object")
                .name("properties")
                .open();
        out.name("input").open().name("type").value("string").close().close();
        out.name("required").openList().value("input").closeList();
        out.close().close().close();
    }

    private void choice(Json choice) {
        if (choice.isString()) {
            out.name("tool_choice").copy(choice);
        } else if (choice.get("type").is("allowed_tools")) {
            out.name("tool_choice").open().name("type").value("allowed_tools");
            out.name("allowed_tools").open().name("mode").copy(choice.get("mode"));
            out.name("tools").openList();
            choice.get("tools").forEach(this::named);
            out.closeList().close().close();
        } else if (choice.get("name").isString()) {
            out.name("tool_choice");
            named(choice);
        }
    }

    private void named(Json tool) {
        out.open().name("type").value("function");
        out.name("function").open().name("name").copy(tool.get("name")).close().close();
    }

    private void format(Json format) {
        if (format.get("type").is("json_schema")) {
            out.name("response_format").open().name("type").value("json_schema");
            out.name("json_schema").open();
            for (String name : List.of("name", "description", "schema", "strict")) {
                if (format.get(name).given()) {
                    out.name(name).copy(format.get(name));
                }
            }
            out.close().close();
        } else if (format.get("type").is("json_object")) {
            out.name("response_format").copy(format);
        }
    }
}
