package dev.headgate.plugin.responsecache;

import dev.headgate.plugin.responsecache.Answer.Form;
import dev.headgate.plugin.responsecache.Template.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes a whole answer of one that came as events. */
final class Fold {
    private static final Set<String> OWN = Set.of("id", "object", "created", "choices", "usage");

    private final Folded envelope = new Folded();
    private final Map<Integer, Folded> choices = new TreeMap<>();
    private final Template.Writer out;

    private Fold(int expected) {
        out = new Template.Writer(expected);
    }

    static Answer whole(Answer events) {
        var fold = new Fold(events.body().bytes().length / 2);
        List<Json> chunks = Reading.chunks(events.body().bytes()).stream()
                .map(Reading.Chunk::json)
                .toList();
        chunks.forEach(fold::chunk);
        boolean chat = !chunks.getFirst().get("object").says("text_completion");
        fold.write(chat, usage(events));
        return new Answer(
                Form.WHOLE,
                fold.out.template(),
                Template.EMPTY,
                Answer.NO_PAUSES,
                events.idPrefix(),
                events.headers(),
                events.keepable());
    }

    private static Json usage(Answer events) {
        byte[] event = events.usage().bytes();
        return event.length == 0
                ? Json.ABSENT
                : Reading.chunks(event).getFirst().json().get("usage");
    }

    private void chunk(Json chunk) {
        for (int i = 0; i < chunk.members(); i++) {
            String name = chunk.name(i).text();
            if (!OWN.contains(name)) {
                envelope.member(name).add("object", chunk.value(i)); // said with each, and not continued
            }
        }
        for (Json choice : chunk.get("choices").elements()) {
            Json index = choice.get("index");
            int number = index.kind() == Json.Kind.NUMBER ? Integer.parseInt(index.raw()) : 0;
            choices.computeIfAbsent(number, n -> new Folded()).add("", choice);
        }
    }

    private void write(boolean chat, Json usage) {
        Bytes to = out.out();
        to.ascii("{\"id\":");
        out.place(Place.ID, "\"\"");
        to.ascii(",\"object\":\"").ascii(chat ? "chat.completion" : "text_completion");
        to.ascii("\",\"created\":");
        out.place(Place.CREATED, "0");
        for (String name : envelope.names()) {
            to.add(',').quoted(name).add(':');
            envelope.member(name).write(to);
        }
        to.ascii(",\"choices\":[");
        int n = 0;
        for (Map.Entry<Integer, Folded> choice : choices.entrySet()) {
            to.ascii(n++ > 0 ? "," : "");
            choice(to, choice.getKey(), choice.getValue(), chat);
        }
        to.add(']');
        if (usage.given()) {
            to.ascii(",\"usage\":").copy(usage);
        }
        to.add('}');
    }

    private static void choice(Bytes to, int index, Folded choice, boolean chat) {
        to.ascii("{\"index\":").ascii(Integer.toString(index));
        if (chat) {
            to.ascii(",\"message\":");
            message(to, choice.member("delta"));
        } else {
            to.ascii(",\"text\":");
            choice.member("text").write(to);
        }
        for (String name : List.of("logprobs", "finish_reason")) {
            to.ascii(",\"" + name + "\":");
            choice.member(name).write(to);
        }
        for (String name : choice.names()) {
            if (!Set.of("index", "delta", "text", "logprobs", "finish_reason").contains(name)) {
                to.add(',').quoted(name).add(':');
                choice.member(name).write(to);
            }
        }
        to.add('}');
    }

    private static void message(Bytes to, Folded delta) {
        Folded content = delta.member("content");
        boolean calls = delta.member("tool_calls").given()
                || delta.member("function_call").given();
        to.ascii("{\"role\":\"assistant\",\"content\":");
        if (calls && !content.given()) {
            to.ascii("null");
        } else {
            content.write(to);
        }
        to.ascii(",\"refusal\":");
        delta.member("refusal").write(to);
        delta.member("tool_calls").elements().forEach(call -> call.without("index"));
        for (String name : delta.names()) {
            Folded member = delta.member(name);
            if (!Set.of("role", "content", "refusal").contains(name) && member.given()) {
                to.add(',').quoted(name).add(':');
                member.write(to);
            }
        }
        to.add('}');
    }
}
