package dev.headgate.dialect;

import dev.headgate.api.Body;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.ResponsesRequest;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;

/**
 * Carries one question for the tokens of a request to a wire format that counts them. What is counted is the chat that
 * the format would be sent, so that it is written by whatever writes chats.
 */
public abstract class TokenCountTranslator extends JsonTranslator {
    protected final Asked asked;
    protected final ChatRequest chat;
    private final String member;

    /** @param member the count's name in an answer */
    protected TokenCountTranslator(Asked asked, String member) {
        this.asked = asked.withBody(ResponsesRequest.chat(asked.body()));
        this.chat = ChatRequest.read(this.asked.body());
        this.member = member;
    }

    @Override
    public final Request request() {
        Body body = write();
        return new Request(body, chat.losses().dropped());
    }

    /** The question. */
    protected abstract Body write();

    @Override
    public final Answer answer(Body body) {
        Json answer;
        try {
            answer = Json.read(body.array(), JsonLimits.WIDE);
        } catch (JsonException e) {
            return new Answer.Malformed("the answer is not valid JSON");
        }
        if (answer.get("error").given()) {
            return new Answer.Refused(error(200, body));
        }
        Json count = answer.get(member);
        if (count.whole(-1) < 0) {
            return new Answer.Malformed("the answer has no " + member);
        }
        var out = new JsonWriter(64).open().name("object").value("response.input_tokens");
        return new Answer.Translated(
                Body.wrap(out.name("input_tokens").copy(count).close().toByteArray()));
    }
}
