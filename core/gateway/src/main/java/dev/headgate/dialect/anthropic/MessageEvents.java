package dev.headgate.dialect.anthropic;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.StreamStage;
import dev.headgate.hub.ChatChunks;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseException;
import dev.headgate.wire.SseParser;
import org.jspecify.annotations.Nullable;

/**
 * Makes chat chunks of the events of a streamed message. Only {@code message_stop} ends the answer; why it ended and what
 * it used has come before, possibly more than once, and counts as it was said last.
 */
final class MessageEvents implements StreamStage, SseParser.Sink {
    private static final byte[] NONE = {};

    private final Asked asked;
    private final SseParser parser = new SseParser();
    private final JsonReader reader = new JsonReader(NONE, 0, 0, Answers.LIMITS);
    private final JsonWriter out = new JsonWriter(1024);
    private final ChatChunks chunks;
    private final AnswerBlocks blocks;
    private final Tokens tokens = new Tokens();
    private byte[] ending = {'{', '}'};
    private boolean begun;
    private boolean over;
    private @Nullable Sink sink;

    MessageEvents(Asked asked, boolean legacy, String answerTool) {
        this.asked = asked;
        this.chunks = new ChatChunks(out, asked.now(), asked.usageWanted(), legacy);
        this.blocks = new AnswerBlocks(chunks, answerTool, asked.keepsakes());
    }

    @Override
    public boolean sniffed() {
        return true;
    }

    @Override
    public Usage usage() {
        return tokens.usage();
    }

    @Override
    public void bytes(byte[] array, int from, int until, Sink to) {
        sink = to;
        try {
            parser.feed(array, from, until, this);
            flush(to);
        } catch (SseException e) {
            malformed(to, "sent an event longer than the limit");
        }
    }

    @Override
    public void end(boolean orderly, Sink to) {
        if (!orderly) {
            return;
        }
        sink = to;
        try {
            parser.end(this);
            flush(to);
        } catch (SseException e) {
            malformed(to, "sent an event longer than the limit");
        }
    }

    private void flush(Sink to) {
        if (out.length() > 0) {
            to.events(out.array(), 0, out.length());
            out.clear();
        }
    }

    private void malformed(Sink to, String what) {
        over = true;
        flush(to);
        to.malformed(what);
    }

    @Override
    public void filler(byte[] array, int from, int to) {}

    @Override
    public void event(SseEvent event) {
        Sink to = sink;
        if (over || to == null) {
            return;
        }
        try {
            read(event, Json.read(reader, event.data(), event.dataStart(), event.dataEnd()), to);
        } catch (JsonException e) {
            if (event.complete()) {
                malformed(to, "sent an event that cannot be read");
            }
        }
    }

    private void read(SseEvent event, Json json, Sink to) {
        Json type = json.get("type");
        if (type.is("content_block_delta")) {
            blocks.delta(json.get("delta"));
        } else if (type.is("content_block_start")) {
            begin(Json.ABSENT);
            blocks.start(json.get("content_block"));
        } else if (type.is("content_block_stop")) {
            blocks.stop();
        } else if (type.is("message_start")) {
            tokens.report(json.get("message").get("usage"));
            begin(json.get("message"));
        } else if (type.is("message_delta")) {
            tokens.report(json.get("usage"));
            if (json.get("delta").get("stop_reason").isString()) {
                ending = new JsonWriter(128).copy(json.get("delta")).toByteArray();
            }
        } else if (type.is("message_stop")) {
            begin(Json.ABSENT);
            Json delta = Json.read(ending, Answers.LIMITS);
            blocks.end(delta.get("stop_reason"), delta.get("stop_details"), tokens.usage());
            over = true;
        } else if (type.is("error") || event.named("error")) {
            over = true;
            flush(to);
            to.failed(ErrorReader.read(200, json));
        }
    }

    private void begin(Json message) {
        if (!begun) {
            begun = true;
            String model = message.get("model").text();
            chunks.begin(message.get("id").text(), model.isEmpty() ? asked.model() : model);
        }
    }
}
