package dev.headgate.plugin.requestlog;

import dev.headgate.api.Content;
import dev.headgate.api.Lane;
import dev.headgate.api.Scope;
import dev.headgate.api.StreamRewriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The texts of one request or answer, as much of them as is wanted. */
final class Texts {
    private final List<Text> texts = new ArrayList<>();
    private final boolean mask;
    private int room;

    private record Text(Scope scope, StringBuilder text) {}

    /**
     * @param room how many characters are kept
     */
    Texts(int room, boolean mask) {
        this.room = room;
        this.mask = mask;
    }

    void add(Content.Part part) {
        append(begin(part.scope()), part.text());
    }

    /** Sees what comes by in a stream, and passes it on at once. */
    StreamRewriter watcher(Lane lane) {
        Text kept = begin(lane.scope());
        return new StreamRewriter() {
            @Override
            public String more(String text) {
                append(kept, text);
                return text;
            }

            @Override
            public String end() {
                return "";
            }
        };
    }

    private Text begin(Scope scope) {
        var text = new Text(scope, new StringBuilder());
        if (room > 0) {
            texts.add(text);
        }
        return text;
    }

    private void append(Text to, String text) {
        if (room > 0) {
            int taken = Math.min(room, text.length());
            to.text.append(text, 0, taken);
            if (taken < text.length()) {
                to.text.append('…');
            }
            room -= taken;
        }
    }

    /** What was kept, masked if that is wished: a mask sees each text as a whole. */
    JsonArray json() {
        var all = new JsonArray();
        for (Text t : texts) {
            String text = t.text.toString();
            all.add(new JsonObject()
                    .put("scope", t.scope.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("text", mask ? Mask.over(text) : text));
        }
        return all;
    }
}
