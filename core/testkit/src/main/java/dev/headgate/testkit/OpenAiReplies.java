package dev.headgate.testkit;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers in OpenAI's format as the real service words them, with fixed id, time and model. */
public final class OpenAiReplies {
    /** The model that every answer names. */
    public static final String MODEL = "fake-model";

    /** The id that every chat answer bears. */
    public static final String ID = "chatcmpl-fake";

    static final JsonMapper JSON = new JsonMapper();

    private OpenAiReplies() {}

    /** A whole chat answer that used 3 prompt and 2 completion tokens. */
    public static Reply chat(String text) {
        return chat(text, 3, 2);
    }

    /** A whole chat answer with this usage. */
    public static Reply chat(String text, int prompt, int completion) {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant").put("content", text);
        return completion(message.putNull("refusal"), "stop", prompt, completion);
    }

    /** A whole chat answer that calls one tool; {@code arguments} is JSON. */
    public static Reply toolCall(String id, String name, String arguments) {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant").putNull("content");
        ObjectNode call =
                message.putArray("tool_calls").addObject().put("id", id).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments);
        return completion(message, "tool_calls", 3, 2);
    }

    /** A streamed chat answer: role, each text, finish, end mark. */
    public static Reply chatStream(String... texts) {
        return Reply.sse(datas(List.of(), texts));
    }

    /** A streamed chat answer that reports usage before its end mark. */
    public static Reply chatStreamWithUsage(int prompt, int completion, String... texts) {
        return Reply.sse(datas(List.of(usageChunk(prompt, completion)), texts));
    }

    /** An error answer; its type follows from the status as with OpenAI. */
    public static Reply error(int status, String code, String message) {
        return Reply.json(status, errorBody(status, code, message));
    }

    /** The body of an error, which inside a stream is also the data of an event. */
    public static String errorBody(int status, String code, String message) {
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error")
                .put("message", message)
                .put("type", status >= 500 ? "server_error" : status == 429 ? "requests" : "invalid_request_error")
                .putNull("param")
                .put("code", code);
        return error.toString();
    }

    /** The data of the first chunk, which names the role and holds no text. */
    public static String roleChunk() {
        ObjectNode chunk = chunk();
        choice(chunk).putObject("delta").put("role", "assistant").put("content", "");
        return chunk.toString();
    }

    /** The data of a chunk of text. */
    public static String textChunk(String text) {
        ObjectNode chunk = chunk();
        choice(chunk).putObject("delta").put("content", text);
        return chunk.toString();
    }

    /** The data of the chunk that ends the choice. */
    public static String finishChunk(String reason) {
        ObjectNode chunk = chunk();
        choice(chunk).put("finish_reason", reason).putObject("delta");
        return chunk.toString();
    }

    /** The data of the chunk that reports usage and has no choice. */
    public static String usageChunk(int prompt, int completion) {
        ObjectNode chunk = chunk();
        chunk.putArray("choices");
        usage(chunk, prompt, completion);
        return chunk.toString();
    }

    private static String[] datas(List<String> beforeDone, String... texts) {
        List<String> datas = new ArrayList<>();
        datas.add(roleChunk());
        for (String text : texts) {
            datas.add(textChunk(text));
        }
        datas.add(finishChunk("stop"));
        datas.addAll(beforeDone);
        datas.add("[DONE]");
        return datas.toArray(String[]::new);
    }

    private static Reply completion(ObjectNode message, String finish, int prompt, int completion) {
        ObjectNode answer = envelope("chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.set("message", message);
        choice.putNull("logprobs").put("finish_reason", finish);
        usage(answer, prompt, completion);
        return Reply.json(200, answer.toString());
    }

    private static ObjectNode envelope(String object) {
        return JSON.createObjectNode()
                .put("id", ID)
                .put("object", object)
                .put("created", 1_700_000_000)
                .put("model", MODEL);
    }

    private static ObjectNode chunk() {
        return envelope("chat.completion.chunk");
    }

    private static ObjectNode choice(ObjectNode chunk) {
        ArrayNode choices = chunk.putArray("choices");
        return choices.addObject().put("index", 0).putNull("finish_reason");
    }

    private static void usage(ObjectNode answer, int prompt, int completion) {
        answer.putObject("usage")
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
    }
}
