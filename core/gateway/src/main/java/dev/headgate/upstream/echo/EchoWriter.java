package dev.headgate.upstream.echo;

import dev.headgate.wire.JsonString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Answers in OpenAI's format with what was said last. A tool is called when {@code tool_choice} asks for one, or when
 * the last message says {@code call NAME}, with the JSON object that follows the name as its arguments.
 */
final class EchoWriter {
    private static final int DIMENSIONS = 8;

    private final EchoRequest request;
    private final String path;
    private final boolean chat;

    EchoWriter(String path, byte[] body) {
        this.path = path;
        this.chat = path.endsWith("/chat/completions");
        this.request = new EchoRequest(body);
    }

    String model() {
        return request.model();
    }

    boolean streams() {
        return request.streams();
    }

    /** The whole answer. */
    String whole() {
        if (path.endsWith("/embeddings")) {
            return embeddings();
        }
        if (path.endsWith("/rerank")) {
            return ranking();
        }
        if (path.endsWith("/input_tokens")) {
            return "{\"object\":\"response.input_tokens\",\"input_tokens\":" + words(request.counted()) + "}";
        }
        Optional<EchoRequest.Call> call = call();
        String content = chat
                ? "\"message\":{\"role\":\"assistant\",\"content\":"
                        + call.map(c -> "null,\"tool_calls\":[{" + toolCall(c) + "}]")
                                .orElseGet(() -> quoted(request.said()))
                        + ",\"refusal\":null}"
                : "\"text\":" + quoted(request.said());
        return head(chat ? "chat.completion" : "text_completion") + ",\"choices\":[{\"index\":0," + content
                + ",\"finish_reason\":\"" + finish(call) + "\",\"logprobs\":null}]," + usage() + "}";
    }

    /** The events of a streamed answer, without the end mark. */
    List<String> events() {
        var events = new ArrayList<String>();
        Optional<EchoRequest.Call> call = call();
        if (chat) {
            events.add(chunk("\"role\":\"assistant\",\"content\":\"\"", "null"));
        }
        if (call.isPresent()) {
            events.add(chunk("\"tool_calls\":[{\"index\":0," + toolCall(call.get()) + "}]", "null"));
        } else {
            pieces(request.said()).forEach(p -> events.add(piece(p, "null")));
        }
        String finish = "\"" + finish(call) + "\"";
        events.add(chat ? chunk("", finish) : piece("", finish));
        if (request.wantsUsage()) {
            events.add(head(chat ? "chat.completion.chunk" : "text_completion") + ",\"choices\":[]," + usage() + "}");
        }
        return events;
    }

    private Optional<EchoRequest.Call> call() {
        return chat ? request.call() : Optional.empty();
    }

    private static String finish(Optional<EchoRequest.Call> call) {
        return call.isPresent() ? "tool_calls" : "stop";
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

    private String piece(String text, String finish) {
        return chat
                ? chunk("\"content\":" + quoted(text), finish)
                : head("text_completion") + ",\"choices\":[{\"index\":0,\"text\":" + quoted(text)
                        + ",\"finish_reason\":" + finish + "}]}";
    }

    private String chunk(String delta, String finish) {
        return head("chat.completion.chunk") + ",\"choices\":[{\"index\":0,\"finish_reason\":" + finish + ",\"delta\":{"
                + delta + "}}]}";
    }

    /** An answer's beginning, its object left open. */
    private String head(String object) {
        return "{\"id\":\"chatcmpl-echo\",\"object\":\"" + object + "\",\"created\":1700000000,\"model\":"
                + quoted(request.model());
    }

    private String usage() {
        int prompt = words(request.read());
        int completion = words(request.said());
        return "\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + ",\"total_tokens\":"
                + (prompt + completion) + "}";
    }

    private static String toolCall(EchoRequest.Call call) {
        return "\"id\":\"call_echo\",\"type\":\"function\",\"function\":{\"name\":" + quoted(call.name())
                + ",\"arguments\":" + quoted(call.arguments()) + "}";
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    private static String quoted(String text) {
        return new String(JsonString.quote(text), StandardCharsets.UTF_8);
    }

    private String ranking() {
        int tokens = words(request.query())
                + request.documents().stream().mapToInt(EchoWriter::words).sum();
        return "{\"id\":\"rerank-echo\",\"model\":" + quoted(request.model()) + "," + new EchoRanking(request).results()
                + ",\"usage\":{\"total_tokens\":" + tokens + "}}";
    }

    private String embeddings() {
        List<String> inputs = request.inputs();
        var data = new StringJoiner(",");
        for (int i = 0; i < inputs.size(); i++) {
            int seed = inputs.get(i).hashCode();
            data.add("{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":"
                    + (request.wantsBase64() ? base64(seed) : plain(seed)) + "}");
        }
        int tokens = inputs.stream().mapToInt(EchoWriter::words).sum();
        return "{\"object\":\"list\",\"data\":[" + data + "],\"model\":" + quoted(request.model())
                + ",\"usage\":{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}";
    }

    private static String plain(int seed) {
        var values = new StringJoiner(",", "[", "]");
        for (int d = 0; d < DIMENSIONS; d++) {
            values.add(Float.toString(value(seed, d)));
        }
        return values.toString();
    }

    private static String base64(int seed) {
        var floats = ByteBuffer.allocate(DIMENSIONS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int d = 0; d < DIMENSIONS; d++) {
            floats.putFloat(value(seed, d));
        }
        return "\"" + Base64.getEncoder().encodeToString(floats.array()) + "\"";
    }

    private static float value(int seed, int dimension) {
        return ((seed >>> (dimension * 3)) & 0xff) / 255f;
    }
}
