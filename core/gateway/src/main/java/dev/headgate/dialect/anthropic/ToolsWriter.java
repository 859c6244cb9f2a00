package dev.headgate.dialect.anthropic;

import dev.headgate.dialect.ClaudeModel;
import dev.headgate.hub.ChatRequest;
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
 * knows no other way; {@link #answerTool} is its name then.
 */
final class ToolsWriter {
    /** The types of tools that run at Anthropic end in a date. */
    private static final Pattern SERVER_TOOL = Pattern.compile("[a-z0-9_]+_20\\d{6}");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

    private final ChatRequest request;
    private final ClaudeModel model;
    private final List<Tool> tools;
    private final List<Json> serverTools = new ArrayList<>();
    private final Set<String> remembered = new LinkedHashSet<>();
    private final String answerTool;

    ToolsWriter(ChatRequest request, ClaudeModel model, Conversation conversation) {
        this.request = request;
        this.model = model;
        ToolChoice choice = request.toolChoice();
        boolean some = choice.mode() != ToolChoice.Mode.NAMED && !choice.names().isEmpty();
        this.tools =
                request.tools().stream().filter(t -> !some || choice.allows(t)).toList();
        for (Json t : request.otherTools()) {
            if (SERVER_TOOL.matcher(t.get("type").text()).matches()) {
                serverTools.add(t);
            } else {
                request.losses().drop("tools." + (t.get("type").is("custom") ? "custom" : "type"));
            }
        }
        ResponseFormat format = request.responseFormat();
        boolean byTool = format.kind() == ResponseFormat.Kind.JSON_SCHEMA && !model.schema();
        this.answerTool = !byTool ? "" : NAME.matcher(format.name()).matches() ? format.name() : "json_answer";
        if (tools.isEmpty() && serverTools.isEmpty() && !byTool && conversation.hasCalls()) {
            // Calls in the history want their tools declared, though none may be called any more.
            for (Message m : request.messages()) {
                for (ToolCall c : m.calls()) {
                    remembered.add(c.name().text());
                }
            }
        }
    }

    /** The name of the tool whose input is the answer, empty when there is none. */
    String answerTool() {
        return answerTool;
    }

    /** Whether the model has to call something. */
    boolean forced() {
        return !answerTool.isEmpty()
                || (!tools.isEmpty() && request.toolChoice().forced());
    }

    void write(JsonWriter out) {
        if (tools.isEmpty() && serverTools.isEmpty() && answerTool.isEmpty() && remembered.isEmpty()) {
            return;
        }
        out.name("tools").openList();
        boolean callable = answerTool.isEmpty() || request.toolChoice().mode() != ToolChoice.Mode.NONE;
        if (callable) {
            tools.forEach(t -> tool(out, t));
            serverTools.forEach(out::copy);
        }
        for (String name : remembered) {
            out.open().name("name").value(name).name("input_schema");
            out.open().name("type").value("object").close().close();
        }
        if (!answerTool.isEmpty()) {
            out.open().name("name").value(answerTool);
            out.name("description").value("Give the answer by calling this tool, once, with all of it as its input.");
            schema(out.name("input_schema"), request.responseFormat().schema());
            out.close();
        }
        out.closeList();
        choice(out, callable && !(tools.isEmpty() && serverTools.isEmpty()));
    }

    private void tool(JsonWriter out, Tool t) {
        out.open().name("name").copy(t.name());
        if (t.description().saysSomething()) {
            out.name("description").copy(t.description());
        }
        schema(out.name("input_schema"), t.parameters());
        if (t.strict()) {
            if (model.schema()) {
                out.name("strict").value(true);
            } else {
                request.losses().drop("tools.function.strict");
            }
        }
        for (String own : List.of("cache_control", "defer_loading", "eager_input_streaming")) {
            Json mark = t.source().get(own).given()
                    ? t.source().get(own)
                    : t.source().get("function").get(own);
            if (mark.given()) {
                out.name(own).copy(mark);
            }
        }
        out.close();
    }

    /** A schema, which must be one of an object. */
    private static void schema(JsonWriter out, Json schema) {
        if (schema.get("type").given()) {
            out.copy(schema);
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
        out.close();
    }

    private void choice(JsonWriter out, boolean tools) {
        ToolChoice choice = request.toolChoice();
        boolean single = !request.parallelCalls() || request.legacy();
        String type;
        String name = "";
        if (!remembered.isEmpty()) {
            type = "none";
        } else if (!answerTool.isEmpty()) {
            type = tools ? "any" : "tool";
            name = tools ? "" : answerTool;
        } else {
            type = switch (choice.mode()) {
                case AUTO -> "auto";
                case REQUIRED -> "any";
                case NONE -> "none";
                case NAMED -> "tool";
            };
            name = choice.mode() == ToolChoice.Mode.NAMED ? choice.names().getFirst() : "";
            if (!choice.given() && !single) {
                return;
            }
        }
        out.name("tool_choice").open().name("type").value(type);
        if (!name.isEmpty()) {
            out.name("name").value(name);
        }
        if (single && !type.equals("none")) {
            out.name("disable_parallel_tool_use").value(true);
        }
        out.close();
    }
}
