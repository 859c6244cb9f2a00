package dev.headgate.dialect.cohere;

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

/** The way to Cohere and back. */
public final class CohereTranslation implements Translation {
    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.EMBEDDING, Operation.RERANK);

    @Override
    public String dialect() {
        return "cohere";
    }

    @Override
    public Set<Operation> operations() {
        return OPERATIONS;
    }

    @Override
    public Translator translator(Asked asked) {
        return switch (asked.operation()) {
            case EMBEDDING -> new Embedding(asked);
            case RERANK -> new Rerank(asked);
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
            Json message = answer.get("message");
            if (message.isString()) {
                return new Answer.Refused(ErrorReader.read(200, answer));
            }
            if (!message.isObject()) {
                return new Answer.Malformed("the answer has no message");
            }
            var reply = new Reply(to, asked);
            reply.begin(answer.get("id"));
            message.get("content").forEach(reply::content);
            message.get("tool_calls").forEach(reply::call);
            message.get("citations").forEach(reply::cite);
            return ended(to, reply.end(answer.get("finish_reason"), answer.get("usage"), Json.ABSENT));
        }

        @Override
        protected UpstreamError error(int status, Json error) {
            return ErrorReader.read(status, error);
        }

        @Override
        public StreamStage stream() {
            return new ReplyEvents(asked, chat.legacy());
        }
    }
}
