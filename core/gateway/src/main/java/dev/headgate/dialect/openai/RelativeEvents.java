package dev.headgate.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.ChunkStage;
import dev.headgate.dialect.Keepsakes.Kind;
import dev.headgate.dialect.Quirk;
import dev.headgate.dialect.Quirks;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.Pieces;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseException;
import dev.headgate.wire.SseParser;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Passes on the chunks of a relative's stream. Those that its quirks do not concern keep their bytes. */
final class RelativeEvents extends ChunkStage implements SseParser.Sink {
    private static final Set<Quirk> FIRST = Set.of(Quirk.FILTER_RESULTS);
    private static final byte[] NONE = {};
    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] EMPTY_LIST = "[]".getBytes(US_ASCII);
    private static final int MOST_CHOICES = 1024;
    private static final int MOST_REASONING = 1 << 20;

    private final SseParser parser = new SseParser();
    private final JsonWriter out;
    private final Asked asked;
    private final Quirks quirks;
    private final MessageRepair repair;
    private final boolean onlyTheFirst;
    private final Map<Integer, Progress> choices = new TreeMap<>();
    private String id = "";
    private byte[] envelope = NONE;
    private byte[] filterResults = NONE;
    private byte[] groqUsage = NONE;
    private byte[] usageApart = NONE;
    private boolean usageSeen;

    /** How far one choice has come. */
    private static final class Progress {
        private final StreamedCalls calls;
        private final Pieces reasoning = new Pieces();
        private final ReasoningDetails details = new ReasoningDetails();
        private boolean role;
        private boolean content;
        private boolean finished;

        Progress(StreamedCalls calls) {
            this.calls = calls;
        }
    }

    RelativeEvents(Asked asked, Quirks quirks) {
        this(asked, quirks, new JsonWriter(1024));
    }

    private RelativeEvents(Asked asked, Quirks quirks, JsonWriter out) {
        super(out);
        this.out = out;
        this.asked = asked;
        this.quirks = quirks;
        this.repair = new MessageRepair(quirks);
        this.onlyTheFirst = quirks.all().equals(FIRST) && quirks.finishReasons().isEmpty();
    }

    @Override
    public boolean sniffed() {
        return true;
    }

    /** What the chunks say of it is read where they go. */
    @Override
    public Usage usage() {
        return Usage.NONE;
    }

    @Override
    protected void take(byte[] array, int from, int until) {
        if (!quirks.inAnswers()) {
            out.bytes(array, from, until);
            return;
        }
        try {
            parser.feed(array, from, until, this);
        } catch (SseException e) {
            malformed("sent an event longer than the limit");
        }
    }

    @Override
    protected void finish(boolean orderly) {
        if (orderly) {
            try {
                parser.end(this);
            } catch (SseException e) {
                malformed("sent an event longer than the limit");
            }
        }
    }

    @Override
    public void filler(byte[] array, int from, int to) {
        if (!isOver()) {
            out.bytes(array, from, to);
        }
    }

    @Override
    public void event(SseEvent event) {
        if (isOver()) {
            return;
        }
        if (ChunkReader.isDone(event.data(), event.dataStart(), event.dataEnd())) {
            beforeTheEnd();
            pass(event);
        } else if (!event.complete() || event.named("error") || event.dataStart() == event.dataEnd()) {
            pass(event);
        } else {
            read(event);
        }
    }

    private void pass(SseEvent event) {
        out.bytes(event.raw(), event.rawStart(), event.rawEnd());
    }

    private void read(SseEvent event) {
        if (onlyTheFirst && envelope.length > 0) {
            pass(event);
            return;
        }
        Json chunk;
        try {
            chunk = json(event.data(), event.dataStart(), event.dataEnd());
        } catch (JsonException e) {
            pass(event); // what it is instead is seen by who reads it next
            return;
        }
        if (!chunk.get("choices").isArray() || chunk.get("error").given()) {
            pass(event);
            return;
        }
        var edits = new JsonSplice(event.data());
        boolean says = !held(chunk) && chunk(chunk, edits);
        if (isOver() || !says) {
            return;
        }
        if (edits.empty()) {
            pass(event);
        } else {
            out.ascii("data: ");
            int from = out.length();
            edits.writeTo(out, event.dataStart(), event.dataEnd());
            oneLine(from);
            out.ascii("\n\n");
        }
        if (usageApart.length > 0 && choices.values().stream().allMatch(p -> p.finished)) {
            usage(usageApart);
            usageApart = NONE;
        }
    }

    /** What stood in several lines of data stands in one now; no text of JSON holds the end of a line. */
    private void oneLine(int from) {
        byte[] b = out.array();
        for (int i = from; i < out.length(); i++) {
            if (b[i] == '\n' || b[i] == '\r') {
                b[i] = ' ';
            }
        }
    }

    /** Whether it holds the content filter's results and nothing else, not even whose they are. */
    private boolean held(Json chunk) {
        boolean alone = quirks.has(Quirk.FILTER_RESULTS)
                && envelope.length == 0
                && chunk.get("choices").isEmpty()
                && !chunk.get("id").saysSomething()
                && !chunk.get("usage").given();
        if (alone && chunk.get("prompt_filter_results").given()) {
            filterResults = new JsonWriter(256)
                    .name("prompt_filter_results")
                    .copy(chunk.get("prompt_filter_results"))
                    .toByteArray();
        }
        return alone && filterResults.length > 0;
    }

    /** Whether the chunk has still something to say. */
    private boolean chunk(Json chunk, JsonSplice edits) {
        Json list = chunk.get("choices");
        Json usage = chunk.get("usage");
        begin(chunk);
        repair.id(chunk, id, edits);
        boolean again = !list.isEmpty() && repeated(list);
        if (usage.isObject()) {
            usageSeen = true;
            if (quirks.has(Quirk.USAGE_APART) && !list.isEmpty() && !again) {
                setApart(chunk, usage, edits);
            } else {
                repair.usage(usage, edits);
            }
        }
        Json groq = chunk.get("x_groq").get("usage");
        if (groq.isObject() && quirks.has(Quirk.GROQ_USAGE)) {
            groqUsage = new JsonWriter(256).copy(groq).toByteArray();
        }
        if (again) {
            edits.replace(list.start(), list.end(), EMPTY_LIST);
            return usage.isObject();
        }
        for (Json choice : list) {
            choice(choice, edits);
        }
        if (filterResults.length > 0) {
            edits.addMember(chunk.end() - 1, filterResults);
            filterResults = NONE;
        }
        return true;
    }

    private void setApart(Json chunk, Json usage, JsonSplice edits) {
        var own = new JsonSplice(usage.bytes());
        repair.usage(usage, own);
        var copy = new JsonWriter(usage.end() - usage.start() + 64);
        own.writeTo(copy, usage.start(), usage.end());
        usageApart = copy.toByteArray();
        edits.remove(chunk, m -> m.name().equals("usage"));
    }

    private void begin(Json chunk) {
        if (id.isEmpty()) {
            String given = chunk.get("id").text();
            id = given.isBlank() ? MessageRepair.newId("chatcmpl-") : given;
        }
        if (envelope.length > 0 || chunk.get("choices").isEmpty()) {
            return;
        }
        var head = new JsonWriter(160).open().name("id").value(id).name("object");
        head.copy(chunk.get("object")).name("created").copy(chunk.get("created"));
        envelope = head.name("model").copy(chunk.get("model")).toByteArray();
    }

    private Progress progress(Json choice) {
        int index = Math.clamp(choice.get("index").whole(0), 0, MOST_CHOICES);
        return choices.computeIfAbsent(index, i -> new Progress(new StreamedCalls(quirks.has(Quirk.TOOL_CALLS))));
    }

    /** Whether all that it speaks of has ended before, and nothing is added to it. */
    private boolean repeated(Json list) {
        if (!quirks.has(Quirk.REPEATS)) {
            return false;
        }
        for (Json choice : list) {
            Json delta = choice.get("delta");
            boolean says = delta.get("content").saysSomething()
                    || !delta.get("tool_calls").isEmpty();
            if (says || !progress(choice).finished) {
                return false;
            }
        }
        return true;
    }

    private void choice(Json choice, JsonSplice edits) {
        Progress p = progress(choice);
        Json delta = choice.get("delta");
        Json reason = choice.get("finish_reason");
        boolean ends = reason.isString() && !reason.isEmptyText();
        p.content |= delta.get("content").saysSomething() || choice.get("text").saysSomething();
        repair.message(delta, edits);
        if (quirks.has(Quirk.REPEATS) && delta.get("role").given()) {
            if (p.role) {
                edits.remove(delta, m -> m.name().equals("role"));
            }
            p.role = true;
        }
        p.content |= !delta.get("tool_calls").isEmpty();
        p.calls.pieces(delta.get("tool_calls"), ends, edits);
        if (p.calls.overflows()) {
            malformed("sent too much of a call before its name");
            return;
        }
        think(p, delta);
        if (ends) {
            end(p, choice, reason, edits);
        } else if (repair.emptyFinish(reason)) {
            edits.replace(reason.start(), reason.end(), NULL);
        }
    }

    private void think(Progress p, Json delta) {
        if (quirks.has(Quirk.REASONING_BACK) && p.reasoning.length() < MOST_REASONING) {
            p.reasoning.add(delta.get("reasoning_content"));
        }
        if (quirks.has(Quirk.DETAILS_BACK)) {
            p.details.add(delta.get("reasoning_details"));
        }
    }

    private void end(Progress p, Json choice, Json reason, JsonSplice edits) {
        String word = repair.finish(reason);
        if (word.equals(Quirks.FAILED) && !p.content) {
            fail(UpstreamError.of(502, "The model ended with " + reason.text() + "."));
            return;
        }
        if (!word.isEmpty()) {
            MessageRepair.text(choice, "finish_reason", word.equals(Quirks.FAILED) ? "stop" : word, edits);
        }
        if (p.calls.nameless()) {
            malformed("sent a call without a name");
            return;
        }
        p.finished = true;
        if (quirks.has(Quirk.TOOL_CALLS)) {
            fillArguments((int) choice.get("index").whole(0), p);
        }
        if (!p.calls.none()) {
            keep(p);
        }
    }

    private void keep(Progress p) {
        if (!p.reasoning.empty()) {
            var kept = new JsonWriter(p.reasoning.length() + 2);
            p.reasoning.writeTo(kept);
            byte[] bytes = kept.toByteArray();
            p.calls.ids().forEach(call -> asked.keepsakes().keep(Kind.REASONING, call, bytes));
        }
        byte[] details = p.details.list();
        if (details.length > 0) {
            p.calls.ids().forEach(call -> asked.keepsakes().keep(Kind.REASONING_DETAILS, call, details));
        }
    }

    // ---- chunks of our own

    /** Calls of which no arguments came have none. */
    private void fillArguments(int index, Progress p) {
        for (int call : p.calls.bare()) {
            own(index);
            out.ascii("\"delta\":{\"tool_calls\":[{\"index\":").ascii(Integer.toString(call));
            out.ascii(",\"function\":{\"arguments\":\"{}\"}}]},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
        }
    }

    private void own(int index) {
        out.ascii("data: ").bytes(envelope, 0, envelope.length);
        out.ascii(",\"choices\":[{\"index\":").ascii(Integer.toString(index)).ascii(",");
    }

    private void beforeTheEnd() {
        if (envelope.length == 0) {
            return;
        }
        if (quirks.has(Quirk.EMPTY_VALUES)) {
            choices.forEach((index, p) -> {
                if (!p.finished && p.content) {
                    p.finished = true;
                    fillArguments(index, p);
                    own(index);
                    String word = p.calls.none() ? "stop" : "tool_calls";
                    out.ascii("\"delta\":{},\"logprobs\":null,\"finish_reason\":\"")
                            .ascii(word)
                            .ascii("\"}]}\n\n");
                }
            });
        }
        if (groqUsage.length > 0 && !usageSeen && asked.usageWanted()) {
            usage(groqUsage);
        }
    }

    private void usage(byte[] usage) {
        out.ascii("data: ").bytes(envelope, 0, envelope.length).ascii(",\"choices\":[],\"usage\":");
        int from = out.length();
        out.bytes(usage, 0, usage.length);
        oneLine(from);
        out.ascii("}\n\n");
    }
}
