package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Failure;
import dev.headgate.api.Lane;
import dev.headgate.api.Operation;
import dev.headgate.api.StreamRewriter;
import dev.headgate.dialect.Dialect;
import dev.headgate.dialect.Endpoint;
import dev.headgate.dialect.EventRewriter;
import dev.headgate.dialect.ListedModel;
import dev.headgate.dialect.Reading;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;
import dev.headgate.dialect.StreamReader;
import dev.headgate.dialect.UpstreamError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * OpenAI's wire format: chat completions, completions, embeddings, counts of tokens and models; and reranking, which
 * OpenAI has not, in the shape that Cohere gave it and others took over.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference">OpenAI API reference</a>
 */
public final class OpenAiDialect implements Dialect {
    private static final List<Endpoint> ENDPOINTS = List.of(
            new Endpoint("POST", "/v1/chat/completions", Operation.CHAT),
            new Endpoint("POST", "/v1/completions", Operation.COMPLETION),
            new Endpoint("POST", "/v1/embeddings", Operation.EMBEDDING),
            new Endpoint("POST", "/v1/rerank", Operation.RERANK),
            new Endpoint("POST", "/v2/rerank", Operation.RERANK),
            new Endpoint("POST", "/v1/responses/input_tokens", Operation.TOKEN_COUNT),
            new Endpoint("GET", "/v1/models", Operation.MODELS),
            new Endpoint("GET", "/v1/models/", Operation.MODELS));

    private static final RequestReader CHAT = new ChatRequestReader();
    private static final RequestReader COMPLETION = new CompletionRequestReader();
    private static final RequestReader EMBEDDING = new EmbeddingRequestReader();
    private static final RequestReader RERANK = new RerankRequestReader();
    private static final RequestReader TOKEN_COUNT = new TokenCountRequestReader();
    private static final byte[] END_MARK = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public List<Endpoint> endpoints() {
        return ENDPOINTS;
    }

    @Override
    public RequestHead readHead(Operation operation, Body body) {
        return switch (operation) {
            case CHAT -> CHAT.read(body);
            case COMPLETION -> COMPLETION.read(body);
            case EMBEDDING -> EMBEDDING.read(body);
            case RERANK -> RERANK.read(body);
            case TOKEN_COUNT -> TOKEN_COUNT.read(body);
            case MODELS -> throw new IllegalArgumentException("listing models takes no body");
        };
    }

    @Override
    public OptionalLong conversation(Operation operation, Body body) {
        return Conversation.of(operation, body);
    }

    @Override
    public Optional<String> user(Operation operation, Body body) {
        return operation == Operation.MODELS ? Optional.empty() : EndUser.of(body);
    }

    @Override
    public Body renderError(Failure failure) {
        return Body.wrap(ErrorWriter.write(failure));
    }

    @Override
    public byte[] renderStreamError(Failure failure) {
        byte[] json = ErrorWriter.write(failure);
        byte[] event = new byte[json.length + 8];
        System.arraycopy("data: ".getBytes(StandardCharsets.US_ASCII), 0, event, 0, 6);
        System.arraycopy(json, 0, event, 6, json.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }

    @Override
    public Reading readAnswer(Operation operation, Body body) {
        return AnswerReader.read(operation, body);
    }

    @Override
    public UpstreamError readError(int status, Body body) {
        return ErrorReader.read(status, body);
    }

    @Override
    public StreamReader streamReader(Operation operation, int choices) {
        return new ChunkReader(END_MARK, choices);
    }

    @Override
    public Content content(Operation operation, Body body) {
        return new BodyContent(operation, body);
    }

    @Override
    public EventRewriter eventRewriter(Operation operation, Function<Lane, StreamRewriter> rewriters) {
        return new ChunkRewriter(rewriters);
    }

    @Override
    public Body renderModels(List<ListedModel> models) {
        return ModelWriter.list(models);
    }

    @Override
    public Body renderModel(ListedModel model) {
        return ModelWriter.one(model);
    }
}
