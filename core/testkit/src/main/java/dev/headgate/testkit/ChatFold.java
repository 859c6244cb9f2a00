package dev.headgate.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What an answer in OpenAI's chat format says, whether it came whole or as chunks, and what is wrong with its form.
 */
public final class ChatFold {
    /**
     * One tool call with its pieces put together.
     *
     * @param arguments as text, which ought to be JSON
     */
    public record ToolCall(String id, String name, String arguments) {
        /** Whether it is a call from before there were tools, which has no id. */
        public boolean legacy() {
            return id.equals(LEGACY);
        }
    }

    private static final String LEGACY = "function_call";

    private static final class Choice {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder refusal = new StringBuilder();
        private final Map<Integer, ToolCall> calls = new TreeMap<>();
        private Optional<String> finish = Optional.empty();
        private int roles;
    }

    private final Map<Integer, Choice> choices = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> identities = new HashSet<>();
    private Optional<JsonNode> usage = Optional.empty();
    private Optional<JsonNode> error = Optional.empty();
    private String id = "";
    private String model = "";
    private boolean done;

    private ChatFold() {}

    /** What a stream of chunks says. */
    public static ChatFold ofEvents(List<Sse.Event> events) {
        var fold = new ChatFold();
        events.forEach(fold::event);
        if (fold.identities.size() > 1) {
            fold.problems.add("id, created or model changes: " + fold.identities);
        }
        fold.choices.forEach((index, choice) -> {
            if (choice.roles != 1) {
                fold.problems.add("choice " + index + ": role given " + choice.roles + " times");
            }
            if (choice.finish.isEmpty() && fold.error.isEmpty()) {
                fold.problems.add("choice " + index + ": no finish_reason");
            }
        });
        if (!fold.done) {
            fold.problems.add("no [DONE]");
        }
        return fold;
    }

    /** What a whole chat completion, or an error, says. */
    public static ChatFold ofCompletion(JsonNode answer) {
        var fold = new ChatFold();
        fold.envelope(answer, "message");
        return fold;
    }

    /** The visible text of the first choice. */
    public String text() {
        return text(0);
    }

    public String text(int choice) {
        return at(choice).text.toString();
    }

    /** The visible reasoning of the first choice, by either of its two names. */
    public String reasoning() {
        return at(0).reasoning.toString();
    }

    public String refusal() {
        return at(0).refusal.toString();
    }

    /** The tool calls of the first choice, in the order of their indices. */
    public List<ToolCall> toolCalls() {
        return List.copyOf(at(0).calls.values());
    }

    /** The first choice's finish reason. */
    public Optional<String> finishReason() {
        return finishReason(0);
    }

    public Optional<String> finishReason(int choice) {
        return at(choice).finish;
    }

    public int choices() {
        return choices.size();
    }

    public Optional<JsonNode> usage() {
        return usage;
    }

    /** A token count of the usage by its name, or -1 when it was not reported. */
    public long tokens(String name) {
        return usage.map(u -> u.path(name).asLong(-1)).orElse(-1L);
    }

    /** The error object that came instead of, or within, the answer. */
    public Optional<JsonNode> error() {
        return error;
    }

    public String id() {
        return id;
    }

    public String model() {
        return model;
    }

    /** Whether the end mark of a stream was there. */
    public boolean done() {
        return done;
    }

    /** What a strict client would object to in the form of the stream; empty when all is well. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    private Choice at(int index) {
        return choices.getOrDefault(index, new Choice());
    }

    private void event(Sse.Event event) {
        if (done) {
            problems.add("after [DONE]: " + event.data());
        } else if (event.data().equals("[DONE]")) {
            done = true;
        } else {
            if (!event.name().isEmpty()) {
                problems.add("event named " + event.name());
            }
            envelope(OpenAiReplies.JSON.readTree(event.data()), "delta");
        }
    }

    private void envelope(JsonNode node, String content) {
        if (node.hasNonNull("error")) {
            error = Optional.of(node.get("error"));
            return;
        }
        id = node.path("id").asString("");
        model = node.path("model").asString("");
        identities.add(id + "/" + node.path("created") + "/" + model);
        if (node.hasNonNull("usage")) {
            if (usage.isPresent()) {
                problems.add("usage given twice");
            }
            usage = Optional.of(node.get("usage"));
        }
        for (JsonNode c : node.path("choices")) {
            int index = c.path("index").asInt(0);
            Choice choice = choices.computeIfAbsent(index, i -> new Choice());
            message(index, choice, c.path(content));
            if (c.hasNonNull("finish_reason")) {
                if (choice.finish.isPresent()) {
                    problems.add("choice " + index + ": finish_reason given twice");
                }
                choice.finish = Optional.of(c.get("finish_reason").asString());
            }
        }
    }

    private void message(int index, Choice choice, JsonNode m) {
        if (choice.finish.isPresent() && !m.isEmpty()) {
            problems.add("choice " + index + ": content after finish_reason");
        }
        choice.roles += m.hasNonNull("role") ? 1 : 0;
        choice.text.append(text(m, "content"));
        choice.refusal.append(text(m, "refusal"));
        choice.reasoning.append(
                m.hasNonNull("reasoning_content") ? text(m, "reasoning_content") : text(m, "reasoning"));
        if (m.path("function_call").isObject()) {
            functionCall(choice, m.path("function_call"));
        }
        int position = 0;
        for (JsonNode call : m.path("tool_calls")) {
            int at = call.path("index").asInt(position++);
            JsonNode function = call.path("function");
            ToolCall before = choice.calls.get(at);
            if (before == null) {
                if (!call.hasNonNull("id") || !function.hasNonNull("name")) {
                    problems.add("tool call " + at + " begins without id or name");
                }
                before = new ToolCall(text(call, "id"), text(function, "name"), "");
            }
            choice.calls.put(
                    at, new ToolCall(before.id(), before.name(), before.arguments() + text(function, "arguments")));
        }
    }

    /** A call from before there were tools, of which there is one at most. */
    private static void functionCall(Choice choice, JsonNode call) {
        ToolCall before = choice.calls.getOrDefault(0, new ToolCall(LEGACY, text(call, "name"), ""));
        choice.calls.put(0, new ToolCall(LEGACY, before.name(), before.arguments() + text(call, "arguments")));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).isString() ? node.path(name).asString() : "";
    }
}
