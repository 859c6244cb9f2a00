package dev.headgate.hub;

import dev.headgate.api.Usage;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.Optional;

/** Writes an answer as a stream of chat chunks, each piece in a chunk of its own. */
public final class ChatChunks implements ChatSink {
    private static final byte[] NONE = {};

    private final JsonWriter out;
    private final long created;
    private final boolean usageWanted;
    private final boolean legacy;
    private final int choice;
    private byte[] before = NONE;
    private byte[] after = NONE;
    private int envelope;
    private int calls;
    private int length;

    /**
     * @param out where the events are written; whoever reads them clears it
     * @param created in epoch seconds
     * @param usageWanted whether the caller has asked for usage, so that every chunk but the last says it has none
     * @param legacy whether the caller knows functions but no tools
     */
    public ChatChunks(JsonWriter out, long created, boolean usageWanted, boolean legacy) {
        this(out, created, usageWanted, legacy, 0);
    }

    private ChatChunks(JsonWriter out, long created, boolean usageWanted, boolean legacy, int choice) {
        this.choice = choice;
        this.out = out;
        this.created = created;
        this.usageWanted = usageWanted;
        this.legacy = legacy;
    }

    @Override
    public void begin(String id, String model) {
        var head = new JsonWriter(160);
        envelope(head, id, model);
        before = head.toByteArray();
        var tail = new JsonWriter(80).ascii("},\"logprobs\":null,\"finish_reason\":null}]");
        if (usageWanted) {
            tail.ascii(",\"usage\":null");
        }
        after = tail.ascii("}\n\n").toByteArray();
        delta();
        out.ascii("\"role\":\"assistant\",\"content\":\"\",\"refusal\":null");
        over();
    }

    private void envelope(JsonWriter to, String id, String model) {
        to.ascii("data: ").open().name("id").value(id);
        to.name("object").value("chat.completion.chunk").name("created").value(created);
        to.name("model").value(model).ascii(",\"choices\":[");
        envelope = to.length();
        to.ascii("{\"index\":").ascii(Integer.toString(choice)).ascii(",\"delta\":{");
    }

    private void delta() {
        out.bytes(before, 0, before.length);
    }

    private void over() {
        out.bytes(after, 0, after.length);
    }

    @Override
    public void text(Json piece) {
        length += Characters.in(piece);
        string("\"content\":", piece);
    }

    @Override
    public void textOf(Json value) {
        length += value.end() - value.start();
        delta();
        out.ascii("\"content\":").quoted(value);
        over();
    }

    @Override
    public void reasoning(Json piece) {
        string("\"reasoning_content\":", piece);
    }

    @Override
    public void refusal(Json text) {
        string("\"refusal\":", text);
    }

    private void string(String member, Json string) {
        if (string.isString() && !string.isEmptyText()) {
            delta();
            out.ascii(member).copy(string);
            over();
        }
    }

    @Override
    public int call(String id, Json name, Optional<Json> extra) {
        int index = calls++;
        delta();
        if (legacy) {
            out.ascii("\"function_call\":{\"name\":").copy(name).ascii(",\"arguments\":\"\"}");
        } else {
            out.ascii("\"tool_calls\":[{\"index\":").ascii(Integer.toString(index));
            out.name("id").value(id).ascii(",\"type\":\"function\",\"function\":{\"name\":");
            out.copy(name).ascii(",\"arguments\":\"\"}");
            extra.ifPresent(e -> out.name("extra_content").copy(e));
            out.ascii("}]");
        }
        over();
        return index;
    }

    @Override
    public void arguments(int call, Json piece) {
        if (!piece.isEmptyText()) {
            openArguments(call);
            out.copy(piece);
            closeArguments();
        }
    }

    @Override
    public void argumentsOf(int call, Json object) {
        openArguments(call);
        if (object.given()) {
            out.quoted(object);
        } else {
            out.value("{}");
        }
        closeArguments();
    }

    private void openArguments(int call) {
        delta();
        if (legacy) {
            out.ascii("\"function_call\":{\"arguments\":");
        } else {
            out.ascii("\"tool_calls\":[{\"index\":").ascii(Integer.toString(call));
            out.ascii(",\"function\":{\"arguments\":");
        }
    }

    private void closeArguments() {
        out.ascii(legacy ? "}" : "}}]");
        over();
    }

    @Override
    public void beside(String list, byte[] element) {
        delta();
        out.ascii("\"")
                .ascii(list)
                .ascii("\":[")
                .bytes(element, 0, element.length)
                .ascii("]");
        over();
    }

    @Override
    public void extra(Json object) {
        delta();
        out.ascii("\"extra_content\":").bytes(object.bytes(), object.start(), object.end());
        over();
    }

    @Override
    public ChatSink another(int index) {
        return new ChatChunks(out, created, usageWanted, legacy, index);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void end(Finish finish, Usage usage) {
        delta();
        out.ascii("},\"logprobs\":null,\"finish_reason\":\"")
                .ascii(finish.word(legacy))
                .ascii("\"}]");
        out.ascii(usageWanted ? ",\"usage\":null}\n\n" : "}\n\n");
        if (choice > 0) {
            return; // what was used is told once, at the end of all
        }
        if (usage.known()) {
            // Also when the caller has not asked for it: what is read here is counted, and then taken out again.
            out.bytes(before, 0, envelope).ascii("],\"usage\":");
            UsageWriter.write(out, usage);
            out.ascii("}\n\n");
        }
        out.ascii("data: [DONE]\n\n");
    }
}
