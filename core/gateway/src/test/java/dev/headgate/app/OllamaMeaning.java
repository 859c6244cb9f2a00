package dev.headgate.app;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request in Ollama's format asks for: the same for two that only word it differently. */
final class OllamaMeaning {
    /** Recordings whose request comes out otherwise than it was recorded, and why. */
    static final Map<String, String> REQUESTS = Map.of();

    /** Recordings whose reply is not seen as expected, and why. */
    static final Map<String, String> REPLIES = Map.of();

    private static final JsonMapper JSON = JsonMapper.shared();

    private OllamaMeaning() {}

    static JsonNode of(JsonNode request) {
        ObjectNode m = JSON.createObjectNode();
        m.set("model", request.path("model"));
        m.put("stream", request.path("stream").asBoolean(true));
        m.set("options", request.path("options"));
        m.put(
                "format",
                request.path("format").isObject()
                        ? request.path("format").toString()
                        : request.path("format").asString(""));
        ArrayNode tools = m.putArray("tools");
        request.path("tools").forEach(t -> tools.add(t.path("function")));
        ArrayNode messages = m.putArray("messages");
        for (JsonNode r : request.path("messages")) {
            ObjectNode message = messages.addObject();
            message.set("role", r.path("role"));
            message.set("content", r.path("content"));
            message.set("images", r.path("images"));
            ArrayNode calls = message.putArray("calls");
            r.path("tool_calls").forEach(c -> calls.add(c.path("function")));
        }
        return m;
    }
}
