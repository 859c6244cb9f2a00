package dev.headgate.testkit;

import dev.headgate.api.Lane;
import dev.headgate.api.Scope;
import dev.headgate.api.StreamRewriter;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The texts of events in OpenAI's chat format sent through rewriters. Lanes end with their choice or with the stream;
 * events whose texts change are written anew.
 */
final class ScriptedLanes implements UnaryOperator<Buffer> {
    private record Key(int choice, String member, int part) {
        Lane lane() {
            Scope scope = switch (member) {
                case "reasoning", "reasoning_content" -> Scope.REASONING;
                case "arguments" -> Scope.TOOL_INPUT;
                default -> Scope.MESSAGE;
            };
            return new Lane(choice, scope, part);
        }

        /** An event that brings this text for the lane. */
        String event(String text) {
            ObjectNode chunk = OpenAiReplies.JSON.createObjectNode();
            ObjectNode at = chunk.putArray("choices").addObject().put("index", choice);
            if (!member.equals("text")) {
                at = at.putObject("delta");
            }
            if (member.equals("arguments")) {
                at = at.putArray("tool_calls").addObject().put("index", part).putObject("function");
            }
            at.put(member, text);
            return Reply.event(chunk.toString());
        }
    }

    private final Function<Lane, StreamRewriter> rewriters;
    private final Map<Key, StreamRewriter> open = new LinkedHashMap<>();

    ScriptedLanes(Function<Lane, StreamRewriter> rewriters) {
        this.rewriters = rewriters;
    }

    @Override
    public Buffer apply(Buffer events) {
        List<Sse.Event> all = Sse.parse(events.getBytes()).events();
        Buffer out = Buffer.buffer();
        boolean same = true;
        for (Sse.Event e : all) {
            String plain = Reply.event(e.data());
            String rewritten = event(e);
            same &= rewritten.equals(plain);
            out.appendString(rewritten);
        }
        return same ? events : out;
    }

    private String event(Sse.Event event) {
        if (event.data().equals("[DONE]")) {
            return end(k -> true) + Reply.event(event.data());
        }
        if (!event.data().startsWith("{")) {
            return Reply.event(event.data());
        }
        JsonNode original = OpenAiReplies.JSON.readTree(event.data());
        JsonNode chunk = original.deepCopy();
        var before = new StringBuilder();
        for (JsonNode choice : chunk.path("choices")) {
            int index = choice.path("index").asInt(0);
            text(choice, "text", index, 0);
            JsonNode delta = choice.path("delta");
            for (String member : List.of("reasoning_content", "reasoning", "content", "refusal")) {
                text(delta, member, index, 0);
            }
            for (JsonNode call : delta.path("tool_calls")) {
                text(
                        call.path("function"),
                        "arguments",
                        index,
                        call.path("index").asInt(0));
            }
            if (choice.path("finish_reason").isString()) {
                before.append(end(k -> k.choice() == index));
            }
        }
        return before + Reply.event(chunk.equals(original) ? event.data() : chunk.toString());
    }

    private void text(JsonNode holder, String member, int choice, int part) {
        String text = holder.path(member).isString() ? holder.path(member).asString() : "";
        if (!text.isEmpty()) {
            StreamRewriter rewriter =
                    open.computeIfAbsent(new Key(choice, member, part), k -> rewriters.apply(k.lane()));
            ((ObjectNode) holder).put(member, rewriter.more(text));
        }
    }

    private String end(Predicate<Key> which) {
        var events = new StringBuilder();
        for (Key key : List.copyOf(open.keySet())) {
            if (which.test(key)) {
                StreamRewriter rewriter = open.remove(key);
                String text = rewriter == null ? "" : rewriter.end();
                events.append(text.isEmpty() ? "" : key.event(text));
            }
        }
        return events.toString();
    }
}
