package dev.headgate.hub;

import dev.headgate.api.Body;
import dev.headgate.hub.Message.Role;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A chat request in the hub's shape, over the bytes it came in. What was called a function in the days before tools is
 * a tool here, and {@link #legacy} tells that the answer must speak of functions again. The body has been checked at
 * the edge: what is of the wrong kind here is treated as absent.
 */
public final class ChatRequest {
    /** Members that every format has a place for, or that it answers to by itself. */
    private static final List<String> EVERYWHERE = List.of(
            "model",
            "messages",
            "tools",
            "tool_choice",
            "functions",
            "function_call",
            "response_format",
            "max_tokens",
            "max_completion_tokens",
            "stop",
            "temperature",
            "reasoning_effort",
            "stream",
            "stream_options",
            "strict");

    private final Json root;
    private final List<Message> messages;
    private final List<Tool> tools;
    private final List<Json> otherTools;
    private final ToolChoice toolChoice;
    private final boolean legacy;
    private final Losses losses;

    private ChatRequest(Json root) {
        this.root = root;
        this.legacy = root.get("functions").isArray() && !root.get("tools").isArray();
        this.losses = Losses.of(root);
        this.messages = messages(root.get("messages"));
        this.otherTools = new ArrayList<>();
        this.tools = legacy ? functions(root.get("functions")) : tools(root.get("tools"), otherTools);
        this.toolChoice = ToolChoice.of(root.get(legacy ? "function_call" : "tool_choice"));
    }

    /** Reads a body that the dialect's own reader has accepted. */
    public static ChatRequest read(Body body) {
        return new ChatRequest(Json.read(body.array(), JsonLimits.STANDARD));
    }

    private static List<Message> messages(Json list) {
        List<Message> messages = new ArrayList<>();
        Map<String, String> functionIds = new HashMap<>();
        for (Json m : list) {
            int index = messages.size();
            Json role = m.get("role");
            List<Part> content = Message.parts(m.get("content"));
            if (role.is("assistant")) {
                List<Part> said = content.isEmpty() ? Message.parts(m.get("refusal")) : content;
                messages.add(new Message(index, Role.ASSISTANT, m, said, calls(index, m, functionIds), ""));
            } else if (role.is("tool")) {
                messages.add(new Message(
                        index,
                        Role.TOOL,
                        m,
                        content,
                        List.of(),
                        m.get("tool_call_id").text()));
            } else if (role.is("function")) {
                String id = functionIds.getOrDefault(m.get("name").text(), "function_" + index);
                messages.add(new Message(index, Role.TOOL, m, content, List.of(), id));
            } else {
                boolean user = role.is("user");
                messages.add(new Message(index, user ? Role.USER : Role.SYSTEM, m, content, List.of(), ""));
            }
        }
        return List.copyOf(messages);
    }

    private static List<ToolCall> calls(int index, Json message, Map<String, String> functionIds) {
        List<ToolCall> calls = new ArrayList<>();
        for (Json c : message.get("tool_calls")) {
            Json function = c.get("function");
            if (function.isObject()) {
                calls.add(new ToolCall(c.get("id").text(), function.get("name"), function.get("arguments"), c));
            } else if (c.get("custom").isObject()) {
                Json custom = c.get("custom");
                calls.add(new ToolCall(c.get("id").text(), custom.get("name"), custom.get("input"), c));
            }
        }
        Json old = message.get("function_call");
        if (calls.isEmpty() && old.isObject()) {
            String id = "function_" + index;
            functionIds.put(old.get("name").text(), id);
            calls.add(new ToolCall(id, old.get("name"), old.get("arguments"), old));
        }
        return calls;
    }

    private static List<Tool> functions(Json functions) {
        List<Tool> tools = new ArrayList<>();
        functions.forEach(f -> tools.add(Tool.of(f, f)));
        return tools;
    }

    private static List<Tool> tools(Json list, List<Json> others) {
        List<Tool> tools = new ArrayList<>();
        for (Json t : list) {
            if (t.get("function").isObject()) {
                tools.add(Tool.of(t.get("function"), t));
            } else {
                others.add(t);
            }
        }
        return tools;
    }

    // ---- what it says

    public List<Message> messages() {
        return messages;
    }

    /** The functions that the model may call. */
    public List<Tool> tools() {
        return tools;
    }

    /** What else stands among the tools: what only a provider knows. */
    public List<Json> otherTools() {
        return otherTools;
    }

    public ToolChoice toolChoice() {
        return toolChoice;
    }

    /** Whether the model may make several calls at once; true unless the caller forbids it. */
    public boolean parallelCalls() {
        return !root.get("parallel_tool_calls").isFalse();
    }

    /** Whether it speaks of functions instead of tools, so that the answer must do so too. */
    public boolean legacy() {
        return legacy;
    }

    public ResponseFormat responseFormat() {
        return ResponseFormat.of(root.get("response_format"));
    }

    /** The most tokens that the answer may have. */
    public OptionalLong maxTokens() {
        long most =
                root.get("max_completion_tokens").whole(root.get("max_tokens").whole(-1));
        return most < 0 ? OptionalLong.empty() : OptionalLong.of(most);
    }

    /** The texts at which the answer is to stop, each a JSON string. */
    public List<Json> stops() {
        Json stop = root.get("stop");
        return stop.isString() ? List.of(stop) : stop.items();
    }

    /** How much is to be thought, in OpenAI's word for it. */
    public Optional<String> effort() {
        Json effort = root.get("reasoning_effort");
        return effort.isString() ? Optional.of(effort.text()) : Optional.empty();
    }

    /** Whom the request is made for, as the caller calls them: a JSON string, or absent. */
    public Json user() {
        Json user = root.get("user");
        return user.isString() ? user : root.get("safety_identifier");
    }

    /** A member at the top, known or unknown; {@code null} counts as absent. */
    public Json member(String name) {
        Json m = root.get(name);
        return m.given() ? m : Json.ABSENT;
    }

    /** Copies those of these members that are there, under their own names. */
    public void copy(JsonWriter out, List<String> names) {
        for (String name : names) {
            Json value = member(name);
            if (value.present()) {
                out.name(name).copy(value);
            }
        }
    }

    /**
     * For a format that gives one answer at a time.
     *
     * @throws dev.headgate.api.GatewayException when several are asked for
     */
    public void requireOneAnswer() {
        if (member("n").whole(1) > 1) {
            throw Losses.refuse("n", "it gives one answer at a time");
        }
    }

    /** What has to be left out of what is sent. */
    public Losses losses() {
        return losses;
    }

    /** Leaves out tools that are no functions, for a format that knows no others. */
    public void dropOtherTools() {
        otherTools.forEach(this::dropTool);
    }

    /** Leaves out a tool that is no function. */
    public void dropTool(Json tool) {
        losses.drop("tools." + (tool.get("type").is("custom") ? "custom" : "type"));
    }

    /** The members that a format understands: these two lists of its own, and what every format does. */
    public static Set<String> understood(List<String> own, List<String> more) {
        return Stream.of(EVERYWHERE, own, more).flatMap(List::stream).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Leaves out every member at the top that says something and is none of these.
     *
     * @param understood those that the other format understands
     */
    public void dropOthers(Set<String> understood) {
        for (Json m : root) {
            String name = m.name();
            if (!understood.contains(name) && Losses.matters(m)) {
                losses.drop(name);
            }
        }
    }
}
