package dev.headgate.dialect.ollama;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.ChatTranslator;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.WholeChat;
import dev.headgate.wire.Json;
import java.util.Set;

/** The way to Ollama's own API and back. */
public final class OllamaTranslation implements Translation {
    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.EMBEDDING);

    @Override
    public String dialect() {
        return "ollama";
    }

    @Override
    public Set<Operation> operations() {
        return OPERATIONS;
    }

    @Override
    public Translator translator(Asked asked) {
        return switch (asked.operation()) {
            case EMBEDDING -> new Embedding(asked);
            default -> new OfOne(asked);
        };
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
        protected Answer read(Json answer, WholeChat to) {
            if (answer.get("error").given()) {
                return new Answer.Refused(ErrorReader.read(200, answer));
            }
            var reply = new Reply(to, asked);
            if (!answer.get("message").isObject() || !reply.read(answer)) {
                return new Answer.Malformed("the answer is not complete");
            }
            return ended(to, reply.end(answer));
        }

        @Override
        protected UpstreamError error(int status, Json error) {
            return ErrorReader.read(status, error);
        }

        @Override
        public StreamStage stream() {
            return new ReplyLines(asked, chat.legacy());
        }
    }
}
