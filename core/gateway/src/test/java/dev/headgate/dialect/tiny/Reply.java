package dev.headgate.dialect.tiny;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.hub.ChatSink;
import dev.headgate.hub.Finish;
import dev.headgate.wire.Json;
import java.util.OptionalLong;

/** Reads {@code {"ref","says","stop","tokens":{"in","out"}}}: a whole answer, or a piece of one. */
final class Reply {
    private final ChatSink sink;
    private final Asked asked;
    private boolean begun;
    private Usage usage = Usage.NONE;

    Reply(ChatSink sink, Asked asked) {
        this.sink = sink;
        this.asked = asked;
    }

    Usage usage() {
        return usage;
    }

    /** Whether that was the last. */
    boolean read(Json piece) {
        if (!begun) {
            begun = true;
            sink.begin(piece.get("ref").text(), asked.model());
        }
        sink.text(piece.get("says"));
        Json stop = piece.get("stop");
        if (stop.isString()) {
            long in = piece.get("tokens").get("in").whole(0);
            long out = piece.get("tokens").get("out").whole(0);
            usage = new Usage(
                    OptionalLong.of(in),
                    OptionalLong.of(out),
                    OptionalLong.of(in + out),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());
            sink.end(stop.is("limit") ? Finish.LENGTH : Finish.STOP, usage);
        }
        return stop.isString();
    }
}
