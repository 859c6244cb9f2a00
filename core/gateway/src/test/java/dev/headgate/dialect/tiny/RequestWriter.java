package dev.headgate.dialect.tiny;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Message;
import dev.headgate.hub.Part;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes {@code {"engine","turns":[{"who","says"}],"limit","live"}}. */
final class RequestWriter {
    private static final Set<String> UNDERSTOOD = ChatRequest.understood(List.of("mood"), List.of());

    private RequestWriter() {}

    static Body write(Asked asked, ChatRequest chat) {
        chat.requireOneAnswer();
        var out = new JsonWriter(asked.body().length() + 64);
        out.open().name("engine").value(asked.model()).name("turns").openList();
        for (Message m : chat.messages()) {
            for (Part p : m.content()) {
                if (p instanceof Part.Text t) {
                    out.open().name("who").value(m.role().name().toLowerCase(Locale.ROOT));
                    out.name("says").copy(t.text()).close();
                } else {
                    chat.losses().drop("messages.content");
                }
            }
        }
        out.closeList();
        if (chat.maxTokens().isPresent()) {
            out.name("limit").value(chat.maxTokens().getAsLong());
        }
        chat.copy(out, List.of("mood"));
        out.name("live").value(asked.streaming());
        if (!chat.tools().isEmpty()) {
            chat.losses().drop("tools");
        }
        chat.dropOtherTools();
        chat.dropOthers(UNDERSTOOD);
        return Body.wrap(out.close().toByteArray());
    }
}
