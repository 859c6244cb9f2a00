package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    private static final Path DOC = Path.of(System.getProperty("headgate.root", ""), "docs", "providers.md");
    private static final Pattern TABLE =
            Pattern.compile("(<!-- Made from the recordings.*?-->\n\n).*?(\n<!-- Until here -->)", Pattern.DOTALL);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final boolean LONG = Boolean.getBoolean("headgate.long");

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start(configuration(upstream.url()));
    private final RawClient client = RawClient.connect(gateway.url().toString());
    private final Map<NativeProvider, Row> table = new LinkedHashMap<>();

    /** What has come of a provider's recordings. */
    private static final class Row {
        private int recordings;
        private int requests;
        private int replies;
        private int streams;
        private final List<String> exceptions = new ArrayList<>();
    }

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
        Row row = table.computeIfAbsent(p, x -> new Row());
        row.recordings++;
        upstream.always(r.reply());
        Answer answer = send(p, r);
        Received received = upstream.received().getLast();
        if (r.inbound().isPresent()) {
            boolean asked = holds(row, r, p.requests(), "request", () -> asks(p, r, received));
            row.requests += asked ? 1 : 0;
        }
        boolean shown = holds(row, r, p.replies(), "reply", () -> {
            Shown.asExpected(r, answer);
            if (r.meta().stream()) {
                for (int size : LONG ? new int[] {1, 7, 64} : new int[] {7}) {
                    upstream.always(r.reply().inPiecesOf(size));
                    Shown.asExpected(r, send(p, r));
                }
            }
        });
        row.replies += shown ? 1 : 0;
        row.streams += shown && r.meta().stream() ? 1 : 0;
    }

    /** Whether it holds; where it is known not to, it must not. */
    private static boolean holds(
            Row row, Recording r, Map<String, String> exceptions, String what, ThrowingCallable check) {
        String why = exceptions.get(r.meta().name());
        if (why == null) {
            try {
                check.call();
            } catch (Throwable e) {
                throw e instanceof AssertionError a ? a : new AssertionError(e);
            }
            return true;
        }
        row.exceptions.add("| `" + r + "` | " + what + " | " + why + " |");
        assertThatThrownBy(check).as("no exception any more").isInstanceOf(Throwable.class);
        return false;
    }

    private Answer send(NativeProvider p, Recording r) {
        String request = JSON.writeValueAsString(inbound(p, r));
        if (r.meta().status() < 400) {
            return client.post("/v1/chat/completions", request).read();
        }
        // Of a gateway of its own: an upstream that refuses or throttles is left alone for a while.
        try (TestGateway own = TestGateway.start(configuration(upstream.url()));
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
        var made = new StringBuilder("| provider | recordings | requests that mean the same | replies seen as expected"
                + " | of them streams | exceptions |\n|---|---|---|---|---|---|\n");
        table.forEach((p, row) -> made.append("| %s | %d | %d | %d | %d | %d |\n"
                .formatted(p.name(), row.recordings, row.requests, row.replies, row.streams, row.exceptions.size())));
        List<String> exceptions =
                table.values().stream().flatMap(row -> row.exceptions.stream()).toList();
        if (!exceptions.isEmpty()) {
            made.append("\n| exception | of the | why |\n|---|---|---|\n");
            exceptions.forEach(e -> made.append(e).append('\n'));
        }
        System.out.println(made);
        String doc = Files.readString(DOC);
        Matcher place = TABLE.matcher(doc);
        assertThat(place.find()).isTrue();
        String expected =
                doc.substring(0, place.start()) + place.group(1) + made + place.group(2) + doc.substring(place.end());
        if (Boolean.getBoolean("headgate.regenerate")) {
            Files.writeString(DOC, expected);
            return;
        }
        assertThat(doc)
                .as("regenerate with: ./mvnw -q -pl core/gateway -am test -Dtest=TranslatedRecordingsTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dheadgate.regenerate=true")
                .isEqualTo(expected);
    }
}
