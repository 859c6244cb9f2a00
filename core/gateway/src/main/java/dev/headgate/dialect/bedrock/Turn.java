package dev.headgate.dialect.bedrock;

import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A turn of one side, made of all messages that follow each other on that side: a user's begins with the results of
 * tools, an assistant's ends with its calls.
 */
final class Turn {
    final boolean user;
    final List<Block> first = new ArrayList<>();
    final List<Block> middle = new ArrayList<>();
    final List<Block> last = new ArrayList<>();

    Turn(boolean user) {
        this.user = user;
    }

    boolean isEmpty() {
        return first.isEmpty() && middle.isEmpty() && last.isEmpty();
    }

    boolean has(String kind) {
        return middle.stream().anyMatch(b -> b.is(kind));
    }

    void add(Turn next) {
        first.addAll(next.first);
        middle.addAll(next.middle);
        last.addAll(next.last);
    }

    void write(JsonWriter out) {
        out.open()
                .name("role")
                .value(user ? "user" : "assistant")
                .name("content")
                .openList();
        Stream.of(first, middle, last).flatMap(List::stream).forEach(b -> b.write(out));
        out.closeList().close();
    }
}
