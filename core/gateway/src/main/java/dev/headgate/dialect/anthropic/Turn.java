package dev.headgate.dialect.anthropic;

import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A turn of one side, made of all messages that follow each other on that side. The order in it is what the API insists
 * on: a user's turn begins with the results of tools, an assistant's ends with its calls.
 */
final class Turn {
    /** Whose turn it is. */
    enum Side {
        USER,
        ASSISTANT,
        /** In the middle of a conversation, where the model allows it. */
        SYSTEM
    }

    final Side side;
    final List<Block> first = new ArrayList<>();
    final List<Block> middle = new ArrayList<>();
    final List<Block> last = new ArrayList<>();

    Turn(Side side) {
        this.side = side;
    }

    boolean isEmpty() {
        return first.isEmpty() && middle.isEmpty() && last.isEmpty();
    }

    void write(JsonWriter out) {
        out.open().name("role").value(side.name().toLowerCase(Locale.ROOT));
        out.name("content").openList();
        first.forEach(b -> b.write(out));
        middle.forEach(b -> b.write(out));
        last.forEach(b -> b.write(out));
        out.closeList().close();
    }
}
