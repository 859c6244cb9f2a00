package dev.headgate.app;

import dev.headgate.testkit.Recording;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a caller would have sent to have a recorded request sent that is no chat. */
final class Inbound {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Inbound() {}

    /** Without its model. Where only a reply was recorded, anything that it may be an answer to. */
    static ObjectNode of(Recording r) {
        JsonNode recorded = r.request().map(JSON::readTree).orElseGet(() -> unrecorded(r));
        if (recorded.has("texts")) {
            return cohere(recorded);
        }
        if (recorded.has("requests")) {
            return gemini(recorded.path("requests"));
        }
        if (recorded.has("contents")) {
            return contents(recorded);
        }
        if (recorded.has("messages")) {
            return messages(recorded);
        }
        if (recorded.path("input").isObject()) {
            return converse(recorded.at("/input/converse"));
        }
        return (ObjectNode) recorded.deepCopy();
    }

    private static JsonNode unrecorded(Recording r) {
        JsonNode reply = JSON.readTree(r.response());
        return reply.has("results")
                ? JSON.readTree("{\"query\":\"q\",\"documents\":[\"a\",\"b\"]}")
                : JSON.readTree("{\"input\":[\"a\",\"b\"]}");
    }

    /** The model's name, wherever it was said. */
    static String model(Recording r) {
        String said = r.request()
                .map(JSON::readTree)
                .map(n -> n.path("model").asString(""))
                .orElse("");
        String inPath = r.meta().url().replaceFirst(".*/models/", "").replaceFirst("[:?].*", "");
        return !said.isEmpty() ? said : inPath.contains("/") || inPath.isEmpty() ? "m" : inPath;
    }

    private static ObjectNode cohere(JsonNode recorded) {
        ObjectNode inbound = (ObjectNode) recorded.deepCopy();
        inbound.set("input", inbound.remove("texts"));
        inbound.set("dimensions", inbound.remove("output_dimension"));
        return inbound;
    }

    private static ObjectNode gemini(JsonNode requests) {
        ObjectNode inbound = JSON.createObjectNode();
        ArrayNode input = inbound.putArray("input");
        requests.forEach(q -> input.add(q.at("/content/parts/0/text").asString()));
        JsonNode first = requests.get(0);
        inbound.set("task_type", first.path("taskType"));
        if (first.has("outputDimensionality")) {
            inbound.set("dimensions", first.path("outputDimensionality"));
        }
        return inbound;
    }

    private static ObjectNode contents(JsonNode recorded) {
        ObjectNode inbound = JSON.createObjectNode();
        if (recorded.has("systemInstruction")) {
            inbound.set("instructions", recorded.at("/systemInstruction/parts/0/text"));
        }
        if (recorded.has("tools")) {
            inbound.set("tools", recorded.path("tools"));
        }
        ArrayNode input = inbound.putArray("input");
        recorded.path("contents")
                .forEach(c -> input.addObject()
                        .put("role", "user")
                        .put("content", c.at("/parts/0/text").asString()));
        return inbound;
    }

    private static ObjectNode messages(JsonNode recorded) {
        ObjectNode inbound = JSON.createObjectNode();
        ArrayNode input = inbound.putArray("input");
        recorded.path("messages").forEach(m -> {
            ObjectNode item = input.addObject().put("role", m.path("role").asString());
            if (m.path("content").isString()) {
                item.set("content", m.path("content"));
            } else {
                ArrayNode parts = item.putArray("content");
                m.path("content")
                        .forEach(p -> parts.addObject()
                                .put("type", "input_text")
                                .put("text", p.path("text").asString("-")));
            }
        });
        return inbound;
    }

    /** Of a request to count in the words of Converse; anything where it was in those of the model's maker. */
    private static ObjectNode converse(JsonNode recorded) {
        if (recorded.isMissingNode()) {
            return JSON.createObjectNode().put("input", "hello");
        }
        ObjectNode inbound = messages(recorded);
        ArrayNode tools = JSON.createArrayNode();
        recorded.at("/toolConfig/tools").forEach(t -> {
            JsonNode spec = t.path("toolSpec");
            ObjectNode tool = tools.addObject().put("type", "function");
            tool.set("name", spec.path("name"));
            tool.set("description", spec.path("description"));
            tool.set("parameters", spec.at("/inputSchema/json"));
        });
        if (!tools.isEmpty()) {
            inbound.set("tools", tools);
            inbound.put("tool_choice", "auto");
        }
        return inbound;
    }

    /** Whether a recorded request can be worded by a caller with nothing lost. */
    static boolean faithful(Recording r) {
        JsonNode recorded = JSON.readTree(r.request().orElseThrow());
        if (recorded.at("/input/invokeModel").isObject() || recorded.toString().contains("\"cachePoint\"")) {
            return false;
        }
        return !recorded.has("messages") || Set.of("messages", "model").containsAll(recorded.propertyNames());
    }

    /** What a request asks for: what has no value or is known without it left out, a whole request for a count opened. */
    static JsonNode meaning(JsonNode request) {
        JsonNode google = request.path("generateContentRequest");
        JsonNode whole = google.isObject() ? google : request.at("/input/converse");
        ObjectNode meaning = (ObjectNode) (whole.isObject() ? whole : request).deepCopy();
        if (meaning.has("contents")) {
            meaning.remove("model");
        }
        if (meaning.path("systemInstruction") instanceof ObjectNode instruction) {
            instruction.remove("role");
        }
        meaning.propertyNames().stream()
                .filter(n -> meaning.path(n).isNull()
                        || (meaning.path(n).isContainer() && meaning.path(n).isEmpty()))
                .toList()
                .forEach(meaning::remove);
        plain(meaning.path("messages"));
        return sorted(meaning);
    }

    /** A text says the same by itself and as the only part of a message. */
    private static void plain(JsonNode messages) {
        messages.forEach(m -> {
            JsonNode parts = m.path("content");
            if (parts.size() == 1 && parts.get(0).path("type").asString().equals("text")) {
                ((ObjectNode) m).set("content", parts.get(0).path("text"));
            }
        });
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode sorted = JSON.createObjectNode();
            node.propertyNames().stream().sorted().forEach(n -> sorted.set(n, sorted(node.path(n))));
            return sorted;
        }
        if (node.isArray()) {
            ArrayNode sorted = JSON.createArrayNode();
            node.forEach(n -> sorted.add(sorted(n)));
            return sorted;
        }
        return node;
    }
}
