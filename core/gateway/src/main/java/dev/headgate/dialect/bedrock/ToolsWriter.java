package dev.headgate.dialect.bedrock;

import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Losses;
import dev.headgate.hub.Message;
import dev.headgate.hub.ResponseFormat;
import dev.headgate.hub.Tool;
import dev.headgate.hub.ToolCall;
import dev.headgate.hub.ToolChoice;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes the tools and the choice among them. A schema for the answer becomes a tool that must be called, where the model
 * knows no other way; {@link #answerTool} is its name then. Tools have to be declared as long as there are calls in the
 * history, also when none may be called any more.
 */
final class ToolsWriter {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final ChatRequest request;
    private final Losses losses;
    private final BedrockModel model;
    private final Conversation conversation;
    private final ToolChoice choice;
    private final List<Tool> tools;
    private final List<Json> ownTools = new ArrayList<>();
    private final Set<String> remembered = new LinkedHashSet<>();
    private final String answerTool;

    ToolsWriter(ChatRequest request, BedrockModel model, Conversation conversation) {
        this.request = request;
        this.losses = request.losses();
        this.model = model;
        this.conversation = conversation;
        this.choice = request.toolChoice();
        ResponseFormat format = request.responseFormat();
        boolean byTool = format.kind() == ResponseFormat.Kind.JSON_SCHEMA && !model.schema();
        this.answerTool = !byTool ? "" : NAME.matcher(format.name()).matches() ? format.name() : "json_answer";
        boolean some = choice.mode() != ToolChoice.Mode.NAMED && !choice.names().isEmpty();
        boolean none = choice.mode() == ToolChoice.Mode.NONE && (byTool || !conversation.hasCalls());
        this.tools = request.tools().stream()
                .filter(t -> !none && (!some || choice.allows(t)))
                .toList();
        for (Json t : request.otherTools()) {
            if (t.get("systemTool").isObject()) {
                ownTools.add(t.get("systemTool"));
            } else {
                request.dropTool(t);
            }
        }
        if (tools.isEmpty() && ownTools.isEmpty() && conversation.hasCalls()) {
            for (Message m : request.messages()) {
                for (ToolCall c : m.calls()) {
                    remembered.add(c.name().text());
                }
            }
            remembered.remove(answerTool);
        }
    }

    /** The name of the tool whose input is the answer, empty when there is none. */
    String answerTool() {
        return answerTool;
    }

    /** Whether the model has to call something. */
    boolean forced() {
        return model.choice() && (!answerTool.isEmpty() || (!tools.isEmpty() && choice.forced()));
    }

    private boolean empty() {
        return tools.isEmpty() && ownTools.isEmpty() && answerTool.isEmpty() && remembered.isEmpty();
    }

    void write(JsonWriter out) {
        if (empty()) {
            return;
        }
        out.name("toolConfig").open().name("tools").openList();
        tools.forEach(t -> tool(out, t));
        for (Json own : ownTools) {
            out.open().name("systemTool").copy(own).close();
        }
        for (String name : remembered) {
            schema(open(out).name("name").value(name), Json.ABSENT);
            out.close().close();
        }
        if (!answerTool.isEmpty()) {
            open(out).name("name").value(answerTool);
            out.name("description").value("Give the answer by calling this tool, once, with all of it as its input.");
            schema(out, request.responseFormat().schema());
            out.close().close();
        }
        out.closeList();
        choice(out);
        out.close();
    }

    private static JsonWriter open(JsonWriter out) {
        return out.open().name("toolSpec").open();
    }

    private void tool(JsonWriter out, Tool t) {
        open(out).name("name").copy(t.name());
        if (t.description().saysSomething()) {
            out.name("description").copy(t.description()); // an empty one is refused
        }
        schema(out, t.parameters());
        if (t.strict() && model.schema()) {
            out.name("strict").value(true);
        } else if (t.strict()) {
            losses.drop("tools.function.strict");
        }
        out.close().close();
        Json mark = t.source().get("cache_control");
        Block.mark(
                out,
                conversation.mark(
                        mark.given() ? mark : t.source().get("function").get("cache_control")));
    }

    /** A schema, which must be one of an object. */
    private static void schema(JsonWriter out, Json schema) {
        out.name("inputSchema").open().name("json");
        if (schema.get("type").given()) {
            out.copy(schema).close();
            return;
        }
        out.open().name("type").value("object");
        if (schema.isEmpty()) {
            out.name("properties").open().close();
        }
        for (Json m : schema) {
            if (!m.name().equals("type")) {
                out.value(m.name()).ascii(":").copy(m);
            }
        }
        out.close().close();
    }

    // ---- the choice

    private String word() {
        if (!answerTool.isEmpty()) {
            return tools.isEmpty() && ownTools.isEmpty() ? "tool" : "any";
        }
        if (!remembered.isEmpty()) {
            return "none";
        }
        return switch (choice.mode()) {
            case AUTO -> "auto";
            case REQUIRED -> "any";
            case NONE -> "none";
            case NAMED -> "tool";
        };
    }

    private String name() {
        return answerTool.isEmpty() ? choice.names().getFirst() : answerTool;
    }

    private boolean single() {
        return !request.parallelCalls() || request.legacy();
    }

    /** Whether the choice is one that only Anthropic's own member for it can tell. */
    private boolean beyond() {
        return model.claude().isPresent() && (word().equals("none") || single());
    }

    private void choice(JsonWriter out) {
        String word = word();
        if (beyond()) {
            return;
        }
        if (!request.parallelCalls()) {
            losses.drop("parallel_tool_calls");
        }
        boolean force = word.equals("any") || word.equals("tool");
        if (word.equals("none") || (force && !model.choice())) {
            if (answerTool.isEmpty() && remembered.isEmpty()) {
                losses.drop("tool_choice");
            }
        } else if (choice.given() || !answerTool.isEmpty()) {
            out.name("toolChoice").open().name(word).open();
            if (word.equals("tool")) {
                out.name("name").value(name());
            }
            out.close().close();
        }
    }

    /** Writes the choice in Anthropic's own words, among the fields that Bedrock hands on, where it takes them. */
    void writeOwnChoice(JsonWriter out) {
        if (empty() || !beyond()) {
            return;
        }
        String word = word();
        out.name("tool_choice").open().name("type").value(word);
        if (word.equals("tool")) {
            out.name("name").value(name());
        }
        if (!word.equals("none")) {
            out.name("disable_parallel_tool_use").value(true);
        }
        out.close();
    }
}
