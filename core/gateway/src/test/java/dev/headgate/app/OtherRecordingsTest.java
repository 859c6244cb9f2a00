package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every recorded embedding, reranking and count of tokens, once more with the gateway in between: what reaches the
 * provider asks for what was asked then, and what the caller sees is what the reply says.
 */
final class OtherRecordingsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The providers' names by the folders in which their recordings stand. */
    private static final Map<String, String> PROVIDERS = Map.of(
            "anthropic", "anthropic",
            "bedrock", "bedrock",
            "cohere", "cohere",
            "gemini", "gemini",
            "mistral", "mistral",
            "openai", "openai",
            "vertex", "vertex");

    private static final Map<String, String> ENVIRONMENT = Map.of("GOOGLE_CLOUD_PROJECT", "acme-1");

    /** What is recorded of an operation, and where callers ask for it. */
    private enum Kind {
        EMBEDDING("/v1/embeddings"),
        RERANK("/v2/rerank"),
        COUNT("/v1/responses/input_tokens");

        private final String path;

        Kind(String path) {
            this.path = path;
        }

        static Optional<Kind> of(Recording.Meta m) {
            if (m.name().equals("envoy-aigw.embeddings-bad-request")) {
                return Optional.empty(); // refused at the edge; see RecordingsReplayTest
            }
            String endpoint = m.endpoint().toLowerCase(java.util.Locale.ROOT);
            if (!PROVIDERS.containsKey(m.provider())) {
                return Optional.empty();
            }
            if (endpoint.contains("embed")) {
                return Optional.of(EMBEDDING);
            }
            if (endpoint.contains("rerank")) {
                return Optional.of(RERANK);
            }
            return endpoint.contains("count") || endpoint.contains("input_tokens")
                    ? Optional.of(COUNT)
                    : Optional.empty();
        }
    }

    private final FakeUpstream upstream = new FakeUpstream();

    @AfterEach
    void close() {
        upstream.close();
    }

    private static String configuration(String url) {
        var upstreams = new StringBuilder("upstreams:\n");
        var models = new StringBuilder("models:\n");
        PROVIDERS.values().forEach(p -> {
            upstreams.append("  %s: { provider: %s, base-url: \"%s\", api-key: key-of-ours, breaker: off }\n"
                    .formatted(p, p, url));
            models.append("  \"%s/*\": { targets: [ \"%s/*\" ], retry: { attempts: 1 } }\n".formatted(p, p));
        });
        return upstreams.append(models).toString();
    }

    @TestFactory
    @Timeout(120)
    Stream<DynamicTest> replays_what_providers_have_answered() {
        assumeTrue(
                Recordings.available(), () -> "SKIPPED: recorded provider traffic is not here: " + Recordings.folder());
        List<Recording> recordings = Recordings.cases(m -> Kind.of(m).isPresent());
        assertThat(recordings).hasSizeGreaterThan(25);
        return recordings.stream()
                .map(r -> DynamicTest.dynamicTest(
                        r.toString(), () -> replay(Kind.of(r.meta()).orElseThrow(), r)));
    }

    private void replay(Kind kind, Recording r) {
        upstream.always(r.reply());
        ObjectNode inbound = Inbound.of(r);
        inbound.put("model", PROVIDERS.get(r.meta().provider()) + "/" + Inbound.model(r));
        try (TestGateway gateway = TestGateway.start(configuration(upstream.url()), ENVIRONMENT);
                RawClient client = RawClient.connect(gateway.url().toString())) {
            Answer answer = client.post(kind.path, inbound.toString()).read();
            if (r.request().isPresent() && Inbound.faithful(r)) {
                asks(r, upstream.received().getLast());
            }
            if (r.meta().status() >= 400) {
                error(r, answer);
                return;
            }
            assertThat(answer.status()).isEqualTo(200);
            switch (kind) {
                case EMBEDDING -> {
                    vectors(r, answer);
                    if (!r.meta().name().contains("base64")) {
                        inbound.put("encoding_format", "base64");
                        vectors(r, client.post(kind.path, inbound.toString()).read());
                    }
                }
                case RERANK -> assertThat(answer.body().array()).isEqualTo(r.response());
                case COUNT -> count(r, answer);
            }
        }
    }

    private static void asks(Recording r, Received received) {
        JsonNode sent = Inbound.meaning(JSON.readTree(received.body().array()));
        JsonNode recorded = Inbound.meaning(JSON.readTree(r.request().orElseThrow()));
        assertThat(sent.toPrettyString()).isEqualTo(recorded.toPrettyString());
    }

    private static void error(Recording r, Answer answer) {
        JsonNode error = answer.json().path("error");
        JsonNode expected = r.expected().path("error");
        assertThat(answer.status()).isEqualTo(expected.path("status").asInt());
        assertThat(error.path("message").asString())
                .isEqualTo(expected.path("message").asString());
        assertThat(error.propertyNames()).contains("message", "type", "param", "code");
    }

    private static void count(Recording r, Answer answer) {
        JsonNode reply = JSON.readTree(r.response());
        JsonNode told = List.of("input_tokens", "totalTokens", "inputTokens").stream()
                .map(reply::path)
                .filter(JsonNode::isNumber)
                .findFirst()
                .orElseThrow();
        long expected = told.asLong();
        assertThat(answer.json().path("input_tokens").asLong(-2)).isEqualTo(expected);
        assertThat(answer.json().path("object").asString()).isEqualTo("response.input_tokens");
    }

    private static void vectors(Recording r, Answer answer) {
        JsonNode expected = r.expected().path("vectors");
        JsonNode data = answer.json().path("data");
        assertThat(data.size()).isEqualTo(expected.size());
        for (int i = 0; i < data.size(); i++) {
            assertThat(data.get(i).path("index").asInt()).isEqualTo(i);
            vector(data.get(i).path("embedding"), expected.get(i));
        }
        JsonNode recorded = r.expected().path("usage_native");
        long tokens = recorded.path("prompt_tokens")
                .asLong(recorded.at("/billed_units/input_tokens").asLong(ofEachText(r)));
        assertThat(answer.json().at("/usage/prompt_tokens").asLong()).isEqualTo(tokens);
    }

    /** What a reply says of each text by itself; 0 of one that does not. */
    private static long ofEachText(Recording r) {
        return JSON.readTree(r.response())
                .path("predictions")
                .valueStream()
                .mapToLong(p -> p.at("/embeddings/statistics/token_count").asLong())
                .sum();
    }

    private static void vector(JsonNode embedding, JsonNode expected) {
        if (embedding.isArray()) {
            assertThat(embedding.size()).isEqualTo(expected.path("dim").asInt());
            for (int i = 0; i < expected.path("head").size(); i++) {
                assertThat(embedding.get(i)).isEqualTo(expected.path("head").get(i));
            }
            return;
        }
        ByteBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(embedding.asString()))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(floats.remaining())
                .isEqualTo(expected.path("bytes").asInt(4 * expected.path("dim").asInt()));
        for (JsonNode head : expected.path("head")) {
            assertThat(floats.getFloat()).isEqualTo((float) head.asDouble(), within(0f));
        }
    }
}
