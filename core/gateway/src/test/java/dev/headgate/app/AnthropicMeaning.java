package dev.headgate.app;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request in Anthropic's format asks for: the same for two that only word it differently. */
final class AnthropicMeaning {
    /** Recordings whose request comes out otherwise than it was recorded, and why. */
    static final Map<String, String> REQUESTS = Map.of();

    private static final String SEVERAL =
            "several messages in one body, which no server sends: the answer is the first of them";

    /** Recordings whose reply is not seen as expected, and why. */
    static final Map<String, String> REPLIES = Map.of(
            "vercel-ai.anthropic-spliced-message-start-stream", "two attempts at one answer in one stream",
            "vercel-ai.anthropic-tool-search-bm25.1-stream", SEVERAL,
            "vercel-ai.anthropic-tool-search-deferred-bm25-stream", SEVERAL,
            "vercel-ai.anthropic-tool-search-deferred-regex-stream", SEVERAL,
            "vercel-ai.anthropic-tool-search-regex.1-stream", SEVERAL);

    private static final JsonMapper JSON = JsonMapper.shared();

    private AnthropicMeaning() {}

    static JsonNode of(JsonNode request) {
        ObjectNode m = JSON.createObjectNode();
        m.set("model", request.path("model"));
        m.put("stream", request.path("stream").asBoolean(false));
        String thinking = request.path("thinking").path("type").asString("disabled");
        m.put("thinks", !thinking.equals("disabled"));
        // What may be thought counts beside what may be said in one of the two, inside of it in the other.
        m.put(
                "max_tokens",
                thinking.equals("enabled") ? -1 : request.path("max_tokens").asLong());
        m.put("system", texts(request.path("system")));
        m.set("turns", turns(request.path("messages")));
        m.set("tools", tools(request.path("tools")));
        JsonNode choice = request.path("tool_choice");
        boolean tools = !request.path("tools").isEmpty();
        m.set("tool_choice", choice.isObject() || !tools ? choice : JSON.readTree("{\"type\":\"auto\"}"));
        m.set("format", format(request));
        m.set("temperature", request.path("temperature"));
        m.set("stop_sequences", request.path("stop_sequences"));
        return m;
    }

    /** Before it was settled, it had a member of its own. */
    private static JsonNode format(JsonNode request) {
        JsonNode early = request.path("output_format");
        return early.isObject() ? early : request.path("output_config").path("format");
    }

    private static String texts(JsonNode content) {
        if (content.isString()) {
            return content.asString();
        }
        var text = new StringBuilder();
        for (JsonNode block : content) {
            text.append(text.isEmpty() ? "" : "\n").append(block.path("text").asString(""));
        }
        return text.toString();
    }

    private static JsonNode turns(JsonNode messages) {
        ArrayNode turns = JSON.createArrayNode();
        String role = "";
        for (JsonNode m : messages) {
            String speaker = m.path("role").asString();
            if (!speaker.equals(role)) {
                turns.addObject().put("role", speaker).putArray("blocks");
                role = speaker;
            }
            ArrayNode blocks = (ArrayNode) turns.get(turns.size() - 1).path("blocks");
            if (m.path("content").isString()) {
                text(blocks, m.path("content").asString());
            }
            for (JsonNode b : m.path("content")) {
                block(blocks, b);
            }
        }
        return turns;
    }

    private static void block(ArrayNode to, JsonNode b) {
        switch (b.path("type").asString()) {
            case "text" -> text(to, b.path("text").asString());
            case "thinking", "redacted_thinking" -> {}
            case "tool_result" -> {
                ObjectNode result = to.addObject();
                result.put("type", "tool_result");
                result.set("tool_use_id", b.path("tool_use_id"));
                result.put("text", texts(b.path("content")));
                result.put("is_error", b.path("is_error").asBoolean(false));
            }
            case "tool_use" -> {
                ObjectNode call = to.addObject();
                call.put("type", "tool_use");
                call.set("id", b.path("id"));
                call.set("name", b.path("name"));
                call.set("input", b.path("input"));
            }
            default -> {
                ObjectNode other = b.deepCopy().asObject();
                other.remove("cache_control");
                to.add(other);
            }
        }
    }

    /** Text that was split, or put together, says the same. */
    private static void text(ArrayNode to, String text) {
        if (text.isBlank()) {
            return;
        }
        JsonNode last = to.isEmpty() ? JSON.missingNode() : to.get(to.size() - 1);
        if (last.path("type").asString("").equals("text")) {
            String before = last.path("text").asString();
            ((ObjectNode) last).put("text", before + "\n" + text.strip());
        } else {
            to.addObject().put("type", "text").put("text", text.strip());
        }
    }

    private static JsonNode tools(JsonNode tools) {
        ArrayNode all = JSON.createArrayNode();
        for (JsonNode t : tools) {
            ObjectNode tool = all.addObject();
            tool.set("name", t.path("name"));
            tool.put("description", t.path("description").asString(""));
            tool.set("input_schema", t.path("input_schema"));
            tool.put("strict", t.path("strict").asBoolean(false));
        }
        return all;
    }
}
