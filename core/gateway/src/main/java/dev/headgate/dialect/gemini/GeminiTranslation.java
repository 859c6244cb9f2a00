package dev.headgate.dialect.gemini;

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

/** The way to Google's {@code generateContent} and back. */
public final class GeminiTranslation implements Translation {
    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.EMBEDDING, Operation.TOKEN_COUNT);

    private final Host host;

    /** With Google AI Studio. */
    public GeminiTranslation() {
        this(Host.STUDIO);
    }

    private GeminiTranslation(Host host) {
        this.host = host;
    }

    /** With Google's Vertex AI. */
    public static GeminiTranslation onVertex() {
        return new GeminiTranslation(Host.VERTEX);
    }

    @Override
    public String dialect() {
        return host.dialect();
    }

    @Override
    public Set<Operation> operations() {
        return OPERATIONS;
    }

    @Override
    public Translator translator(Asked asked) {
        return switch (asked.operation()) {
            case EMBEDDING ->
                switch (host) {
                    case STUDIO -> new Embedding(asked);
                    case VERTEX -> new PredictedEmbedding(asked);
                };
            case TOKEN_COUNT -> new TokenCount(asked, host);
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
