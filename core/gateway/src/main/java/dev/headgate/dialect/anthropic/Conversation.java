package dev.headgate.dialect.anthropic;

import dev.headgate.dialect.ClaudeModel;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.anthropic.Turn.Side;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Losses;
import dev.headgate.hub.Message;
import dev.headgate.hub.Message.Role;
import dev.headgate.hub.Part;
import dev.headgate.hub.ToolCall;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages of a request as turns, and what the system says apart from them. */
final class Conversation {
    /** Stands where the API wants a user to have spoken and nobody has. */
    private static final String NOBODY = ".";

    private final ChatRequest request;
    private final ClaudeModel model;
    private final Keepsakes.Drawer keepsakes;
    private final Losses losses;
    private final Blocks blocks;
    private final List<Block> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private boolean called;
    private boolean thought;

    private Conversation(ChatRequest request, ClaudeModel model, Keepsakes.Drawer keepsakes) {
        this.request = request;
        this.model = model;
        this.keepsakes = keepsakes;
        this.losses = request.losses();
        this.blocks = new Blocks(losses);
    }

    static Conversation of(ChatRequest request, ClaudeModel model, Keepsakes.Drawer keepsakes) {
        var conversation = new Conversation(request, model, keepsakes);
        conversation.read();
        return conversation;
    }

    private void read() {
        for (Message m : request.messages()) {
            if (m.role() == Role.SYSTEM && !staysInPlace(m)) {
                say(m, system);
            } else {
                add(m);
            }
            if (m.source().get("name").given() && m.role() != Role.TOOL) {
                losses.drop("messages.name");
            }
        }
        turns.removeIf(Turn::isEmpty);
        merge();
        if (turns.isEmpty() || turns.getFirst().side != Side.USER) {
            var nobody = new Turn(Side.USER);
            nobody.middle.add(Block.text(NOBODY));
            turns.addFirst(nobody);
        }
    }

    /** Turns that stood apart only by one that said nothing. */
    private void merge() {
        for (int i = 1; i < turns.size(); ) {
            Turn before = turns.get(i - 1);
            Turn turn = turns.get(i);
            if (before.side == turn.side) {
                before.first.addAll(turn.first);
                before.middle.addAll(turn.middle);
                before.last.addAll(turn.last);
                turns.remove(i);
            } else {
                i++;
            }
        }
    }

    /**
     * Whether what the system says stands where it was said. The rest of the prompt then stays in the provider's cache;
     * but few models allow it, and only between a user's turn and the model's.
     */
    private boolean staysInPlace(Message m) {
        if (!model.systemTurns() || turns.isEmpty() || turns.getLast().isEmpty()) {
            return false;
        }
        Role next = Role.ASSISTANT;
        for (int i = request.messages().size() - 1; i > m.index(); i--) {
            Role role = request.messages().get(i).role();
            next = role == Role.SYSTEM ? next : role;
        }
        return turns.getLast().side != Side.ASSISTANT && next == Role.ASSISTANT;
    }

    private static void say(Message m, List<Block> to) {
        int before = to.size();
        for (Part p : m.content()) {
            if (p instanceof Part.Text t && t.text().saysSomething()) {
                to.add(Block.text(t.text(), p.source().get("cache_control")));
            }
        }
        mark(to, before, m);
    }

    private void add(Message m) {
        Side side = switch (m.role()) {
            case USER, TOOL -> Side.USER;
            case ASSISTANT -> Side.ASSISTANT;
            case SYSTEM -> Side.SYSTEM;
        };
        if (turns.isEmpty() || turns.getLast().side != side) {
            turns.add(new Turn(side));
        }
        Turn turn = turns.getLast();
        switch (m.role()) {
            case USER -> user(turn, m);
            case TOOL -> turn.first.add(result(m));
            case ASSISTANT -> assistant(turn, m);
            case SYSTEM -> say(m, turn.middle);
        }
    }

    private void user(Turn turn, Message m) {
        called = false;
        thought = false;
        int before = turn.middle.size();
        int lost = losses.dropped().size();
        parts(m, turn.middle);
        if (turn.middle.size() == before && losses.dropped().size() > lost) {
            throw Losses.refuse(at(m), "nothing in it is of a kind that the model takes");
        }
        mark(turn.middle, before, m);
    }

