package dev.headgate.plugin.responsecache;

import dev.headgate.plugin.responsecache.Answer.Form;
import dev.headgate.plugin.responsecache.Template.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Makes events of an answer that came whole: its texts in pieces, everything else in one. */
final class Unfold {
    /** About as much text as stands in one event, in bytes. */
    private static final int PIECE = 160;

    private static final Set<String> OWN = Set.of("id", "object", "created", "choices", "usage");

    private final Json answer;
    private final boolean chat;
    private final Template.Writer out;

    private Unfold(Json answer) {
        this.answer = answer;
        this.chat = !answer.get("object").says("text_completion");
        this.out = new Template.Writer(4 * (answer.end() - answer.start()));
    }

    static Answer events(Answer whole) {
        var unfold = new Unfold(Json.read(whole.body().bytes()));
        unfold.answer.get("choices").elements().forEach(unfold::choice);
        return new Answer(
                Form.EVENTS,
                unfold.out.template(),
                unfold.usage(),
                Answer.NO_PAUSES,
                whole.idPrefix(),
                whole.headers(),
                whole.keepable());
    }

    private void begin(Template.Writer to) {
        to.out().ascii("data: {\"id\":");
        to.place(Place.ID, "\"\"");
        to.out().ascii(",\"object\":\"").ascii(chat ? "chat.completion.chunk" : "text_completion");
        to.out().ascii("\",\"created\":");
        to.place(Place.CREATED, "0");
        for (int i = 0; i < answer.members(); i++) {
            Json value = answer.value(i);
            boolean scalar = value.kind() != Json.Kind.OBJECT && value.kind() != Json.Kind.ARRAY;
            if (scalar && !OWN.contains(answer.name(i).text())) {
                to.out().add(',').line(answer.name(i)).add(':').line(value);
            }
        }
        to.out().ascii(",\"choices\":[");
    }

    private Template usage() {
        Json usage = answer.get("usage");
        if (!usage.given()) {
            return Template.EMPTY;
        }
        var to = new Template.Writer(256);
        begin(to);
        to.out().ascii("],\"usage\":").line(usage).ascii("}\n\n");
        return to.template();
    }

    /** One event of a choice. */
    private final class Event {
        private final Bytes to = out.out();

        Event(Json choice) {
            begin(out);
            to.ascii("{\"index\":");
            Json index = choice.get("index");
            to.ascii(index.kind() == Json.Kind.NUMBER ? index.raw() : "0");
            to.ascii(chat ? ",\"delta\":{" : ",\"text\":");
        }

        Bytes to() {
            return to;
        }

        void end(Json logprobs, Json finish) {
            to.ascii(chat ? "}" : "").ascii(",\"logprobs\":");
            value(logprobs);
            to.ascii(",\"finish_reason\":");
            value(finish);
            to.ascii("}]");
            out.place(Place.NO_USAGE, "");
            to.ascii("}\n\n");
        }

        void end() {
            end(Json.ABSENT, Json.ABSENT);
        }

        private void value(Json value) {
            if (value.given()) {
                to.line(value);
            } else {
                to.ascii("null");
            }
        }
    }

    private void choice(Json choice) {
        Json logprobs = choice.get("logprobs");
        if (!chat) {
            text(choice, "", choice.get("text"), logprobs);
            var last = new Event(choice);
            last.to().ascii("\"\"");
            last.end(Json.ABSENT, choice.get("finish_reason"));
            return;
        }
        Json message = choice.get("message");
        var first = new Event(choice);
        first.to().ascii("\"role\":\"assistant\",\"content\":\"\",\"refusal\":null");
        first.end();
        for (int i = 0; i < message.members(); i++) {
            Json name = message.name(i);
            Json value = message.value(i);
            if (name.says("role") || name.says("content") || !value.given()) {
                continue;
            }
            if (value.isString() && !name.says("refusal")) {
                text(choice, member(name), value, Json.ABSENT); // such as reasoning, which is before the answer
            }
        }
        text(choice, "\"content\":", message.get("content"), logprobs);
        text(choice, "\"refusal\":", message.get("refusal"), logprobs);
        for (int i = 0; i < message.members(); i++) {
            Json value = message.value(i);
            if (value.given() && !value.isString()) {
                other(choice, message.name(i), value);
            }
        }
        new Event(choice).end(Json.ABSENT, choice.get("finish_reason"));
    }

    private static String member(Json name) {
        return name.raw() + ":";
    }

    /** A text in pieces; in one where each of its tokens has a probability, because those stand with it. */
    private void text(Json choice, String member, Json text, Json logprobs) {
        if (!text.isString() || (text.says("") && chat)) {
            return;
        }
        byte[] b = text.bytes();
        int from = text.start() + 1;
        int end = text.end() - 1;
        do {
            int to = logprobs.given() ? end : cut(b, from, end);
            var event = new Event(choice);
            event.to().add(member.getBytes(StandardCharsets.UTF_8));
            event.to().add('"').add(b, from, to).add('"');
            event.end(logprobs, Json.ABSENT);
            from = to;
        } while (from < end);
    }

    /** Where a piece of a string that begins here may end: not inside a character or an escape. */
    private static int cut(byte[] b, int from, int end) {
        int at = from;
        while (at < end && at - from < PIECE) {
            at = next(b, at, end);
        }
        return at;
    }

    private static int next(byte[] b, int at, int end) {
        if (b[at] == '\\') {
            boolean unicode = b[at + 1] == 'u';
            boolean high = unicode && (b[at + 2] == 'd' || b[at + 2] == 'D') && "89abAB".indexOf(b[at + 3]) >= 0;
            return Math.min(end, at + (high ? 12 : unicode ? 6 : 2));
        }
        int after = at + 1;
        while (after < end && (b[after] & 0xC0) == 0x80) {
            after++;
        }
        return after;
    }

    private void other(Json choice, Json name, Json value) {
        var event = new Event(choice);
        event.to().line(name).add(':');
        if (name.says("tool_calls")) {
            calls(event.to(), value.elements());
        } else {
            event.to().line(value);
        }
        event.end();
    }

    /** Calls of tools, each with its number, by which its pieces are told apart in streams. */
    private static void calls(Bytes to, List<Json> calls) {
        to.add('[');
        for (int i = 0; i < calls.size(); i++) {
            Json call = calls.get(i);
            to.ascii(i > 0 ? "," : "").ascii("{\"index\":").ascii(Integer.toString(i));
            for (int m = 0; m < call.members(); m++) {
                if (!call.name(m).says("index")) {
                    to.add(',').line(call.name(m)).add(':').line(call.value(m));
                }
            }
            to.add('}');
        }
        to.add(']');
    }
}
