package dev.headgate.dialect.gemini;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.ChatTranslator;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.WholeChat;
import dev.headgate.wire.Json;

/** The way to Google's {@code generateContent} and back. */
public final class GeminiTranslation implements Translation {
    @Override
    public String dialect() {
        return "gemini";
    }

    @Override
    public Translator translator(Asked asked) {
        return new OfOne(asked);
    }

    /** Carries one request. */
    private static final class OfOne extends ChatTranslator {
        OfOne(Asked asked) {
            super(asked);
        }

        @Override
        protected Body write() {
            return new RequestWriter(asked, chat).body();
        }

        @Override
        protected Answer read(Json response, WholeChat to) {
            if (response.get("error").given()) {
                return new Answer.Refused(ErrorReader.read(200, response));
            }
            var parts = new AnswerParts(to, asked);
            parts.read(response);
            return parts.ended() ? ended(to, parts.end()) : new Answer.Malformed("the answer has not ended");
        }

        @Override
        protected UpstreamError error(int status, Json error) {
            return ErrorReader.read(status, error);
        }

        @Override
        public StreamStage stream() {
            return new ResponseEvents(asked, chat.legacy());
        }
    }
}
