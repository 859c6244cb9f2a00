package dev.headgate.upstream.echo;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers in OpenAI's format with what was said last. A tool is called when {@code tool_choice} asks for one, or when
 * the last message says {@code call NAME}, with the JSON object that follows the name as its arguments.
 */
final class EchoWriter {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long CREATED = 1_700_000_000L;
    private static final int DIMENSIONS = 8;

    private final JsonNode request;
    private final String model;
    private final String path;

    EchoWriter(String path, byte[] body) {
        this.path = path;
        this.request = JSON.readTree(body);
        this.model = request.path("model").asString("echo");
    }

    String model() {
        return model;
    }

    boolean streams() {
        return request.path("stream").asBoolean(false);
    }

    /** The whole answer. */
    String whole() {
        if (path.endsWith("/embeddings")) {
            return embeddings();
        }
        boolean chat = path.endsWith("/chat/completions");
        ObjectNode answer = head(chat ? "chat.completion" : "text_completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        if (chat) {
            Call call = call();
            ObjectNode message = choice.putObject("message").put("role", "assistant");
            if (call == null) {
                message.put("content", said());
            } else {
                message.putNull("content");
                toolCall(message.putArray("tool_calls"), call).remove("index");
            }
            message.putNull("refusal");
            choice.put("finish_reason", call == null ? "stop" : "tool_calls");
        } else {
            choice.put("text", said()).put("finish_reason", "stop");
        }
        choice.putNull("logprobs");
        usage(answer);
        return answer.toString();
    }

    /** The events of a streamed answer, without the end mark. */
    List<String> events() {
        boolean chat = path.endsWith("/chat/completions");
        var events = new ArrayList<String>();
        Call call = chat ? call() : null;
        if (chat) {
            ObjectNode first = chunk();
            delta(first).put("role", "assistant").put("content", "");
            events.add(first.toString());
        }
        if (call != null) {
            ObjectNode c = chunk();
            toolCall(delta(c).putArray("tool_calls"), call);
            events.add(c.toString());
        } else {
            for (String word : pieces(said())) {
                events.add(piece(chat, word).toString());
            }
        }
        ObjectNode last = chat ? chunk() : piece(false, "");
        if (chat) {
            delta(last);
        }
        ((ObjectNode) last.get("choices").get(0)).put("finish_reason", call == null ? "stop" : "tool_calls");
        events.add(last.toString());
        if (request.path("stream_options").path("include_usage").asBoolean(false)) {
            ObjectNode u = head(chat ? "chat.completion.chunk" : "text_completion");
            u.putArray("choices");
            usage(u);
            events.add(u.toString());
        }
        return events;
    }

    /** The text cut after each space. */
    private static List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int space = text.indexOf(' ', from);
            int to = space < 0 ? text.length() : space + 1;
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private ObjectNode piece(boolean chat, String text) {
        if (chat) {
            ObjectNode c = chunk();
            delta(c).put("content", text);
            return c;
        }
        ObjectNode c = head("text_completion");
        c.putArray("choices").addObject().put("index", 0).put("text", text).putNull("finish_reason");
        return c;
    }

    private ObjectNode head(String object) {
        return JSON.createObjectNode()
                .put("id", "chatcmpl-echo")
                .put("object", object)
                .put("created", CREATED)
                .put("model", model);
    }

    private ObjectNode chunk() {
        ObjectNode c = head("chat.completion.chunk");
        c.putArray("choices").addObject().put("index", 0).putNull("finish_reason");
        return c;
    }

    private static ObjectNode delta(ObjectNode chunk) {
        return ((ObjectNode) chunk.get("choices").get(0)).putObject("delta");
    }

    private void usage(ObjectNode answer) {
        int prompt = words(
                request.path("messages").toString() + request.path("prompt").asString(""));
        int completion = words(said());
        answer.putObject("usage")
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    /** The last message's text, or the prompt. */
    private String said() {
        JsonNode messages = request.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            JsonNode prompt = request.path("prompt");
            return prompt.isString() ? prompt.asString() : prompt.toString();
        }
        JsonNode content = messages.get(messages.size() - 1).path("content");
        if (content.isArray()) {
            var text = new StringBuilder();
            for (JsonNode part : content) {
                text.append(part.path("text").asString(""));
            }
            return text.toString();
        }
        return content.asString("");
    }

    private record Call(String name, String arguments) {}

    private @org.jspecify.annotations.Nullable Call call() {
        JsonNode choice = request.path("tool_choice");
        boolean forced = choice.isObject() || choice.asString("").equals("required");
        String wanted = choice.path("function").path("name").asString("");
        for (JsonNode tool : request.path("tools")) {
            String name = tool.path("function").path("name").asString("");
            int at = said().indexOf("call " + name);
            boolean chosen = forced && (wanted.isEmpty() || wanted.equals(name));
            if (!name.isEmpty() && (chosen || (at >= 0 && !choice.asString("").equals("none")))) {
                return new Call(name, at < 0 ? "{}" : arguments(said().substring(at + 5 + name.length())));
            }
        }
        return null;
    }

    private static String arguments(String text) {
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        return from >= 0 && to > from ? text.substring(from, to + 1) : "{}";
    }

    private static ObjectNode toolCall(ArrayNode calls, Call call) {
        ObjectNode c = calls.addObject().put("index", 0).put("id", "call_echo").put("type", "function");
        c.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        return c;
    }

    private String embeddings() {
        ObjectNode answer = JSON.createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        JsonNode input = request.path("input");
        int n = input.isArray() && !input.isEmpty() && !input.get(0).isNumber() ? input.size() : 1;
        for (int i = 0; i < n; i++) {
            ObjectNode e = data.addObject().put("object", "embedding").put("index", i);
            int seed = (input.isArray() ? input.get(Math.min(i, input.size() - 1)) : input)
                    .toString()
                    .hashCode();
            if (request.path("encoding_format").asString("").equals("base64")) {
                var floats = java.nio.ByteBuffer.allocate(DIMENSIONS * 4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
                for (int d = 0; d < DIMENSIONS; d++) {
                    floats.putFloat(value(seed, d));
                }
                e.put("embedding", java.util.Base64.getEncoder().encodeToString(floats.array()));
            } else {
                ArrayNode v = e.putArray("embedding");
                for (int d = 0; d < DIMENSIONS; d++) {
                    v.add(value(seed, d));
                }
            }
        }
        answer.put("model", model);
        int tokens = words(input.toString());
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return answer.toString();
    }

    private static float value(int seed, int dimension) {
        return ((seed >>> (dimension * 3)) & 0xff) / 255f;
    }
}
