package dev.headgate.dialect.cohere;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.WholeChat;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import java.util.Optional;

/** The way to Cohere's chat and back. */
public final class CohereTranslation implements Translation {
    @Override
    public String dialect() {
        return "cohere";
    }

    @Override
    public Translator translator(Asked asked) {
        return new OfOne(asked);
    }

    /** Carries one request. */
    private static final class OfOne implements Translator {
        private final Asked asked;
        private final ChatRequest chat;

        OfOne(Asked asked) {
            this.asked = asked;
            this.chat = ChatRequest.read(asked.body());
        }

        @Override
        public Request request() {
            Body body = new RequestWriter(asked, chat).body();
            return new Request(body, chat.losses().dropped());
        }

        @Override
        public Answer answer(Body body) {
            Json answer;
            try {
                answer = Json.read(body.array(), Answers.LIMITS);
            } catch (JsonException e) {
                return new Answer.Malformed("the answer is not valid JSON");
            }
            Json message = answer.get("message");
            if (message.isString()) {
                return new Answer.Refused(ErrorReader.read(200, answer));
            }
            if (!message.isObject()) {
                return new Answer.Malformed("the answer has no message");
            }
            var whole = new WholeChat(asked.now(), chat.legacy());
            var reply = new Reply(whole, asked);
            reply.begin(answer.get("id"));
            message.get("content").forEach(reply::content);
            message.get("tool_calls").forEach(reply::call);
            message.get("citations").forEach(reply::cite);
            Optional<UpstreamError> nothing = reply.end(answer.get("finish_reason"), answer.get("usage"), Json.ABSENT);
            return nothing.isPresent() ? new Answer.Refused(nothing.get()) : new Answer.Translated(whole.body());
        }

        @Override
        public UpstreamError error(int status, Body body) {
            return ErrorReader.read(status, body);
        }

        @Override
        public StreamStage stream() {
            return new ReplyEvents(asked, chat.legacy());
        }
    }
}
