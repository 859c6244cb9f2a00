package dev.headgate.plugin.responsecache;

import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.api.Usage;
import dev.headgate.plugin.responsecache.Answer.Form;
import dev.headgate.plugin.responsecache.Template.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads complete answers as they came. What is no answer that can be given again, whatever it is, fails with an
 * {@link IllegalArgumentException}.
 */
final class Reading {
    private static final Pattern ID_PREFIX = Pattern.compile("[A-Za-z]{1,16}[-_]");
    private static final String DONE = "[DONE]";

    private final Operation operation;
    private final boolean toolCalls;

    /**
     * @param toolCalls whether answers that call tools are to be kept
     */
    Reading(Operation operation, boolean toolCalls) {
        this.operation = operation;
        this.toolCalls = toolCalls;
    }

    // ---- whole

    Answer whole(byte[] body, Headers headers) {
        Json answer = Json.read(body);
        if (!answer.isObject() || answer.get("error").given()) {
            throw new IllegalArgumentException("no answer");
        }
        var out = new Template.Writer(body.length);
        int at = 0;
        for (int i = 0; i < answer.members(); i++) {
            Json value = answer.value(i);
            if (answer.name(i).says("id") && value.isString()) {
                at = place(out, body, at, value, Place.ID);
            } else if (answer.name(i).says("created") && value.kind() == Json.Kind.NUMBER) {
                at = place(out, body, at, value, Place.CREATED);
            }
        }
        out.out().add(body, at, body.length);
        return new Answer(
                Form.WHOLE,
                out.template(),
                Template.EMPTY,
                Answer.NO_PAUSES,
                prefix(answer.get("id")),
                headers.without("content-type"),
                keepable(answer));
    }

    private static int place(Template.Writer out, byte[] body, int at, Json value, Place what) {
        out.out().add(body, at, value.start());
        out.place(what, what == Place.ID ? "\"\"" : "0");
        return value.end();
    }

    private boolean keepable(Json answer) {
        return switch (operation) {
            case CHAT, COMPLETION -> {
                var finish = new Finish(toolCalls);
                answer.get("choices").elements().forEach(c -> finish.choice(c, c.get("message")));
                yield finish.keepable();
            }
            case EMBEDDING -> !answer.get("data").elements().isEmpty();
            case RERANK -> answer.get("results").kind() == Json.Kind.ARRAY;
            case TOKEN_COUNT -> answer.get("input_tokens").kind() == Json.Kind.NUMBER;
            case MODELS -> false;
        };
    }

    /** What new ids begin with. */
    private static String prefix(Json id) {
        Matcher m = ID_PREFIX.matcher(id.text());
        return m.lookingAt() ? m.group().intern() : "";
    }

    // ---- streamed

    /**
     * @param events to their proper end
     * @param reported what was used, where the events do not say it
     * @param pace when they came, or none
     */
    Answer events(byte[] events, Usage reported, Optional<Pace> pace, Headers headers) {
        List<Chunk> chunks = chunks(events);
        if (chunks.isEmpty()) {
            throw new IllegalArgumentException("no events");
        }
        var finish = new Finish(toolCalls);
        Json usage = Json.ABSENT;
        for (Chunk chunk : chunks) {
            Json json = chunk.json();
            json.get("choices").elements().forEach(c -> finish.choice(c, c.get("delta")));
            usage = json.get("usage").given() ? json.get("usage") : usage;
        }
        byte[] used = usage.given() ? new Bytes(256).line(usage).take() : UsageText.of(reported);
        return new Answer(
                Form.EVENTS,
                template(chunks, events.length),
                usageEvent(like(chunks), used),
                pace.map(p -> p.pauses(chunks)).orElse(Answer.NO_PAUSES),
                prefix(like(chunks).get("id")),
                headers.without("content-type"),
                finish.keepable());
    }

    /** Events that are a part of an answer, without what they tell of usage. */
    static Template template(byte[] events) {
        return template(chunks(events), events.length);
    }

