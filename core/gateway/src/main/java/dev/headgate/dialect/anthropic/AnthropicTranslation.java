package dev.headgate.dialect.anthropic;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.ChatRequest;

/** The way to Anthropic's Messages and back. */
public final class AnthropicTranslation implements Translation {
    @Override
    public String dialect() {
        return "anthropic";
    }

    @Override
    public Translator translator(Asked asked) {
        return new OfOne(asked);
    }

    /** Carries one request. */
    private static final class OfOne implements Translator {
        private final Asked asked;
        private final ChatRequest chat;
        private final RequestWriter writer;

        OfOne(Asked asked) {
            this.asked = asked;
            this.chat = ChatRequest.read(asked.body());
            this.writer = new RequestWriter(asked, chat);
        }

        @Override
        public Request request() {
            Body body = writer.body();
            return new Request(body, chat.losses().dropped());
        }

        @Override
        public Answer answer(Body body) {
            return MessageReader.read(body, asked, chat.legacy(), writer.answerTool());
        }

        @Override
        public UpstreamError error(int status, Body body) {
            return ErrorReader.read(status, body);
        }

        @Override
        public StreamStage stream() {
            return new MessageEvents(asked, chat.legacy(), writer.answerTool());
        }
    }
}
