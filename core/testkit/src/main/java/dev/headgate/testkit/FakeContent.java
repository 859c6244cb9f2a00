package dev.headgate.testkit;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Scope;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The texts of a body in OpenAI's format. The gateway leaves every byte as it is that it need not change; here a changed
 * body is written anew.
 */
final class FakeContent implements Content {
    private final Body body;

    FakeContent(Body body) {
        this.body = body;
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        rewrite((scope, text) -> {
            parts.add(new Part(scope, text));
            return text;
        });
        return parts;
    }

    @Override
    public Body rewrite(Rewriter rewriter) {
        JsonNode before;
        try {
            before = OpenAiReplies.JSON.readTree(body.array());
        } catch (JacksonException e) {
            return body;
        }
        JsonNode after = before.deepCopy();
        var walk = new Walk(rewriter);
        walk.value(after, "prompt", Scope.MESSAGE);
        walk.value(after, "input", Scope.MESSAGE);
        after.path("messages").forEach(m -> walk.message(m, scope(m)));
        after.path("tools").forEach(t -> walk.value(t.path("function"), "description", Scope.SYSTEM));
        after.path("choices").forEach(c -> {
            walk.value(c, "text", Scope.MESSAGE);
            walk.message(c.path("message"), Scope.MESSAGE);
        });
        return after.equals(before) ? body : Body.of(after.toString());
    }

    private static Scope scope(JsonNode message) {
        return switch (message.path("role").asString("")) {
            case "system", "developer" -> Scope.SYSTEM;
            case "tool", "function" -> Scope.TOOL_OUTPUT;
            default -> Scope.MESSAGE;
        };
    }

    private record Walk(Rewriter rewriter) {
        void message(JsonNode message, Scope speaker) {
            value(message, "reasoning_content", Scope.REASONING);
            value(message, "reasoning", Scope.REASONING);
            value(message, "content", speaker);
            value(message, "refusal", speaker);
            message.path("tool_calls").forEach(call -> arguments(call.path("function")));
        }

        /** A text, or a list of texts or of parts that have one. */
        void value(JsonNode holder, String name, Scope scope) {
            JsonNode value = holder.path(name);
            if (value instanceof ArrayNode list) {
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i).isString()) {
                        list.set(i, rewritten(scope, list.get(i).asString()));
                    } else {
                        value(list.get(i), "text", scope);
                    }
                }
            } else if (value.isString() && holder instanceof ObjectNode object) {
                object.put(name, rewritten(scope, value.asString()));
            }
        }

        private void arguments(JsonNode function) {
            try {
                JsonNode values =
                        OpenAiReplies.JSON.readTree(function.path("arguments").asString(""));
                JsonNode before = values.deepCopy();
                each(values);
                if (!values.equals(before) && function instanceof ObjectNode object) {
                    object.put("arguments", values.toString());
                }
            } catch (JacksonException e) {
                value(function, "arguments", Scope.TOOL_INPUT);
            }
        }

        private void each(JsonNode node) {
            for (String name : List.copyOf(node.propertyNames())) {
                if (node.path(name).isString()) {
                    value(node, name, Scope.TOOL_INPUT);
                } else {
                    each(node.path(name));
                }
            }
            if (node instanceof ArrayNode list) {
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i).isString()) {
                        list.set(i, rewritten(Scope.TOOL_INPUT, list.get(i).asString()));
                    } else {
                        each(list.get(i));
                    }
                }
            }
        }

        private String rewritten(Scope scope, String text) {
            return text.isEmpty() ? text : rewriter.rewrite(scope, text);
        }
    }
}
