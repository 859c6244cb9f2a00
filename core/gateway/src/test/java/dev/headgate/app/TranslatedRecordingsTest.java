package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every recorded exchange with a provider that speaks a wire format of its own, once more with the gateway in between:
 * what reaches the provider asks for what was asked then, and what the caller sees is what the reply means.
 */
final class TranslatedRecordingsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("GOOGLE_CLOUD_PROJECT", "acme-1");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final boolean LONG = Boolean.getBoolean("headgate.long");

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start(configuration(upstream.url()), ENVIRONMENT);
    private final RawClient client = RawClient.connect(gateway.url().toString());
    private final RecordingsTable table = new RecordingsTable(TranslatedRecordingsTest.class);

    private static String configuration(String url) {
        var upstreams = new StringBuilder("upstreams:\n");
        var models = new StringBuilder("models:\n");
        for (NativeProvider p : NativeProvider.ALL) {
            upstreams.append("  %s: { provider: %s, base-url: \"%s\", api-key: key-of-ours, breaker: off }\n"
                    .formatted(p.name(), p.name(), url));
            models.append(
                    "  \"%s/*\": { targets: [ \"%s/*\" ], retry: { attempts: 1 } }\n".formatted(p.name(), p.name()));
        }
        return upstreams.append(models).toString();
    }

    @TestFactory
    @Timeout(600)
    Stream<DynamicTest> replays_what_providers_have_answered() {
        assumeTrue(
                Recordings.available(), () -> "SKIPPED: recorded provider traffic is not here: " + Recordings.folder());
        Stream<DynamicTest> replays = NativeProvider.ALL.stream()
                .flatMap(p -> Recordings.cases(p::has).stream()
                        .map(r -> DynamicTest.dynamicTest(r.toString(), () -> replay(p, r))));
        return Stream.concat(replays, Stream.of(DynamicTest.dynamicTest("table", this::the_docs_show_the_table)));
    }

    private void replay(NativeProvider p, Recording r) {
        RecordingsTable.Row row = table.one(p.name());
        upstream.always(r.reply());
        Answer answer = send(p, r);
        Received received = upstream.received().getLast();
        if (r.inbound().isPresent()) {
            boolean asked = row.holds(r, "request", p.requests(), () -> asks(p, r, received));
            row.request(asked);
        }
        boolean shown = row.holds(r, "reply", p.replies(), () -> {
            Shown.asExpected(r, answer);
            if (r.meta().stream()) {
                for (int size : LONG ? new int[] {1, 7, 64} : new int[] {7}) {
                    upstream.always(r.reply().inPiecesOf(size));
                    Shown.asExpected(r, send(p, r));
                }
            }
        });
        row.reply(shown, r.meta().stream());
    }

    private Answer send(NativeProvider p, Recording r) {
        String request = JSON.writeValueAsString(inbound(p, r));
        if (r.meta().status() < 400) {
            return client.post("/v1/chat/completions", request).read();
        }
        // Of a gateway of its own: an upstream that refuses or throttles is left alone for a while.
        try (TestGateway own = TestGateway.start(configuration(upstream.url()), ENVIRONMENT);
                RawClient once = RawClient.connect(own.url().toString())) {
            return once.post("/v1/chat/completions", request).read();
        }
    }

    /** What a caller would have sent; where only a reply was recorded, anything that it may be an answer to. */
    private static ObjectNode inbound(NativeProvider p, Recording r) {
        JsonNode recorded = r.inbound().map(JSON::readTree).orElseGet(() -> {
            ObjectNode any = JSON.createObjectNode();
            any.put("model", "some-model").put("stream", r.meta().stream());
            any.putArray("messages").addObject().put("role", "user").put("content", "hello");
            return any;
        });
        ObjectNode request = (ObjectNode) recorded;
        request.put("model", p.name() + "/" + recorded.path("model").asString());
        if (r.meta().stream()) {
            request.putObject("stream_options").put("include_usage", true);
        }
        return request;
    }

    private static void asks(NativeProvider p, Recording r, Received received) {
        assertThat(received.body().text()).doesNotContain("key-of-ours");
        JsonNode sent = p.meaning().apply(JSON.readTree(received.body().array()));
        JsonNode recorded = p.meaning().apply(JSON.readTree(r.request().orElseThrow()));
        if (!sent.equals(recorded)) {
            assertThat(sent.toPrettyString()).isEqualTo(recorded.toPrettyString());
        }
    }

    // ---- the table

    private void the_docs_show_the_table() throws IOException {
        upstream.close();
        gateway.close();
        table.show();
    }
}
