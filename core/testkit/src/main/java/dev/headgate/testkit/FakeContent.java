package dev.headgate.testkit;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    private final boolean metadata;

    FakeContent(Body body) {
        this(body, false);
    }

    private FakeContent(Body body, boolean metadata) {
        this.body = body;
        this.metadata = metadata;
    }

    @Override
    public Content withMetadata() {
        return new FakeContent(body, true);
    }

    /** Every member counts as known. */
    @Override
    public Coverage coverage() {
        var walk = new Walk((scope, text) -> text);
        rewrite(walk);
        return new Coverage(walk.paths, List.of());
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
        return rewrite(new Walk(rewriter));
    }

    private Body rewrite(Walk walk) {
        JsonNode before;
        try {
            before = OpenAiReplies.JSON.readTree(body.array());
        } catch (JacksonException e) {
            return body;
        }
        JsonNode after = before.deepCopy();
        if (metadata) {
            walk.at("metadata", () -> walk.all(after.path("metadata"), Scope.METADATA));
            walk.value(after, "user", Scope.METADATA);
        }
        walk.value(after, "prompt", Scope.MESSAGE);
        walk.value(after, "input", Scope.MESSAGE);
        walk.each(after, "messages", m -> walk.message(m, scope(m)));
        walk.each(
                after,
                "tools",
                t -> walk.at("function", () -> walk.value(t.path("function"), "description", Scope.SYSTEM)));
        walk.each(after, "choices", c -> {
            walk.value(c, "text", Scope.MESSAGE);
            walk.at("message", () -> walk.message(c.path("message"), Scope.MESSAGE));
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

    private static final class Walk {
        private final Rewriter rewriter;
        private final List<String> paths = new ArrayList<>();
        private String path = "";

        Walk(Rewriter rewriter) {
            this.rewriter = rewriter;
        }

        /** Goes down to a member, and up again. */
        void at(String name, Runnable step) {
            String up = path;
            path += name.startsWith("[") || up.isEmpty() ? name : "." + name;
            step.run();
            path = up;
        }

        void each(JsonNode holder, String name, Consumer<JsonNode> step) {
            JsonNode list = holder.path(name);
            at(name, () -> {
                for (int i = 0; i < list.size(); i++) {
                    JsonNode element = list.get(i);
                    at("[" + i + "]", () -> step.accept(element));
                }
            });
        }

        void all(JsonNode holder, Scope scope) {
            for (String name : List.copyOf(holder.propertyNames())) {
                value(holder, name, scope);
            }
        }

        void message(JsonNode message, Scope speaker) {
            value(message, "reasoning_content", Scope.REASONING);
            value(message, "reasoning", Scope.REASONING);
            value(message, "content", speaker);
            value(message, "refusal", speaker);
            each(message, "tool_calls", call -> at("function", () -> arguments(call.path("function"))));
        }

        /** A text, or a list of texts or of parts that have one. */
        void value(JsonNode holder, String name, Scope scope) {
            at(name, () -> here(holder, name, scope));
        }

        private void here(JsonNode holder, String name, Scope scope) {
            JsonNode value = holder.path(name);
            if (value instanceof ArrayNode list) {
                for (int i = 0; i < list.size(); i++) {
                    int index = i;
                    at("[" + i + "]", () -> {
                        if (list.get(index).isString()) {
                            list.set(index, rewritten(scope, list.get(index).asString()));
                        } else {
                            value(list.get(index), "text", scope);
                        }
                    });
                }
            } else if (value.isString() && holder instanceof ObjectNode object) {
                object.put(name, rewritten(scope, value.asString()));
            }
        }

        private void arguments(JsonNode function) {
            if (function.path("arguments").isString()) {
                at("arguments", () -> inside(function));
            }
        }

        private void inside(JsonNode function) {
            try {
                JsonNode values =
                        OpenAiReplies.JSON.readTree(function.path("arguments").asString(""));
                JsonNode before = values.deepCopy();
                values(values);
                if (!values.equals(before) && function instanceof ObjectNode object) {
                    object.put("arguments", values.toString());
                }
            } catch (JacksonException e) {
                here(function, "arguments", Scope.TOOL_INPUT);
            }
        }

        /** All of them have the path of the whole. */
        private void values(JsonNode node) {
            for (String name : List.copyOf(node.propertyNames())) {
                if (node.path(name).isString()) {
                    here(node, name, Scope.TOOL_INPUT);
                } else {
                    values(node.path(name));
                }
            }
            if (node instanceof ArrayNode list) {
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i).isString()) {
                        list.set(i, rewritten(Scope.TOOL_INPUT, list.get(i).asString()));
                    } else {
                        values(list.get(i));
                    }
                }
            }
        }

        private String rewritten(Scope scope, String text) {
            if (text.isEmpty()) {
                return text;
            }
            paths.add(path);
            return rewriter.rewrite(scope, text);
        }
    }
}
