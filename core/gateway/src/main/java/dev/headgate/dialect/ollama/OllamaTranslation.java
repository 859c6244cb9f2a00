package dev.headgate.dialect.ollama;

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

/** The way to Ollama's own chat and back. */
public final class OllamaTranslation implements Translation {
    @Override
    public String dialect() {
        return "ollama";
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
            if (answer.get("error").given()) {
                return new Answer.Refused(ErrorReader.read(200, answer));
            }
            var whole = new WholeChat(asked.now(), chat.legacy());
            var reply = new Reply(whole, asked);
            if (!answer.get("message").isObject() || !reply.read(answer)) {
                return new Answer.Malformed("the answer is not complete");
            }
            Optional<UpstreamError> nothing = reply.end(answer);
            return nothing.isPresent() ? new Answer.Refused(nothing.get()) : new Answer.Translated(whole.body());
        }

        @Override
        public UpstreamError error(int status, Body body) {
            return ErrorReader.read(status, body);
        }

        @Override
        public StreamStage stream() {
            return new ReplyLines(asked, chat.legacy());
        }
    }
}
