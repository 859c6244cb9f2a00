package dev.headgate.hub;

import dev.headgate.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of a conversation.
 *
 * @param index its place among the messages
 * @param source the message as it came
 * @param content what it says
 * @param calls the calls an assistant has made in it
 * @param answers the id of the call that a tool answers in it, empty for all others
 */
public record Message(int index, Role role, Json source, List<Part> content, List<ToolCall> calls, String answers) {
    /** Who speaks. A developer is the system by another name, a function a tool. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL
    }

    public Message {
        content = List.copyOf(content);
        calls = List.copyOf(calls);
    }

    static List<Part> parts(Json content) {
        if (content.isString()) {
            return List.of(new Part.Text(content, content));
        }
        List<Part> parts = new ArrayList<>();
        content.forEach(p -> parts.add(Part.of(p)));
        return parts;
    }
}
