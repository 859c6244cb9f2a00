package dev.headgate.dialect.ollama;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.DataUrl;
import dev.headgate.hub.Losses;
import dev.headgate.hub.Message;
import dev.headgate.hub.Message.Role;
import dev.headgate.hub.Part;
import dev.headgate.hub.ResponseFormat;
import dev.headgate.hub.Tool;
import dev.headgate.hub.ToolCall;
import dev.headgate.hub.ToolChoice;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes a request in Ollama's format. What bears on the choice of words stands among the options.
 *
 * @see <a href="https://github.com/ollama/ollama/blob/main/docs/api.md">Generate a chat message</a>
 */
final class RequestWriter {
    private static final List<String> OPTIONS =
            List.of("temperature", "top_p", "top_k", "seed", "presence_penalty", "frequency_penalty");

    private static final Set<String> UNDERSTOOD =
            ChatRequest.understood(OPTIONS, List.of("options", "keep_alive", "think"));

    private final Asked asked;
    private final ChatRequest request;
    private final Losses losses;
    private final Map<String, Json> names = new HashMap<>();

    RequestWriter(Asked asked, ChatRequest request) {
        this.asked = asked;
        this.request = request;
        this.losses = request.losses();
    }

    Body body() {
        request.requireOneAnswer();
        var out = new JsonWriter(asked.body().length() + 256);
        out.open().name("model").value(asked.model());
        out.name("messages").openList();
        request.messages().forEach(m -> message(out, m));
        out.closeList();
        tools(out);
        form(out);
        options(out);
        think(out);
        request.copy(out, List.of("keep_alive"));
        out.name("stream").value(asked.streaming()); // it streams unless told not to
        request.dropOthers(UNDERSTOOD);
        return Body.wrap(out.close().toByteArray());
    }

    private void message(JsonWriter out, Message m) {
        if (m.source().get("name").given() && m.role() != Role.TOOL) {
            losses.drop("messages.name");
        }
        out.open().name("role").value(m.role().name().toLowerCase(Locale.ROOT));
        var text = new StringBuilder();
        List<DataUrl> images = new ArrayList<>();
        for (Part p : m.content()) {
            switch (p) {
                case Part.Text t ->
                    text.append(text.isEmpty() ? "" : "\n").append(t.text().text());
                case Part.Image i -> images.add(image(i, m));
                case Part.File f -> losses.drop("messages.content.file");
                case Part.Audio a -> losses.drop("input_audio");
                case Part.Other o ->
                    losses.drop("messages.content." + (o.type().matches("[a-z0-9_]{1,40}") ? o.type() : "part"));
            }
        }
        out.name("content").value(text.toString());
        if (!images.isEmpty()) {
            out.name("images").openList();
            images.forEach(i -> i.write(out));
            out.closeList();
        }
        Json name = names.get(m.answers());
        if (m.role() == Role.TOOL && name != null) {
            out.name("tool_name").copy(name);
        }
        if (!m.calls().isEmpty()) {
            out.name("tool_calls").openList();
            for (ToolCall c : m.calls()) {
                names.put(c.id(), c.name());
                out.open().name("function").open().name("name").copy(c.name());
                c.writeArguments(out.name("arguments"));
                out.close().close();
            }
            out.closeList();
        }
        out.close();
    }

    private static DataUrl image(Part.Image i, Message m) {
        return DataUrl.of(i.url())
                .orElseThrow(() ->
                        Losses.refuse("messages[" + m.index() + "].content", "an image must be a data: URL in base64"));
    }

    private void tools(JsonWriter out) {
        ToolChoice choice = request.toolChoice();
        request.dropOtherTools();
        List<Tool> tools = request.tools().stream().filter(choice::allows).toList();
        if (tools.isEmpty() || choice.mode() == ToolChoice.Mode.NONE) {
            return;
        }
        if (choice.forced()) {
            losses.drop("tool_choice");
        }
        if (!request.parallelCalls()) {
            losses.drop("parallel_tool_calls");
        }
        out.name("tools").openList();
        for (Tool t : tools) {
            out.open()
                    .name("type")
                    .value("function")
                    .name("function")
                    .open()
                    .name("name")
                    .copy(t.name());
            if (t.description().isString()) {
                out.name("description").copy(t.description());
            }
            if (t.parameters().isObject()) {
                out.name("parameters").copy(t.parameters());
            }
            out.close().close();
            if (t.strict()) {
                losses.drop("tools.function.strict");
            }
        }
        out.closeList();
    }

    private void form(JsonWriter out) {
        ResponseFormat format = request.responseFormat();
        if (format.schema().isObject()) {
            out.name("format").copy(format.schema());
        } else if (format.kind() != ResponseFormat.Kind.TEXT) {
            out.name("format").value("json");
        }
    }

    private void options(JsonWriter out) {
        out.name("options").open();
        Json own = request.member("options");
        for (Json o : own) {
            out.value(o.name()).ascii(":").copy(o);
        }
        for (String name : OPTIONS) {
            Json value = request.member(name);
            if (value.isNumber() && !own.get(name).present()) {
                out.name(name).copy(value);
            }
        }
        if (request.maxTokens().isPresent() && !own.get("num_predict").present()) {
            out.name("num_predict").value(request.maxTokens().getAsLong());
        }
        if (!request.stops().isEmpty() && !own.get("stop").present()) {
            out.name("stop").openList();
            request.stops().forEach(out::copy);
            out.closeList();
        }
        out.close();
    }

    private void think(JsonWriter out) {
        Json own = request.member("think");
        if (own.present()) {
            out.name("think").copy(own);
            return;
        }
        request.effort().ifPresent(effort -> {
            boolean levels = asked.model().contains("gpt-oss");
            out.name("think");
            switch (effort) {
                case "none" -> out.value(false);
                case "low", "medium", "high" -> {
                    if (levels) {
                        out.value(effort);
                    } else {
                        out.value(true);
                    }
                }
                default -> out.value(true);
            }
        });
    }
}
