package dev.headgate.app;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request in Google's format asks for: the same for two that only word it differently. */
final class GeminiMeaning {
    /** Recordings whose request comes out otherwise than it was recorded, and why. */
    static final Map<String, String> REQUESTS = Map.of();

    /** Recordings whose reply is not seen as expected, and why. */
    static final Map<String, String> REPLIES = Map.of(
            "vercel-ai.google-vertex-stream-tool-call-arguments-nested.1-stream",
            "arguments in pieces, which only come when they are asked for in a member that is never sent");

    private static final JsonMapper JSON = JsonMapper.shared();

    private GeminiMeaning() {}

    static JsonNode of(JsonNode request) {
        ObjectNode m = JSON.createObjectNode();
        m.put("system", texts(request.path("systemInstruction").path("parts")));
        m.set("contents", contents(request.path("contents")));
        m.set("tools", tools(request.path("tools")));
        // A mode that holds calls to their schemas is still one in which none need be made.
        String mode = request.path("toolConfig")
                .path("functionCallingConfig")
                .path("mode")
                .asString("AUTO");
        m.put("mode", mode.equals("VALIDATED") ? "AUTO" : mode);
        JsonNode config = request.path("generationConfig");
        for (String same : new String[] {
            "responseMimeType", "responseJsonSchema", "temperature", "topP", "stopSequences", "maxOutputTokens", "seed"
        }) {
            m.set(same, config.path(same));
        }
        JsonNode thinking = either(config, "thinkingConfig", "thinking_config");
        m.set("thinking_budget", either(thinking, "thinkingBudget", "thinking_budget"));
        m.set("thinking_level", either(thinking, "thinkingLevel", "thinking_level"));
        return m;
    }

    private static JsonNode either(JsonNode node, String one, String other) {
        return node.has(one) ? node.path(one) : node.path(other);
    }

    private static String texts(JsonNode parts) {
        var text = new StringBuilder();
        parts.forEach(p ->
                text.append(text.isEmpty() ? "" : "\n").append(p.path("text").asString("")));
        return text.toString();
    }

    private static JsonNode contents(JsonNode contents) {
        ArrayNode all = JSON.createArrayNode();
        String role = "";
        for (JsonNode c : contents) {
            String speaker = c.path("role").asString("user");
            if (!speaker.equals(role)) {
                all.addObject().put("role", speaker).putArray("parts");
                role = speaker;
            }
            ArrayNode parts = (ArrayNode) all.get(all.size() - 1).path("parts");
            c.path("parts").forEach(p -> part(parts, p));
        }
        return all;
    }

    private static void part(ArrayNode to, JsonNode p) {
        JsonNode call = either(p, "functionCall", "function_call");
        JsonNode result = either(p, "functionResponse", "function_response");
        if (p.path("thought").asBoolean(false)) {
            return;
        }
        if (p.has("text")) {
            if (!p.path("text").asString().isBlank()) {
                to.addObject().put("text", p.path("text").asString());
            }
        } else if (call.isObject()) {
            ObjectNode seen = to.addObject();
            seen.set("call", call.path("name"));
            JsonNode args = call.path("args");
            seen.set("args", args.isObject() ? args : JSON.createObjectNode());
        } else if (result.isObject()) {
            ObjectNode seen = to.addObject();
            seen.set("result", result.path("name"));
            seen.put("says", says(result.path("response")));
        } else {
            JsonNode data = either(p, "inlineData", "inline_data");
            ObjectNode seen = to.addObject();
            seen.set("type", either(data, "mimeType", "mime_type"));
            // The same bytes may be written with either of the two alphabets.
            seen.put("data", data.path("data").asString("").replace('-', '+').replace('_', '/'));
        }
    }

    /** What a tool has given, whatever it was wrapped into. */
    private static String says(JsonNode response) {
        String text = unwrapped(response);
        return text.startsWith("[") || text.startsWith("{")
                ? JSON.readTree(text).toString()
                : text;
    }

    private static String unwrapped(JsonNode response) {
        if (response.size() == 1) {
            for (String wrapper : new String[] {"return_value", "output", "result", "content", "call_error"}) {
                JsonNode inside = response.path(wrapper);
                if (!inside.isMissingNode()) {
                    return inside.isString() ? inside.asString() : inside.toString();
                }
            }
            JsonNode only = response.values().iterator().next();
            return only.isString() ? only.asString() : only.toString();
        }
        return response.toString();
    }

    /** The older of the two forms of schemas writes its types in capitals. */
    private static JsonNode lower(JsonNode schema) {
        return schema.isMissingNode()
                ? schema
                : JSON.readTree(java.util.regex.Pattern.compile("\"type\":\"([A-Z]+)\"")
                        .matcher(schema.toString())
                        .replaceAll(m -> m.group().toLowerCase(java.util.Locale.ROOT)));
    }

    private static JsonNode tools(JsonNode tools) {
        ArrayNode all = JSON.createArrayNode();
        for (JsonNode t : tools) {
            for (JsonNode f : either(t, "functionDeclarations", "function_declarations")) {
                ObjectNode tool = all.addObject();
                tool.set("name", f.path("name"));
                tool.put("description", f.path("description").asString(""));
                JsonNode schema = either(f, "parametersJsonSchema", "parameters_json_schema");
                tool.set("parameters", schema.isObject() ? schema : lower(f.path("parameters")));
            }
        }
        return all;
    }
}
