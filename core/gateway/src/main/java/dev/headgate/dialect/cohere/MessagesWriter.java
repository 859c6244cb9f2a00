package dev.headgate.dialect.cohere;

import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.DataUrl;
import dev.headgate.hub.Losses;
import dev.headgate.hub.Message;
import dev.headgate.hub.Message.Role;
import dev.headgate.hub.Part;
import dev.headgate.hub.ToolCall;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes messages, which are much like OpenAI's, and the documents that stand beside them. */
final class MessagesWriter {
    private final ChatRequest request;
    private final Losses losses;
    private final List<String> documents = new ArrayList<>();

    MessagesWriter(ChatRequest request) {
        this.request = request;
        this.losses = request.losses();
    }

    void write(JsonWriter out) {
        out.name("messages").openList();
        for (Message m : request.messages()) {
            if (m.source().get("name").given() && m.role() != Role.TOOL) {
                losses.drop("messages.name");
            }
            message(out, m);
        }
        out.closeList();
        if (!documents.isEmpty()) {
            out.name("documents").openList();
            for (String d : documents) {
                out.open().name("data").open().name("text").value(d).close().close();
            }
            out.closeList();
        }
    }

    private void message(JsonWriter out, Message m) {
        boolean silent = m.calls().isEmpty()
                && m.content().stream()
                        .noneMatch(p -> !(p instanceof Part.Text t) || t.text().saysSomething());
        if (silent && m.role() == Role.ASSISTANT) {
            return;
        }
        out.open().name("role").value(m.role().name().toLowerCase(Locale.ROOT));
        if (m.role() == Role.TOOL) {
            out.name("tool_call_id").value(m.answers());
        }
        if (m.calls().isEmpty()) {
            content(out, m);
        } else {
            calls(out, m);
        }
        out.close();
    }

    private void content(JsonWriter out, Message m) {
        Json content = m.source().get("content");
        if (content.isString()) {
            out.name("content").copy(content);
            return;
        }
        out.name("content").openList();
        for (Part p : m.content()) {
            switch (p) {
                case Part.Text t ->
                    out.open()
                            .name("type")
                            .value("text")
                            .name("text")
                            .copy(t.text())
                            .close();
                case Part.Image i -> out.copy(i.source());
                case Part.File f -> file(f);
                case Part.Audio a -> losses.drop("input_audio");
                case Part.Other o ->
                    losses.drop("messages.content." + (o.type().matches("[a-z0-9_]{1,40}") ? o.type() : "part"));
            }
        }
        out.closeList();
    }

    /** Only what is text can be a document. */
    private void file(Part.File f) {
        Optional<DataUrl> data = DataUrl.of(f.data());
        if (data.isPresent() && data.get().mediaType().startsWith("text/")) {
            byte[] text = Base64.getMimeDecoder().decode(data.get().base64());
            documents.add(new String(text, StandardCharsets.UTF_8));
        } else {
            losses.drop("messages.content.file");
        }
    }

    /** What is said beside calls is the plan for them; there is no content then. */
    private static void calls(JsonWriter out, Message m) {
        var plan = new StringBuilder();
        for (Part p : m.content()) {
            if (p instanceof Part.Text t) {
                plan.append(t.text().text());
            }
        }
        if (!plan.toString().isBlank()) {
            out.name("tool_plan").value(plan.toString());
        }
        out.name("tool_calls").openList();
        for (ToolCall c : m.calls()) {
            out.open().name("id").value(c.id()).name("type").value("function");
            out.name("function").open().name("name").copy(c.name()).name("arguments");
            if (c.arguments().saysSomething()) {
                out.copy(c.arguments());
            } else {
                out.value("{}");
            }
            out.close().close();
        }
        out.closeList();
    }
}
