package dev.headgate.app;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request in the format of Bedrock's Converse asks for: the same for two that only word it differently. What a
 * caller's request has no member for in the recordings, such as guardrails, is left out.
 */
final class ConverseMeaning {
    private static final String EFFORT = "the request that a caller would have sent does not say how much to think";

    /** Recordings whose request comes out otherwise than it was recorded, and why. */
    static final Map<String, String> REQUESTS = Map.of(
            "pydantic-ai.test_bedrock_model_thinking_part_anthropic_adaptive-2", EFFORT,
            "pydantic-ai.test_bedrock_thinking_true_openai_variant", EFFORT);

    /** Recordings whose reply is not seen as expected, and why. */
    static final Map<String, String> REPLIES = Map.of();

    private static final JsonMapper JSON = JsonMapper.shared();

    private ConverseMeaning() {}

    static JsonNode of(JsonNode request) {
        ObjectNode m = JSON.createObjectNode();
        m.put("system", texts(request.path("system")));
        m.set("turns", turns(request.path("messages")));
        m.set("tools", tools(request.path("toolConfig").path("tools")));
        JsonNode choice = request.path("toolConfig").path("toolChoice");
        m.set("choice", choice.isObject() ? choice : JSON.readTree("{\"auto\":{}}"));
        JsonNode inference = request.path("inferenceConfig");
        for (String same : new String[] {"temperature", "topP", "stopSequences", "maxTokens"}) {
            m.set(same, inference.path(same));
        }
        JsonNode format = request.path("outputConfig")
                .path("textFormat")
                .path("structure")
                .path("jsonSchema");
        m.set("format", format.path("name"));
        m.set(
                "schema",
                format.has("schema") ? JSON.readTree(format.path("schema").asString()) : format);
        JsonNode more = request.path("additionalModelRequestFields");
        m.set("thinking", more.path("thinking"));
        m.set("reasoning_effort", more.path("reasoning_effort"));
        return m;
    }

    private static String texts(JsonNode blocks) {
        var text = new StringBuilder();
        for (JsonNode b : blocks) {
            if (b.has("text")) {
                text.append(text.isEmpty() ? "" : "\n").append(b.path("text").asString());
            }
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
            m.path("content").forEach(b -> block(blocks, b));
        }
        return turns;
    }

    private static void block(ArrayNode to, JsonNode b) {
        if (b.has("text")) {
            text(to, b.path("text").asString());
        } else if (b.has("guardContent")) {
            text(to, b.at("/guardContent/text/text").asString());
        } else if (b.has("toolResult")) {
            JsonNode result = b.path("toolResult");
            ObjectNode meant = to.addObject();
            meant.set("answers", result.path("toolUseId"));
            meant.put("text", texts(result.path("content")));
            meant.put("status", result.path("status").asString("success"));
        } else if (b.has("toolUse")) {
            ObjectNode meant = to.addObject();
            for (String same : new String[] {"toolUseId", "name", "input"}) {
                meant.set(same, b.path("toolUse").path(same));
            }
        } else if (!b.has("cachePoint") && !b.has("reasoningContent")) {
            to.add(b);
        }
    }

    /** Text that was split, or put together, says the same, whatever white space is between. */
    private static void text(ArrayNode to, String text) {
        JsonNode last = to.isEmpty() ? JSON.missingNode() : to.get(to.size() - 1);
        String words = text.replaceAll("\\s+", "");
        if (last.has("said")) {
            ((ObjectNode) last).put("said", last.path("said").asString() + words);
        } else if (!words.isEmpty()) {
            to.addObject().put("said", words);
        }
    }

    private static JsonNode tools(JsonNode tools) {
        ArrayNode all = JSON.createArrayNode();
        for (JsonNode t : tools) {
            JsonNode spec = t.path("toolSpec");
            if (spec.isObject()) {
                ObjectNode tool = all.addObject();
                tool.set("name", spec.path("name"));
                tool.put("description", spec.path("description").asString(""));
                tool.set("schema", spec.at("/inputSchema/json"));
            }
        }
        return all;
    }
}
