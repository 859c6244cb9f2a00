package dev.headgate.hub;

import dev.headgate.api.Body;
import dev.headgate.api.Usage;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a whole chat completion of an answer. */
public final class WholeChat implements ChatSink {
    private final long created;
    private final boolean legacy;
    private final Pieces text = new Pieces();
    private final Pieces reasoning = new Pieces();
    private final Pieces refusal = new Pieces();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, List<byte[]>> beside = new LinkedHashMap<>();
    private final Map<Integer, WholeChat> others = new TreeMap<>();
    private Optional<Json> extra = Optional.empty();
    private String id = "";
    private String model = "";
    private int length;
    private Finish finish = Finish.STOP;
    private Usage usage = Usage.NONE;

    private record Call(String id, Json name, Optional<Json> extra, Pieces arguments) {}

    /**
     * @param created in epoch seconds
     * @param legacy whether the caller knows functions but no tools
     */
    public WholeChat(long created, boolean legacy) {
        this.created = created;
        this.legacy = legacy;
    }

    @Override
    public void begin(String answerId, String answerModel) {
        id = answerId;
        model = answerModel;
    }

    @Override
    public void text(Json piece) {
        length += Characters.in(piece);
        text.add(piece);
    }

    @Override
    public void textOf(Json value) {
        length += value.end() - value.start();
        text.addQuoted(value);
    }

    @Override
    public void reasoning(Json piece) {
        reasoning.add(piece);
    }

    @Override
    public void refusal(Json why) {
        refusal.add(why);
    }

    @Override
    public int call(String callId, Json name, Optional<Json> extra) {
        calls.add(new Call(callId, name, extra, new Pieces()));
        return calls.size() - 1;
    }

    @Override
    public void arguments(int call, Json piece) {
        calls.get(call).arguments().add(piece);
    }

    @Override
    public void argumentsOf(int call, Json object) {
        if (object.given()) {
            calls.get(call).arguments().addQuoted(object);
        }
    }

    @Override
    public void beside(String list, byte[] element) {
        beside.computeIfAbsent(list, l -> new ArrayList<>()).add(element);
    }

    @Override
    public void extra(Json object) {
        extra = Optional.of(object);
    }

    @Override
    public ChatSink another(int index) {
        return others.computeIfAbsent(index, i -> new WholeChat(created, legacy));
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void end(Finish why, Usage used) {
        finish = why;
        usage = used;
    }

    /** The answer. */
    public Body body() {
        var out = new JsonWriter(512 + 2 * length);
        out.open().name("id").value(id).name("object").value("chat.completion");
        out.name("created").value(created).name("model").value(model);
        out.name("choices").openList();
        choice(out, 0);
        others.forEach((index, other) -> other.choice(out, index));
        out.closeList().name("usage");
        UsageWriter.write(out, usage);
        return Body.wrap(out.close().toByteArray());
    }

    private void choice(JsonWriter out, int index) {
        out.open().name("index").value(index).name("message");
        message(out);
        out.name("logprobs").nothing().name("finish_reason").value(finish.word(legacy));
        out.close();
    }

    private void message(JsonWriter out) {
        out.open().name("role").value("assistant").name("content");
        if (text.empty() && (!calls.isEmpty() || !refusal.empty())) {
            out.nothing();
        } else {
            text.writeTo(out);
        }
        out.name("refusal");
        if (refusal.empty()) {
            out.nothing();
        } else {
            refusal.writeTo(out);
        }
        if (!reasoning.empty()) {
            reasoning.writeTo(out.name("reasoning_content"));
        }
        beside.forEach((list, elements) -> {
            out.name(list).openList();
            elements.forEach(e -> out.copy(e, 0, e.length));
            out.closeList();
        });
        calls(out);
        extra.ifPresent(e -> out.name("extra_content").copy(e));
        out.close();
    }

    private void calls(JsonWriter out) {
        if (calls.isEmpty()) {
            return;
        }
        if (legacy) {
            function(out.name("function_call"), calls.getFirst());
            return;
        }
        out.name("tool_calls").openList();
        for (Call c : calls) {
            out.open().name("id").value(c.id()).name("type").value("function");
            function(out.name("function"), c);
            c.extra().ifPresent(e -> out.name("extra_content").copy(e));
            out.close();
        }
        out.closeList();
    }

    private static void function(JsonWriter out, Call c) {
        out.open().name("name").copy(c.name()).name("arguments");
        if (c.arguments().empty()) {
            out.value("{}");
        } else {
            c.arguments().writeTo(out);
        }
        out.close();
    }
}