    private void assistant(Turn turn, Message m) {
        List<Block> thoughts = model.thinking() == ClaudeModel.Thinking.NONE ? List.of() : thoughts(m);
        called |= !m.calls().isEmpty();
        thought |= !thoughts.isEmpty();
        turn.middle.addAll(thoughts);
        parts(m, turn.middle);
        for (ToolCall c : m.calls()) {
            turn.last.add(Block.of(c.source().get("cache_control"), out -> {
                out.name("type")
                        .value("tool_use")
                        .name("id")
                        .value(c.id())
                        .name("name")
                        .copy(c.name());
                c.writeArguments(out.name("input"));
            }));
        }
    }

    private void parts(Message m, List<Block> to) {
        for (int i = 0; i < m.content().size(); i++) {
            blocks.of(m.content().get(i), at(m) + "[" + i + "]").ifPresent(to::add);
        }
    }

    /** What the model thought before it called: as the client has kept it, or else as it was kept for it here. */
    private List<Block> thoughts(Message m) {
        List<Block> thoughts = new ArrayList<>();
        for (Json block : m.source().get("thinking_blocks")) {
            if (block.get("signature").saysSomething() || block.get("data").saysSomething()) {
                thoughts.add(Block.asItCame(block));
            }
        }
        for (ToolCall c : m.calls()) {
            if (thoughts.isEmpty()) {
                Optional<byte[]> kept = keepsakes.find(Keepsakes.Kind.THOUGHTS, c.id());
                kept.ifPresent(k -> Json.read(k, JsonLimits.STANDARD).forEach(b -> thoughts.add(Block.asItCame(b))));
            }
        }
        return thoughts;
    }

    private Block result(Message m) {
        List<Block> content = new ArrayList<>();
        parts(m, content);
        return Block.of(m.source().get("cache_control"), out -> {
            out.name("type").value("tool_result").name("tool_use_id").value(m.answers());
            Json text = m.source().get("content");
            if (text.isString()) {
                if (text.saysSomething()) {
                    out.name("content").copy(text);
                }
            } else if (!content.isEmpty()) {
                out.name("content").openList();
                content.forEach(b -> b.write(out));
                out.closeList();
            }
            if (m.source().get("is_error").isTrue()) {
                out.name("is_error").value(true);
            }
        });
    }

    private static void mark(List<Block> blocks, int from, Message m) {
        if (blocks.size() > from) {
            blocks.set(blocks.size() - 1, blocks.getLast().marked(m.source().get("cache_control")));
        }
    }

    private static String at(Message m) {
        return "messages[" + m.index() + "].content";
    }

    // ---- what came of it

    /**
     * Whether the model has called since the user spoke last and what it thought before is not at hand, so that it must
     * not be asked to go on thinking.
     */
    boolean thoughtsMissing() {
        return called && !thought;
    }

    /** Whether there are calls or results in it. */
    boolean hasCalls() {
        return request.messages().stream()
                .anyMatch(m -> m.role() == Role.TOOL || !m.calls().isEmpty());
    }

    /** Adds to what the system says. */
    void instruct(String text) {
        system.add(Block.text(text));
    }

    void writeSystem(JsonWriter out) {
        if (!system.isEmpty()) {
            out.name("system").openList();
            system.forEach(b -> b.write(out));
            out.closeList();
        }
    }

    void writeMessages(JsonWriter out) {
        trimEnd();
        out.name("messages").openList();
        turns.forEach(t -> t.write(out));
        out.closeList();
    }

    /** What an assistant has begun to say must not end in white space, or the API refuses it. */
    private void trimEnd() {
        Message end = request.messages().getLast();
        if (end.role() != Role.ASSISTANT
                || end.content().isEmpty()
                || !end.calls().isEmpty()) {
            return;
        }
        if (end.content().getLast() instanceof Part.Text t && t.text().saysSomething()) {
            List<Block> middle = turns.getLast().middle;
            Json mark = middle.getLast().cacheControl();
            middle.set(
                    middle.size() - 1,
                    Block.text(t.text().text().stripTrailing()).marked(mark));
        }
    }
}
