package dev.headgate.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.dialect.Quirk;
import dev.headgate.dialect.Quirks;
import dev.headgate.hub.Pieces;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonWriter;
import java.util.concurrent.ThreadLocalRandom;

/** Puts right in a relative's messages, whole or in pieces, what its quirks have made of them. */
final class MessageRepair {
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    private final Quirks quirks;

    MessageRepair(Quirks quirks) {
        this.quirks = quirks;
    }

    /** What a message or a delta says; its calls apart. */
    void message(Json m, JsonSplice edits) {
        if (quirks.has(Quirk.CONTENT_LISTS) && m.get("content").isArray()) {
            list(m.get("content"), edits);
        }
        if (quirks.has(Quirk.REASONING)) {
            reasoning(m.get("reasoning"), m.get("reasoning_content"), edits);
        }
        if (quirks.has(Quirk.EMPTY_VALUES)) {
            Json function = m.get("function_call");
            if (function.isObject() && !function.get("name").saysSomething()) {
                edits.replace(function.start(), function.end(), NULL);
            }
            Json audio = m.get("audio");
            if (audio.isObject() && !audio.get("id").saysSomething()) {
                edits.replace(audio.start(), audio.end(), NULL);
            }
        }
    }

    /** Parts that are neither texts nor thoughts, such as references, have no place in a text. */
    private static void list(Json content, JsonSplice edits) {
        var text = new Pieces();
        var thoughts = new Pieces();
        for (Json part : content) {
            Json thinking = part.get("thinking");
            text.add(part.isString() ? part : part.get("text"));
            thoughts.add(thinking);
            thinking.forEach(t -> thoughts.add(t.isString() ? t : t.get("text")));
        }
        var out = new JsonWriter(content.end() - content.start());
        text.writeTo(out);
        if (!thoughts.empty()) {
            out.ascii(",\"reasoning_content\":");
            thoughts.writeTo(out);
        }
        edits.replace(content.start(), content.end(), out.toByteArray());
    }

    private static void reasoning(Json said, Json content, JsonSplice edits) {
        if (!said.isString() || said.isEmptyText() || (content.isString() && !content.isEmptyText())) {
            return;
        }
        var out = new JsonWriter(said.end() - said.start() + 24);
        if (content.present()) {
            edits.replace(content.start(), content.end(), out.copy(said).toByteArray());
        } else {
            out.ascii(",\"reasoning_content\":").copy(said);
            edits.replace(said.end(), said.end(), out.toByteArray());
        }
    }

    /** OpenAI's word for why an answer ended; the empty one where it is said already, or not yet. */
    String finish(Json reason) {
        return quirks.finishReasons().isEmpty() || !reason.isString()
                ? ""
                : quirks.finishReasons().getOrDefault(reason.text(), "");
    }

    /** Whether an empty text stands where there is no reason yet. */
    boolean emptyFinish(Json reason) {
        return quirks.has(Quirk.EMPTY_VALUES) && reason.isEmptyText();
    }

    void usage(Json usage, JsonSplice edits) {
        if (!quirks.has(Quirk.CACHED_TOKENS)) {
            return;
        }
        long cached = Math.max(
                usage.get("num_cached_tokens").whole(0),
                Math.max(
                        usage.get("prompt_cache_hit_tokens").whole(0),
                        usage.get("cached_tokens").whole(0)));
        Json details = usage.get("prompt_tokens_details");
        if (cached <= 0 || details.get("cached_tokens").isNumber()) {
            return;
        }
        byte[] count = ("\"cached_tokens\":" + cached).getBytes(US_ASCII);
        byte[] object = ("{\"cached_tokens\":" + cached + "}").getBytes(US_ASCII);
        if (details.isObject()) {
            edits.addMember(details.end() - 1, count);
        } else if (details.present()) {
            edits.replace(details.start(), details.end(), object);
        } else {
            edits.addMember(
                    usage.end() - 1,
                    ("\"prompt_tokens_details\":{\"cached_tokens\":" + cached + "}").getBytes(US_ASCII));
        }
    }

    /** Gives an answer or a chunk this id where it has none. */
    void id(Json root, String id, JsonSplice edits) {
        if (quirks.has(Quirk.EMPTY_VALUES) && !root.get("id").saysSomething()) {
            text(root, "id", id, edits);
        }
    }

    /** Sets a member to a text of ASCII characters that need no escape; a new one becomes the first of its object. */
    static void text(Json object, String name, String text, JsonSplice edits) {
        Json there = object.get(name);
        byte[] value = ("\"" + text + "\"").getBytes(US_ASCII);
        if (there.present()) {
            edits.replace(there.start(), there.end(), value);
        } else {
            String comma = object.isEmpty() ? "" : ",";
            byte[] member = ("\"" + name + "\":\"" + text + "\"" + comma).getBytes(US_ASCII);
            edits.replace(object.start() + 1, object.start() + 1, member);
        }
    }

    /** An id for what came without. */
    static String newId(String prefix) {
        return prefix + Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }
}
