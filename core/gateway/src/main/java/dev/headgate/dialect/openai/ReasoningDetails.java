package dev.headgate.dialect.openai;

import dev.headgate.hub.Pieces;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What OpenRouter tells of a model's reasoning besides its words, put together from the pieces of a stream. It wants to
 * see the list again as a whole answer would have had it: texts in one piece each, with their signature.
 *
 * @see <a href="https://openrouter.ai/docs/use-cases/reasoning-tokens">Preserving reasoning blocks</a>
 */
final class ReasoningDetails {
    private static final int MOST_BYTES = 1 << 20;

    private final List<Detail> details = new ArrayList<>();
    private int bytes;

    /** One of them: its texts grow, of its other members the last that says something counts. */
    private static final class Detail {
        private final String type;
        private final long index;
        private final Map<String, byte[]> members = new LinkedHashMap<>();
        private final Map<String, Pieces> texts = new LinkedHashMap<>();

        Detail(String type, long index) {
            this.type = type;
            this.index = index;
        }
    }

    /** More of them, a list; when it becomes too much none of it is kept. */
    void add(Json list) {
        for (Json piece : list) {
            if (piece.isObject() && bytes <= MOST_BYTES) {
                bytes += piece.end() - piece.start();
                add(detail(piece), piece);
            }
        }
    }

    private Detail detail(Json piece) {
        String type = piece.get("type").text();
        long index = piece.get("index").whole(-1);
        Detail last = details.isEmpty() ? null : details.getLast();
        if (last == null || !continues(last, type, index)) {
            last = new Detail(type, index);
            details.add(last);
        }
        return last;
    }

    private static boolean continues(@Nullable Detail last, String type, long index) {
        boolean grows = type.equals("reasoning.text") || type.equals("reasoning.summary");
        return last != null && grows && last.type.equals(type) && last.index == index;
    }

    private static void add(Detail detail, Json piece) {
        for (Json m : piece) {
            String name = m.name();
            if (m.isString() && (name.equals("text") || name.equals("summary"))) {
                detail.members.putIfAbsent(name, new byte[0]);
                detail.texts.computeIfAbsent(name, n -> new Pieces()).add(m);
            } else if (!detail.members.containsKey(name) || (m.given() && !m.isEmptyText())) {
                detail.members.put(
                        name, new JsonWriter(m.end() - m.start()).copy(m).toByteArray());
            }
        }
    }

    /** The list; empty when there is nothing in it, or was too much. */
    byte[] list() {
        if (details.isEmpty() || bytes > MOST_BYTES) {
            return new byte[0];
        }
        var out = new JsonWriter(bytes + 64).openList();
        for (Detail d : details) {
            out.open();
            d.members.forEach((name, value) -> {
                Pieces text = d.texts.get(name);
                out.name(name);
                if (text == null) {
                    out.copy(value, 0, value.length);
                } else {
                    text.writeTo(out);
                }
            });
            out.close();
        }
        return out.closeList().toByteArray();
    }
}