    private static Template template(List<Chunk> chunks, int expected) {
        var out = new Template.Writer(expected);
        for (Chunk chunk : chunks) {
            Json json = chunk.json();
            if (json.get("error").given()) {
                throw new IllegalArgumentException("an error");
            }
            if (!chunk.ofUsage()) {
                out.out().ascii("data: ");
                envelope(out, json, true);
                out.place(Place.NO_USAGE, "");
                out.out().ascii("}\n\n");
            }
        }
        return out.template();
    }

    /** The members of a chunk but its usage, without the closing brace. */
    private static void envelope(Template.Writer out, Json chunk, boolean all) {
        char before = '{';
        for (int i = 0; i < chunk.members(); i++) {
            Json name = chunk.name(i);
            Json value = chunk.value(i);
            boolean scalar = value.kind() != Json.Kind.OBJECT && value.kind() != Json.Kind.ARRAY;
            if (name.says("usage") || !(all || scalar) || name.says("obfuscation")) {
                continue;
            }
            out.out().add(before).copy(name).add(':');
            before = ',';
            if (name.says("id") && value.isString()) {
                out.place(Place.ID, "\"\"");
            } else if (name.says("created") && value.kind() == Json.Kind.NUMBER) {
                out.place(Place.CREATED, "0");
            } else {
                out.out().line(value);
            }
        }
        if (before == '{') {
            throw new IllegalArgumentException("an event without members");
        }
    }

    /** The last event that is of a choice: what the first ones say of the answer is not always all of it. */
    static Json like(List<Chunk> chunks) {
        for (Chunk chunk : chunks.reversed()) {
            if (!chunk.json().get("choices").elements().isEmpty()) {
                return chunk.json();
            }
        }
        return chunks.getFirst().json();
    }

    /**
     * The event that tells usage.
     *
     * @param like an event of the answer
     * @param usage the object, or nothing
     */
    static Template usageEvent(Json like, byte[] usage) {
        if (usage.length == 0) {
            return Template.EMPTY;
        }
        var out = new Template.Writer(256);
        out.out().ascii("data: ");
        envelope(out, like, false);
        out.out().ascii(",\"choices\":[],\"usage\":").add(usage).ascii("}\n\n");
        return out.template();
    }

    /**
     * One event.
     *
     * @param at where the line that its data begins in stands
     */
    record Chunk(Json json, int at) {
        /** Whether it tells usage and nothing else. */
        boolean ofUsage() {
            return json.get("usage").given() && json.get("choices").elements().isEmpty();
        }
    }

    /** All events but the last, which marks the end. */
    static List<Chunk> chunks(byte[] events) {
        var chunks = new ArrayList<Chunk>();
        var data = new Bytes(256);
        int begun = -1;
        int at = 0;
        while (at < events.length) {
            int end = at;
            while (end < events.length && events[end] != '\n' && events[end] != '\r') {
                end++;
            }
            if (end == at && begun >= 0) {
                byte[] one = data.take();
                if (!marksEnd(one)) {
                    chunks.add(new Chunk(object(one), begun));
                }
                data = new Bytes(256);
                begun = -1;
            } else if (ofData(events, at, end)) {
                if (begun < 0) {
                    begun = at;
                } else {
                    data.add('\n');
                }
                data.add(events, at + 5 < end && events[at + 5] == ' ' ? at + 6 : at + 5, end);
            }
            at = end + (end + 1 < events.length && events[end] == '\r' && events[end + 1] == '\n' ? 2 : 1);
        }
        return chunks;
    }

    private static boolean marksEnd(byte[] data) {
        return data.length < 10 && DONE.equals(new String(data, StandardCharsets.UTF_8).strip());
    }

    private static boolean ofData(byte[] b, int from, int to) {
        return to - from >= 5
                && b[from] == 'd'
                && b[from + 1] == 'a'
                && b[from + 2] == 't'
                && b[from + 3] == 'a'
                && b[from + 4] == ':';
    }

    private static Json object(byte[] data) {
        Json chunk = Json.read(data);
        if (!chunk.isObject()) {
            throw new IllegalArgumentException("an event that is no object");
        }
        return chunk;
    }
}
