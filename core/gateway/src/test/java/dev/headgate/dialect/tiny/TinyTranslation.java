package dev.headgate.dialect.tiny;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.ChatTranslator;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.WholeChat;
import dev.headgate.wire.Json;

/** The way to Tiny's talk and back. */
public final class TinyTranslation implements Translation {
    @Override
    public String dialect() {
        return "tiny";
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
            return RequestWriter.write(asked, chat);
        }

        @Override
        protected Answer read(Json answer, WholeChat to) {
            var reply = new Reply(to, asked);
            return reply.read(answer) ? new Answer.Translated(to.body()) : new Answer.Malformed("it has no end");
        }

        @Override
        protected UpstreamError error(int status, Json error) {
            return UpstreamError.of(status, error.get("problem").text());
        }

        @Override
        public StreamStage stream() {
            return new ReplyEvents(asked, chat.legacy());
        }
    }
}
