package dev.headgate.it;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The official OpenAI SDK in one of its two faces, so that each test runs on both. Never retries; failures are the
 * SDK's own exceptions.
 */
sealed interface Sdk extends AutoCloseable {

    ChatCompletion chat(ChatCompletionCreateParams params);

    /** Gives each chunk to the consumer as it arrives, up to the end of the stream. */
    void stream(ChatCompletionCreateParams params, Consumer<ChatCompletionChunk> each);

    /** Gives the first chunk that bears text and then closes the stream from this side. */
    ChatCompletionChunk streamUntilText(ChatCompletionCreateParams params);

    List<Completion> completionStream(CompletionCreateParams params);

    Completion completion(CompletionCreateParams params);

    CreateEmbeddingResponse embeddings(EmbeddingCreateParams params);

    long inputTokens(InputTokenCountParams params);

    List<Model> models();

    Model model(String id);

    @Override
    void close();

    /** An application that has changed its base URL and its key, and nothing else. */
    static Sdk of(boolean async, String url, String key) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(url + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(20))
                .build();
        return async ? new Async(client.async()) : new Blocking(client);
    }

    private static boolean bearsText(ChatCompletionChunk chunk) {
        return chunk.choices().stream()
                .anyMatch(c -> c.delta().content().filter(t -> !t.isEmpty()).isPresent());
    }

    /** The face that blocks. */
    record Blocking(OpenAIClient client) implements Sdk {
        @Override
        public ChatCompletion chat(ChatCompletionCreateParams params) {
            return client.chat().completions().create(params);
        }

        @Override
        public void stream(ChatCompletionCreateParams params, Consumer<ChatCompletionChunk> each) {
            try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(params)) {
                stream.stream().forEach(each);
            }
        }

        @Override
        public ChatCompletionChunk streamUntilText(ChatCompletionCreateParams params) {
            try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(params)) {
                return stream.stream().filter(Sdk::bearsText).findFirst().orElseThrow();
            }
        }

        @Override
        public Completion completion(CompletionCreateParams params) {
            return client.completions().create(params);
        }

        @Override
        public List<Completion> completionStream(CompletionCreateParams params) {
            try (StreamResponse<Completion> stream = client.completions().createStreaming(params)) {
                return stream.stream().toList();
            }
        }

        @Override
        public CreateEmbeddingResponse embeddings(EmbeddingCreateParams params) {
            return client.embeddings().create(params);
        }

        @Override
        public long inputTokens(InputTokenCountParams params) {
            return client.responses().inputTokens().count(params).inputTokens();
        }

        @Override
        public List<Model> models() {
            return client.models().list().data();
        }

        @Override
        public Model model(String id) {
            return client.models().retrieve(id);
        }

        @Override
        public void close() {
            client.close();
        }

        @Override
        public String toString() {
            return "sync";
        }
    }

    /** The face that gives futures. */
    record Async(OpenAIClientAsync client) implements Sdk {
        @Override
        public ChatCompletion chat(ChatCompletionCreateParams params) {
            return value(client.chat().completions().create(params));
        }

        @Override
        public void stream(ChatCompletionCreateParams params, Consumer<ChatCompletionChunk> each) {
            collect(client.chat().completions().createStreaming(params), each);
        }

        @Override
        public ChatCompletionChunk streamUntilText(ChatCompletionCreateParams params) {
            AsyncStreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(params);
            var text = new CompletableFuture<ChatCompletionChunk>();
            stream.subscribe(chunk -> {
                if (bearsText(chunk)) {
                    // On the SDK's reading thread: from any other one its close() waits for the read that is under
                    // way, until the client's time limit.
                    stream.close();
                    text.complete(chunk);
                }
            });
            return value(text);
        }

        @Override
        public Completion completion(CompletionCreateParams params) {
            return value(client.completions().create(params));
        }

        @Override
        public List<Completion> completionStream(CompletionCreateParams params) {
            var all = new ArrayList<Completion>();
            collect(client.completions().createStreaming(params), all::add);
            return all;
        }

        @Override
        public CreateEmbeddingResponse embeddings(EmbeddingCreateParams params) {
            return value(client.embeddings().create(params));
        }

        @Override
        public long inputTokens(InputTokenCountParams params) {
            return value(client.responses().inputTokens().count(params)).inputTokens();
        }

        @Override
        public List<Model> models() {
            return value(client.models().list()).data();
        }

        @Override
        public Model model(String id) {
            return value(client.models().retrieve(id));
        }

        private static <T> void collect(AsyncStreamResponse<T> stream, Consumer<T> each) {
            stream.subscribe(each::accept);
            value(stream.onCompleteFuture().thenApply(Function.identity()));
        }

        private static <T> T value(CompletableFuture<T> future) {
            try {
                return future.orTimeout(20, TimeUnit.SECONDS).join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw e;
            }
        }

        @Override
        public void close() {
            client.close();
        }

        @Override
        public String toString() {
            return "async";
        }
    }
}
