package dev.headgate.plugin.responsecache;

import dev.headgate.api.Exchange;
import dev.headgate.api.Operation;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The question of a chat, as far as it is one that a similar one's answer may do for. */
final class Question {
    /** Above so many bytes a text is no question any more. */
    private static final int LONGEST = 16 * 1024;

    private final byte[] text;
    private final Json request;

    private Question(byte[] text, Json request) {
        this.text = text;
        this.request = request;
    }

    /** A JSON string, as it was written. */
    byte[] text() {
        return text;
    }

    /** The request without it. */
    Json request() {
        return request;
    }

    static Optional<Question> of(Exchange exchange, Json body, Settings.Semantic settings) {
        boolean tools = body.get("tools").given() || body.get("functions").given();
        if (exchange.operation() != Operation.CHAT || (tools && !settings.tools())) {
            return Optional.empty();
        }
        List<Json> messages = body.get("messages").elements();
        if (messages.isEmpty() || !messages.getLast().get("role").says("user")) {
            return Optional.empty();
        }
        boolean alone = messages.subList(0, messages.size() - 1).stream().allMatch(Question::instructs);
        return alone || settings.conversations()
                ? text(messages.getLast().get("content")).map(t -> without(body, t))
                : Optional.empty();
    }

    private static boolean instructs(Json message) {
        return message.get("role").says("system") || message.get("role").says("developer");
    }

    /** The one text that it consists of. */
    private static Optional<Json> text(Json content) {
        Json text = content;
        if (content.elements().size() == 1
                && content.elements().getFirst().get("type").says("text")) {
            text = content.elements().getFirst().get("text");
        }
        return Optional.of(text)
                .filter(t -> t.isString()
                        && t.end() - t.start() <= LONGEST
                        && !t.text().isBlank());
    }

    private static Question without(Json body, Json text) {
        var rest = new ByteArrayOutputStream(body.end() - body.start());
        rest.write(body.bytes(), body.start(), text.start() - body.start());
        rest.writeBytes(new byte[] {'"', '"'});
        rest.write(body.bytes(), text.end(), body.end() - text.end());
        return new Question(Arrays.copyOfRange(text.bytes(), text.start(), text.end()), Json.read(rest.toByteArray()));
    }
}
