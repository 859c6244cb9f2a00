package dev.headgate.app;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request in Cohere's format asks for: the same for two that only word it differently. */
final class CohereMeaning {
    /** Recordings whose request comes out otherwise than it was recorded, and why. */
    static final Map<String, String> REQUESTS = Map.of();

    /** Recordings whose reply is not seen as expected, and why. */
    static final Map<String, String> REPLIES =
            Map.of("vercel-ai.cohere-null-args", "null for no arguments becomes {}, because clients read an object");

    private static final JsonMapper JSON = JsonMapper.shared();

    private CohereMeaning() {}

    static JsonNode of(JsonNode request) {
        ObjectNode m = JSON.createObjectNode();
        for (String same :
                new String[] {"model", "tool_choice", "temperature", "stop_sequences", "p", "k", "max_tokens", "seed"
                }) {
            m.set(same, request.path(same));
        }
        m.put("stream", request.path("stream").asBoolean(false));
        ArrayNode messages = m.putArray("messages");
        for (JsonNode r : request.path("messages")) {
            ObjectNode message = messages.addObject();
            message.set("role", r.path("role"));
            message.put("says", says(r.path("content")) + r.path("tool_plan").asString(""));
            message.set("answers", r.path("tool_call_id"));
            ArrayNode calls = message.putArray("calls");
            for (JsonNode c : r.path("tool_calls")) {
                ObjectNode call = calls.addObject();
                call.set("id", c.path("id"));
                call.set("name", c.at("/function/name"));
                call.set("arguments", JSON.readTree(c.at("/function/arguments").asString("{}")));
            }
        }
        ArrayNode tools = m.putArray("tools");
        for (JsonNode t : request.path("tools")) {
            ObjectNode tool = tools.addObject();
            tool.set("name", t.at("/function/name"));
            tool.put("description", t.at("/function/description").asString(""));
            tool.set("parameters", t.at("/function/parameters"));
        }
        return m;
    }

    /** Text, whether by itself, in parts or as a document. */
    private static String says(JsonNode content) {
        if (!content.isArray()) {
            return content.asString("");
        }
        var text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asString(""))
                    .append(part.at("/document/data").asString(""));
        }
        return text.toString();
    }
}
