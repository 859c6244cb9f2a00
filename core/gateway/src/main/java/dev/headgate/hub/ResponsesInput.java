package dev.headgate.hub;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** The input of a Responses request, item by item, written as the messages of a chat. */
final class ResponsesInput {
    private final JsonWriter out;
    private final Json root;
    private final List<Json> calls = new ArrayList<>();
    private boolean assistant;

    ResponsesInput(JsonWriter out, Json root) {
        this.out = out;
        this.root = root;
    }

    void write() {
        out.openList();
        Json instructions = root.get("instructions");
        if (instructions.isString()) {
            out.open()
                    .name("role")
                    .value("system")
                    .name("content")
                    .copy(instructions)
                    .close();
        }
        Json input = root.get("input");
        if (input.isString()) {
            out.open().name("role").value("user").name("content").copy(input).close();
        }
        int index = 0;
        if (input.isArray()) {
            for (Json item : input) {
                item(index++, item);
            }
        }
        endAssistant();
        out.closeList();
    }

    private void item(int index, Json item) {
        Json type = item.get("type");
        if (type.is("function_call") || type.is("custom_tool_call")) {
            if (!assistant) {
                beginAssistant();
            }
            calls.add(item);
        } else if (type.is("function_call_output") || type.is("custom_tool_call_output")) {
            endAssistant();
            out.open().name("role").value("tool").name("tool_call_id").copy(item.get("call_id"));
            content(item.get("output"));
            out.close();
        } else if (item.get("role").isString() && (type.is("message") || !type.given())) {
            message(item);
        } else if (!type.is("reasoning")) {
            throw Losses.refuse("input[" + index + "]", "it is an item of OpenAI's own");
        }
        // What a model of OpenAI has thought is sealed, and no other model reads it.
    }

    private void message(Json item) {
        endAssistant();
        if (item.get("role").is("assistant")) {
            beginAssistant();
            content(item.get("content"));
        } else {
            out.open().name("role").copy(item.get("role"));
            content(item.get("content"));
            out.close();
        }
    }

    /** Left open for the calls that may follow what was said. */
    private void beginAssistant() {
        out.open().name("role").value("assistant");
        assistant = true;
    }

    private void endAssistant() {
        if (!assistant) {
            return;
        }
        if (!calls.isEmpty()) {
            out.name("tool_calls").openList();
            calls.forEach(this::call);
            out.closeList();
        }
        out.close();
        calls.clear();
        assistant = false;
    }

    private void call(Json item) {
        out.open().name("id").copy(item.get("call_id")).name("type").value("function");
        out.name("function").open().name("name").copy(item.get("name")).name("arguments");
        if (item.get("type").is("custom_tool_call")) {
            var input = new JsonWriter(64)
                    .open()
                    .name("input")
                    .copy(item.get("input"))
                    .close();
            out.quoted(Json.read(input.toByteArray(), JsonLimits.STANDARD));
        } else {
            out.copy(item.get("arguments"));
        }
        out.close().close();
    }

    private void content(Json content) {
        out.name("content");
        if (!content.isArray()) {
            out.copy(content.isString() ? content : Json.ABSENT);
            return;
        }
        out.openList();
        content.forEach(this::part);
        out.closeList();
    }

    private void part(Json part) {
        Json type = part.get("type");
        if (type.is("input_image")) {
            image(part);
        } else if (type.is("input_file")) {
            file(part);
        } else {
            out.copy(part); // texts and refusals are read alike in both shapes
        }
    }

    private void image(Json part) {
        if (!part.get("image_url").isString()) {
            throw Losses.refuse("input", "a picture that OpenAI keeps under an id is not known to others");
        }
        out.open().name("type").value("image_url").name("image_url").open();
        out.name("url").copy(part.get("image_url"));
        if (part.get("detail").isString()) {
            out.name("detail").copy(part.get("detail"));
        }
        out.close().close();
    }

    private void file(Json part) {
        out.open().name("type").value("file").name("file").open();
        Json data = part.get("file_data").isString() ? part.get("file_data") : part.get("file_url");
        if (data.isString()) {
            out.name("file_data").copy(data);
        }
        for (String name : List.of("file_id", "filename")) {
            if (part.get(name).isString()) {
                out.name(name).copy(part.get(name));
            }
        }
        out.close().close();
    }
}
