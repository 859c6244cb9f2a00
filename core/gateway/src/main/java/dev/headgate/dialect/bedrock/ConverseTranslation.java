package dev.headgate.dialect.bedrock;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.AwsErrors;
import dev.headgate.dialect.ChatTranslator;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.WholeChat;
import dev.headgate.wire.Json;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The way to Bedrock's Converse and back. */
public final class ConverseTranslation implements Translation {
    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.EMBEDDING, Operation.TOKEN_COUNT);

    @Override
    public String dialect() {
        return "converse";
    }

    @Override
    public Set<Operation> operations() {
        return OPERATIONS;
    }

    @Override
    public Translator translator(Asked asked) {
        return switch (asked.operation()) {
            case EMBEDDING -> InvokedEmbedding.of(asked);
            case TOKEN_COUNT -> new TokenCount(asked);
            default -> new OfOne(asked);
        };
    }

    /** Carries one request. */
    private static final class OfOne extends ChatTranslator {
        private final RequestWriter writer;

        OfOne(Asked asked) {
            super(asked);
            this.writer = new RequestWriter(asked, chat);
        }

        @Override
        protected Body write() {
            return writer.body();
        }

        @Override
        protected Answer read(Json answer, WholeChat to) {
            Json content = answer.get("output").get("message").get("content");
            if (!content.isArray()) {
                return noAnswer(answer);
            }
            var blocks = new AnswerBlocks(to, writer.answerTool(), asked.keepsakes());
            to.begin(ChatId.next(), asked.model());
            int index = 0;
            for (Json block : content) {
                blocks.whole(index++, block);
            }
            return ended(to, blocks.end(answer.get("stopReason").text(), Tokens.of(answer.get("usage"))));
        }

        /** A gate in front of the service says in a success that it knows no such operation. */
        private static Answer noAnswer(Json answer) {
            Json gate = answer.get("Output").isObject() ? answer.get("Output") : answer;
            String type = AwsErrors.type(gate);
            String message = AwsErrors.message(gate);
            return type.isEmpty() && message.isEmpty()
                    ? new Answer.Malformed("the answer has no output")
                    : new Answer.Refused(AwsErrors.of(200, type, message));
        }

        @Override
        protected UpstreamError error(int status, Json error) {
            return AwsErrors.of(status, AwsErrors.type(error), AwsErrors.message(error));
        }

        @Override
        public UpstreamError error(int status, Function<String, Optional<String>> header, Body body) {
            return AwsErrors.read(status, header.apply(AwsErrors.TYPE_HEADER).orElse(""), body);
        }

        @Override
        public StreamStage stream() {
            return new ConverseEvents(asked, chat.legacy(), writer.answerTool());
        }
    }
}
