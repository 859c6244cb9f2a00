package dev.headgate.dialect.anthropic;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.AwsErrors;
import dev.headgate.dialect.ChatTranslator;
import dev.headgate.dialect.ChunkFrames;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.Losses;
import dev.headgate.hub.WholeChat;
import dev.headgate.wire.Json;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The way to Anthropic's Messages and back. */
public final class AnthropicTranslation implements Translation {
    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.TOKEN_COUNT);

    /** Vertex AI has embeddings too, though not of these models: who asks for one is to be told so. */
    private static final Set<Operation> ON_VERTEX = Set.of(Operation.CHAT, Operation.TOKEN_COUNT, Operation.EMBEDDING);

    private final Host host;

    /** With Anthropic itself, and whoever serves Messages as it does. */
    public AnthropicTranslation() {
        this(Host.ANTHROPIC);
    }

    private AnthropicTranslation(Host host) {
        this.host = host;
    }

    /** With Google's Vertex AI. */
    public static AnthropicTranslation onVertex() {
        return new AnthropicTranslation(Host.VERTEX);
    }

    /** With Amazon Bedrock. */
    public static AnthropicTranslation onBedrock() {
        return new AnthropicTranslation(Host.BEDROCK);
    }

    @Override
    public String dialect() {
        return host.dialect();
    }

    @Override
    public Set<Operation> operations() {
        return switch (host) {
            case ANTHROPIC -> OPERATIONS;
            case VERTEX -> ON_VERTEX;
            case BEDROCK -> Set.of(Operation.CHAT);
        };
    }

    @Override
    public Translator translator(Asked asked) {
        return switch (asked.operation()) {
            case TOKEN_COUNT -> new TokenCount(asked);
            case EMBEDDING ->
                throw Losses.refuse("model", "Claude does not embed; of the models on Vertex AI Google's do");
            default -> new OfOne(asked, host);
        };
    }

    /** Carries one request. */
    private static final class OfOne extends ChatTranslator {
        private final Host host;
        private final RequestWriter writer;

        OfOne(Asked asked, Host host) {
            super(asked);
            this.host = host;
            this.writer = new RequestWriter(asked, chat, host);
        }

        @Override
        protected Body write() {
            return writer.body();
        }

        @Override
        protected Answer read(Json message, WholeChat to) {
            if (message.get("type").is("error") || message.get("error").given()) {
                return new Answer.Refused(ErrorReader.read(200, message));
            }
            if (!message.get("content").isArray()) {
                return new Answer.Malformed("the answer has no content");
            }
            var blocks = new AnswerBlocks(to, writer.answerTool(), asked.keepsakes());
            String model = message.get("model").text();
            to.begin(message.get("id").text(), model.isEmpty() ? asked.model() : model);
            message.get("content").forEach(blocks::start);
            var tokens = new Tokens();
            tokens.report(message.get("usage"));
            blocks.end(message.get("stop_reason"), message.get("stop_details"), tokens.usage());
            return new Answer.Translated(to.body());
        }

        @Override
        protected UpstreamError error(int status, Json error) {
            return ErrorReader.read(status, error);
        }

        @Override
        public UpstreamError error(int status, Function<String, Optional<String>> header, Body body) {
            return switch (host) {
                case ANTHROPIC, VERTEX -> super.error(status, header, body);
                case BEDROCK ->
                    AwsErrors.read(status, header.apply(AwsErrors.TYPE_HEADER).orElse(""), body);
            };
        }

        @Override
        public StreamStage stream() {
            var events = new MessageEvents(asked, chat.legacy(), writer.answerTool());
            return switch (host) {
                case ANTHROPIC, VERTEX -> events;
                case BEDROCK -> new ChunkFrames(events);
            };
        }
    }
}
