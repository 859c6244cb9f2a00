package dev.headgate.dialect.bedrock;

import dev.headgate.dialect.ClaudeModel;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Losses;
import dev.headgate.hub.Message;
import dev.headgate.hub.Message.Role;
import dev.headgate.hub.Part;
import dev.headgate.hub.ToolCall;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** The messages of a request as turns, and what the system says apart from them. */
final class Conversation {
    /** Stands where the API wants somebody to have spoken and nobody has. */
    private static final String NOBODY = ".";

    private final ChatRequest request;
    private final BedrockModel model;
    private final Thoughts thoughts;
    private final Losses losses;
    private final Blocks blocks;
    private final ToolIds ids;
    private final List<Block> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private boolean called;
    private boolean thought;

    private Conversation(ChatRequest request, BedrockModel model, Keepsakes.Drawer keepsakes) {
        this.request = request;
        this.model = model;
        this.thoughts = new Thoughts(keepsakes);
        this.losses = request.losses();
        this.blocks = new Blocks(losses);
        this.ids = new ToolIds(model);
    }

    static Conversation of(ChatRequest request, BedrockModel model, Keepsakes.Drawer keepsakes) {
        var conversation = new Conversation(request, model, keepsakes);
        conversation.read();
        return conversation;
    }

    private void read() {
        for (Message m : request.messages()) {
            if (m.role() == Role.SYSTEM) {
                say(m);
            } else {
                add(m);
            }
            if (m.source().get("name").given() && m.role() != Role.TOOL) {
                losses.drop("messages.name");
            }
        }
        turns.removeIf(Turn::isEmpty);
        merge();
        if (turns.isEmpty() || !turns.getFirst().user) {
            var nobody = new Turn(true);
            nobody.middle.add(Block.text(NOBODY));
            turns.addFirst(nobody);
        }
        for (Turn t : turns) {
            if (t.has("document") && !t.has("text")) {
                t.middle.add(Block.text(NOBODY)); // a document by itself is refused
            }
        }
    }

    /** Turns that stood apart only by one that said nothing. */
    private void merge() {
        for (int i = 1; i < turns.size(); ) {
            if (turns.get(i - 1).user == turns.get(i).user) {
                turns.get(i - 1).add(turns.remove(i));
            } else {
                i++;
            }
        }
    }

    private void say(Message m) {
        int before = system.size();
        for (Part p : m.content()) {
            if (p instanceof Part.Text t && t.text().saysSomething()) {
                system.add(Block.text(t.text(), markOf(p.source())));
            }
        }
        markLast(system, before, m);
    }

    private void add(Message m) {
        boolean user = m.role() != Role.ASSISTANT;
        if (turns.isEmpty() || turns.getLast().user != user) {
            turns.add(new Turn(user));
        }
        Turn turn = turns.getLast();
        if (m.role() == Role.TOOL) {
            turn.first.add(result(m));
        } else if (user) {
            user(turn, m);
        } else {
            assistant(turn, m);
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
        markLast(turn.middle, before, m);
    }

    private void assistant(Turn turn, Message m) {
        boolean thinks = model.claude()
                .filter(c -> c.thinking() != ClaudeModel.Thinking.NONE)
                .isPresent();
        List<Block> before = thinks ? thoughts.of(m) : List.of();
        called |= !m.calls().isEmpty();
        thought |= !before.isEmpty();
        turn.middle.addAll(before);
        int from = turn.middle.size();
        parts(m, turn.middle);
        for (ToolCall c : m.calls()) {
            turn.last.add(new Block("toolUse", out -> call(out, c), markOf(c.source())));
        }
        markLast(m.calls().isEmpty() ? turn.middle : turn.last, m.calls().isEmpty() ? from : 0, m);
    }

    private void call(JsonWriter out, ToolCall c) {
        out.open().name("toolUseId").value(ids.of(c.id()));
        c.writeArguments(out.name("name").copy(c.name()).name("input"));
        out.close();
    }

    private void parts(Message m, List<Block> to) {
        for (int i = 0; i < m.content().size(); i++) {
            blocks.of(m.content().get(i), at(m) + "[" + i + "]")
                    .map(this::cached)
                    .ifPresent(to::add);
        }
    }

    private Block result(Message m) {
        List<Block> content = new ArrayList<>();
        parts(m, content);
        Json mark = markOf(m.source());
        for (Block b : content) {
            mark = mark.given() ? mark : b.mark(); // none may stand inside
        }
        boolean failed = m.source().get("is_error").isTrue();
        if (failed && !model.status()) {
            losses.drop("messages.is_error");
        }
        return new Block(
                "toolResult",
                out -> {
                    out.open().name("toolUseId").value(ids.of(m.answers()));
                    out.name("content").openList();
                    content.forEach(b -> b.unmarked().write(out));
                    if (content.isEmpty()) {
                        Block.text("(no content)").write(out);
                    }
                    out.closeList();
                    if (failed && model.status()) {
                        out.name("status").value("error");
                    }
                    out.close();
                },
                mark);
    }

    private void markLast(List<Block> to, int from, Message m) {
        if (to.size() > from) {
            to.set(to.size() - 1, to.getLast().marked(markOf(m.source())));
        }
    }

    private Block cached(Block block) {
        return mark(block.mark()).given() ? block : block.unmarked();
    }

    private Json markOf(Json source) {
        return mark(source.get("cache_control"));
    }

    /** A mark where the model knows marks. */
    Json mark(Json mark) {
        if (mark.given() && !model.cache()) {
            losses.drop("cache_control");
            return Json.ABSENT;
        }
        return mark;
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
        if (!model.system()) {
            // It is told by whoever speaks first.
            turns.getFirst().middle.addAll(0, system);
            system.clear();
        }
        out.name("messages").openList();
        turns.forEach(t -> t.write(out));
        out.closeList();
    }

    /** What an assistant has begun to say must not end in white space, or Anthropic's models refuse it. */
    private void trimEnd() {
        Message end = request.messages().getLast();
        if (end.role() != Role.ASSISTANT
                || end.content().isEmpty()
                || !end.calls().isEmpty()) {
            return;
        }
        if (end.content().getLast() instanceof Part.Text t && t.text().saysSomething()) {
            List<Block> middle = turns.getLast().middle;
            Json mark = middle.getLast().mark();
            middle.set(
                    middle.size() - 1,
                    Block.text(t.text().text().stripTrailing()).marked(mark));
        }
    }
}
