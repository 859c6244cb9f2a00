package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import dev.headgate.testkit.Sse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every recorded chat with a provider that speaks OpenAI's format, with more or fewer quirks, once more with the gateway
 * in between: what reaches the provider asks for what was asked then, what the caller sees is what the reply means, and
 * where a client reads the recorded bytes rightly, it gets these bytes.
 */
final class FamilyRecordingsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final boolean LONG = Boolean.getBoolean("headgate.long");

    /** The hosts that were recorded, by what they end in, and the providers that stand for them. */
    private static final Map<String, String> HOSTS = Map.ofEntries(
            Map.entry("api.openai.com", "openai"),
            Map.entry(".azure.com", "azure"),
            Map.entry("api.groq.com", "groq"),
            Map.entry("api.deepseek.com", "deepseek"),
            Map.entry("api.mistral.ai", "mistral"),
            Map.entry("api.x.ai", "xai"),
            Map.entry("api.together.xyz", "together"),
            Map.entry("openrouter.ai", "openrouter"),
            Map.entry("api.cerebras.ai", "cerebras"),
            Map.entry("api.inference.crusoecloud.com", "crusoe"),
            Map.entry("api.moonshot.ai", "moonshot"),
            Map.entry("api.z.ai", "zai"),
            Map.entry("dashscope-intl.aliyuncs.com", "dashscope"),
            Map.entry("router.huggingface.co", "huggingface"),
            Map.entry(".snowflakecomputing.com", "snowflake"),
            Map.entry("localhost", "vllm"));

    private static final List<String> FOLDERS =
            List.of("openai", "azure", "groq", "deepseek", "mistral", "xai", "together", "openrouter", "openai_compat");

    private static final Map<String, String> REQUESTS = Map.of();

    private static final String NOT_OPENAI =
            "another server's stream recorded under OpenAI's address: roles repeated, more"
                    + " after the end; OpenAI's own are not touched";

    private static final Map<String, String> REPLIES = Map.of(
            "envoy-aigw.chat-no-messages", "an empty list of messages is refused at the edge",
            "envoy-aigw.chat-bad-request", "a user message without content is refused at the edge",
            "simonw-llm.test_tools_streaming_variant_b-1", NOT_OPENAI,
            "simonw-llm.test_tools_streaming_variant_c-1", NOT_OPENAI,
            "simonw-llm.test_tools_streaming_variant_c-2", NOT_OPENAI,
            "simonw-llm.test_tools_streaming_variant_d-1", NOT_OPENAI,
            "simonw-llm.test_tools_streaming_variant_d-2", NOT_OPENAI,
            "vercel-ai.mistral-incremental-tool-call-stream", "begins in the middle: no chunk says whose it is",
            "openllmetry.test_together_chat_legacy", "eos is said as stop, OpenAI's word for it");

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start(configuration(upstream.url()));
    private RawClient client = RawClient.connect(gateway.url().toString());
    private final RecordingsTable table = new RecordingsTable(FamilyRecordingsTest.class);

    private static String configuration(String url) {
        var upstreams = new StringBuilder("upstreams:\n");
        var models = new StringBuilder("models:\n");
        for (String p : HOSTS.values()) {
            upstreams.append("  %s: { provider: %s, base-url: \"%s\", api-key: key-of-ours, breaker: off }\n"
                    .formatted(p, p, url));
            models.append("  \"%s/*\": { targets: [ \"%s/*\" ], retry: { attempts: 1 } }\n".formatted(p, p));
        }
        return upstreams.append(models).toString();
    }

    private static String provider(Recording r) {
        String host = URI.create(r.meta().url()).getHost();
        return HOSTS.entrySet().stream()
                .filter(h -> host.endsWith(h.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no provider for " + host));
    }

    @TestFactory
    @Timeout(600)
    Stream<DynamicTest> replays_what_relatives_have_answered() {
        assumeTrue(
                Recordings.available(), () -> "SKIPPED: recorded provider traffic is not here: " + Recordings.folder());
        Stream<DynamicTest> replays = FOLDERS.stream()
                .flatMap(
                        f -> Recordings.cases(
                                m -> m.provider().equals(f) && m.format().equals("openai_chat"))
                                .stream())
                .map(r -> DynamicTest.dynamicTest(r.toString(), () -> replay(r)));
        return Stream.concat(replays, Stream.of(DynamicTest.dynamicTest("table", this::the_docs_show_the_table)));
    }

    private void replay(Recording r) {
        String provider = provider(r);
        RecordingsTable.Row row = table.one(provider);
        upstream.always(r.reply());
        int before = upstream.received().size();
        Answer answer = send(provider, r);
        if (r.request().isPresent() && upstream.received().size() > before) {
            Received received = upstream.received().getLast();
            row.request(row.holds(r, "request", REQUESTS, () -> asks(r, received)));
        }
        boolean shown = row.holds(r, "reply", REPLIES, () -> {
            Shown.asExpected(r, answer);
            bytesWhereTheyDo(r, answer);
            if (r.meta().stream()) {
                for (int size : LONG ? new int[] {1, 7, 64} : new int[] {7}) {
                    upstream.always(r.reply().inPiecesOf(size));
                    Answer cut = send(provider, r);
                    Shown.asExpected(r, cut);
                    bytesWhereTheyDo(r, cut);
                }
            }
        });
        row.reply(shown, r.meta().stream());
    }

    private Answer send(String provider, Recording r) {
        String request = JSON.writeValueAsString(asking(provider, r));
        if (r.meta().status() < 400) {
            Answer answer = client.post("/v1/chat/completions", request).read();
            if (r.expected().path("stream_error").isObject()) {
                client.close();
                client = RawClient.connect(gateway.url().toString());
            }
            return answer;
        }
        // Of a gateway of its own: an upstream that refuses or throttles is left alone for a while.
        try (TestGateway own = TestGateway.start(configuration(upstream.url()));
                RawClient once = RawClient.connect(own.url().toString())) {
            return once.post("/v1/chat/completions", request).read();
        }
    }

    /** The recorded request under the name of its route, with usage asked of streams; or anything it may answer to. */
    private static ObjectNode asking(String provider, Recording r) {
        ObjectNode request = (ObjectNode) r.request().map(JSON::readTree).orElseGet(() -> {
            ObjectNode any = JSON.createObjectNode();
            any.put("model", "some-model").put("stream", r.meta().stream());
            any.putArray("messages").addObject().put("role", "user").put("content", "hello");
            return any;
        });
        request.put("model", provider + "/" + request.path("model").asString());
        if (r.meta().stream()) {
            request.putObject("stream_options").put("include_usage", true);
        }
        return request;
    }

    private static void asks(Recording r, Received received) {
        assertThat(received.body().text()).doesNotContain("key-of-ours");
        var sent = (ObjectNode) JSON.readTree(received.body().array());
        var recorded = (ObjectNode) JSON.readTree(r.request().orElseThrow());
        sent.remove("stream_options");
        recorded.remove("stream_options");
        if (!sent.equals(recorded)) {
            assertThat(sent.toPrettyString()).isEqualTo(recorded.toPrettyString());
        }
    }

    /** The law of the bytes: what a client reads rightly as it came is not touched. */
    private static void bytesWhereTheyDo(Recording r, Answer answer) {
        if (r.meta().status() >= 400 || r.expected().path("stream_error").isObject()) {
            return;
        }
        ChatFold recorded = r.meta().stream()
                ? ChatFold.ofEvents(Sse.parse(r.response()).events())
                : ChatFold.ofCompletion(JSON.readTree(r.response()));
        String text = new String(r.response(), StandardCharsets.UTF_8);
        boolean right = recorded.problems().isEmpty()
                && recorded.text().equals(r.expected().path("text").asString(""))
                && !text.contains("\"reasoning\"")
                && recorded.finishReason().filter(f -> !f.isEmpty()).isPresent()
                && !recorded.id().isEmpty()
                && (recorded.usage().isPresent() || !text.contains("\"x_groq\""))
                && typed(text)
                && apart(r)
                && recorded.toolCalls().stream().noneMatch(c -> c.arguments().isEmpty())
                && r.expected().path("usage").path("cached_tokens").asLong(0)
                        == recorded.usage()
                                .map(u -> u.path("prompt_tokens_details")
                                        .path("cached_tokens")
                                        .asLong(0))
                                .orElse(0L);
        if (right) {
            assertThat(answer.body().text()).isEqualTo(text);
        }
    }

    /** Whether no chunk bears usage beside choices, which not every client reads. */
    private static boolean apart(Recording r) {
        return !r.meta().stream()
                || Sse.parse(r.response()).events().stream()
                        .filter(e -> e.data().startsWith("{"))
                        .map(e -> JSON.readTree(e.data()))
                        .noneMatch(
                                c -> c.hasNonNull("usage") && !c.path("choices").isEmpty());
    }

    /** Whether every choice has a message or a delta, and every call says that it is one. */
    private static boolean typed(String text) {
        boolean calls = text.contains("\"tool_calls\"") && text.contains("\"function\"");
        return (text.contains("\"message\"") || text.contains("\"delta\""))
                && (!calls || text.matches("(?s).*\"type\"\\s*:\\s*\"function\".*"));
    }

    private void the_docs_show_the_table() throws IOException {
        client.close();
        upstream.close();
        gateway.close();
        table.show();
    }
}
