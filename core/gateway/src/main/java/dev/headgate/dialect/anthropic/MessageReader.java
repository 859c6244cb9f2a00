package dev.headgate.dialect.anthropic;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Translator.Answer;
import dev.headgate.hub.WholeChat;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;

/** Makes a chat completion of a whole message. */
final class MessageReader {
    private MessageReader() {}

    static Answer read(Body body, Asked asked, boolean legacy, String answerTool) {
        Json message;
        try {
            message = Json.read(body.array(), Answers.LIMITS);
        } catch (JsonException e) {
            return new Answer.Malformed("the answer is not valid JSON");
        }
        if (message.get("type").is("error") || message.get("error").given()) {
            return new Answer.Refused(ErrorReader.read(200, message));
        }
        Json content = message.get("content");
        if (!content.isArray()) {
            return new Answer.Malformed("the answer has no content");
        }
        var chat = new WholeChat(asked.now(), legacy);
        var blocks = new AnswerBlocks(chat, answerTool, asked.keepsakes());
        String model = message.get("model").text();
        chat.begin(message.get("id").text(), model.isEmpty() ? asked.model() : model);
        content.forEach(blocks::start);
        var tokens = new Tokens();
        tokens.report(message.get("usage"));
        blocks.end(message.get("stop_reason"), message.get("stop_details"), tokens.usage());
        return new Answer.Translated(chat.body());
    }
}
