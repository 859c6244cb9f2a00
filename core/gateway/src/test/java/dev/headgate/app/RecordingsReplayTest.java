package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import dev.headgate.testkit.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every recorded exchange in OpenAI's format, once more with the gateway in between, whatever its provider's quirks: the
 * provider gets the caller's bytes, the caller gets the provider's, and what was used is counted as it was reported.
 */
final class RecordingsReplayTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final String ASKED = ",\"stream_options\":{\"include_usage\":true}";

    /** The folder of a recording, and the provider that its requests are sent to: one without quirks. */
    private static final Map<String, String> PROVIDERS = Map.ofEntries(
            Map.entry("openai", "openai"),
            Map.entry("azure", "openai-compatible"),
            Map.entry("groq", "openai-compatible"),
            Map.entry("deepseek", "openai-compatible"),
            Map.entry("mistral", "openai-compatible"),
            Map.entry("xai", "xai"),
            Map.entry("openrouter", "openai-compatible"),
            Map.entry("together", "openai-compatible"),
            Map.entry("ollama", "openai-compatible"),
            Map.entry("openai_compat", "openai-compatible"),
            Map.entry("gemini", "openai-compatible"),
            Map.entry("bedrock", "openai-compatible"));

    /** Recordings whose request never reaches a provider, and why. */
    private static final Map<String, String> REFUSED = Map.of(
            "openai/envoy-aigw.chat-no-messages", "an empty list of messages is refused at the edge",
            "openai/envoy-aigw.chat-bad-request", "a user message without content is refused at the edge",
            "openai/envoy-aigw.completion-bad-request", "max_tokens below zero is refused at the edge",
            "openai/envoy-aigw.embeddings-bad-request", "dimensions below zero are refused at the edge");

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start(configuration(upstream.url()));
    private RawClient client = RawClient.connect(gateway.url().toString());
    private final List<Counted> counted = new ArrayList<>();

    /** What an exchange must have been counted as. */
    private record Counted(String id, Recording recording) {}

    private static String configuration(String url) {
        var yaml = new StringBuilder("upstreams:\n");
        PROVIDERS.forEach((name, provider) -> yaml.append("  ")
                .append(upstreamName(name))
                .append(": { provider: ")
                .append(provider)
                .append(", base-url: \"")
                .append(url)
                .append("\", api-key: key-of-ours, breaker: off }\n"));
        yaml.append("models:\n");
        PROVIDERS.keySet().stream()
                .map(RecordingsReplayTest::upstreamName)
                .forEach(name -> yaml.append(
                        "  \"%s/*\": { targets: [ %s/* ], retry: { attempts: 1 } }\n".formatted(name, name)));
        return yaml.toString();
    }

    private static String upstreamName(String folder) {
        return folder.replace('_', '-');
    }

    @TestFactory
    @Timeout(300)
    Stream<DynamicTest> replays_what_providers_have_answered() {
        assumeTrue(
                Recordings.available(), () -> "SKIPPED: recorded provider traffic is not here: " + Recordings.folder());
        List<Recording> recordings = Recordings.cases(m -> PROVIDERS.containsKey(m.provider())
                && (m.format().equals("openai_chat")
                        || m.format().equals("openai_completions")
                        || m.endpoint().equals("embeddings")));
        assertThat(recordings).hasSizeGreaterThan(300);
        Stream<DynamicTest> replays = recordings.stream()
                .map(r -> DynamicTest.dynamicTest(r.toString(), () -> {
                    if (REFUSED.containsKey(r.toString())) {
                        refused(r);
                    } else {
                        replay(r);
                    }
                }));
        return Stream.concat(replays, Stream.of(DynamicTest.dynamicTest("usage", this::usage_is_counted_as_reported)));
    }

    private void refused(Recording r) {
        upstream.always(r.reply());
        int before = upstream.received().size();
        assertThat(send(r, "refused").status()).isEqualTo(400);
        assertThat(upstream.received()).as("nothing is sent").hasSize(before);
    }

    private void replay(Recording r) {
        Reply whole = r.reply();
        exchange(r, whole, "whole");
        int length = r.response().length;
        for (int size : r.meta().stream() ? new int[] {1, 7, 64} : new int[] {Math.max(7, length / 40)}) {
            if (LONG || length / size < 1000) {
                exchange(r, whole.inPiecesOf(size), "in-" + size);
            }
        }
    }

    private void exchange(Recording r, Reply reply, String how) {
        upstream.always(reply);
        int before = upstream.received().size();
        Answer answer = send(r, how);
        List<Received> received = upstream.received();
        assertThat(received).hasSize(before + 1);
        sees(r, received.getLast());
        if (r.meta().status() >= 400) {
            error(r, answer);
        } else if (r.meta().stream()) {
            stream(r, answer);
        } else {
            assertThat(answer.status()).isEqualTo(r.meta().status());
            assertThat(answer.header("content-type"))
                    .isEqualTo(r.meta().headers().first("content-type").orElseThrow());
            assertThat(answer.body().array()).isEqualTo(r.response());
        }
    }

    private Answer send(Recording r, String how) {
        String id = "replay-" + counted.size() + "-" + how;
        if (r.meta().status() < 400) {
            counted.add(new Counted(id, r));
        }
        String path = switch (r.meta().endpoint()) {
            case "embeddings" -> "/v1/embeddings";
            case "completions" -> "/v1/completions";
            default -> "/v1/chat/completions";
        };
        if (r.meta().status() >= 400) {
            return afresh(path, routed(r));
        }
        client.post(path, routed(r), "X-Request-Id: " + id);
        return client.read();
    }

    /** Of a gateway of its own: an upstream that refuses or throttles is left alone for a while. */
    private Answer afresh(String path, String request) {
        try (TestGateway own = TestGateway.start(configuration(upstream.url()));
                RawClient once = RawClient.connect(own.url().toString())) {
            return once.post(path, request).read();
        }
    }

    // ---- to the provider

    private static String recordedRequest(Recording r) {
        return r.request()
                .map(b -> new String(b, StandardCharsets.UTF_8))
                .orElseGet(() -> "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"stream\":"
                        + r.meta().stream() + "}");
    }

    /** The recorded request with its model put under the name of its route, and nothing else changed. */
    private static String routed(Recording r) {
        String recorded = recordedRequest(r);
        String model = JSON.readTree(recorded).path("model").asString();
        Matcher m = Pattern.compile("\"model\"\\s*:\\s*\"(" + Pattern.quote(model) + ")\"")
                .matcher(recorded);
        assertThat(m.find()).isTrue();
        String there = upstreamName(r.meta().provider()) + "/" + model;
        return recorded.substring(0, m.start(1)) + there + recorded.substring(m.end(1));
    }

    private void sees(Recording r, Received received) {
        String recorded = recordedRequest(r);
        String seen = received.body().text();
        boolean asks = JSON.readTree(recorded).path("stream").asBoolean(false) && !wantsUsage(r);
        if (!asks) {
            assertThat(seen).isEqualTo(recorded);
            return;
        }
        ObjectNode expected = (ObjectNode) JSON.readTree(recorded);
        expected.putObject("stream_options").put("include_usage", true);
        assertThat(JSON.readTree(seen)).isEqualTo(expected);
        if (!JSON.readTree(recorded).has("stream_options")) {
            assertThat(seen.replace(ASKED, "")).isEqualTo(recorded);
        }
    }

    private static boolean wantsUsage(Recording r) {
        return JSON.readTree(recordedRequest(r))
                .path("stream_options")
                .path("include_usage")
                .asBoolean(false);
    }

    // ---- to the caller

    private static void error(Recording r, Answer answer) {
        JsonNode expected = r.expected().path("error");
        JsonNode error = answer.json().path("error");
        assertThat(error.propertyNames()).contains("message", "type", "param", "code");
        if (r.meta().status() == 401) {
            assertThat(answer.status()).isEqualTo(502);
            assertThat(error.path("code").asString()).isEqualTo("upstream_auth_error");
            return;
        }
        assertThat(answer.status()).isEqualTo(r.meta().status());
        assertThat(error.path("message")).isEqualTo(expected.path("message"));
        assertThat(error.path("param")).isEqualTo(expected.path("param"));
        if (r.meta().status() != 429) {
            assertThat(error.path("code")).isEqualTo(expected.path("code"));
            assertThat(error.path("type")).isEqualTo(expected.path("type"));
        }
    }

    private void stream(Recording r, Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type"))
                .isEqualTo(r.meta().headers().first("content-type").orElseThrow());
        var shown = new Shown(r);
        if (shown.error.isEmpty()) {
            assertThat(answer.end()).isEqualTo(End.COMPLETE);
            assertThat(answer.text()).isEqualTo(shown.text);
            return;
        }
        assertThat(answer.text()).startsWith(shown.text);
        assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
        String last = answer.text().substring(shown.text.length());
        assertThat(last).startsWith("data: {\"error\":").endsWith("}\n\n");
        JsonNode error = JSON.readTree(last.substring(6)).path("error");
        assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(error.path("message")).isEqualTo(shown.error.getFirst().path("message"));
        client = RawClient.connect(gateway.url().toString());
    }

    /** What a caller must see of a recorded stream. */
    private static final class Shown {
        private final List<JsonNode> error = new ArrayList<>();
        private final String text;

        Shown(Recording r) {
            var out = new ByteArrayOutputStream();
            String all = new String(r.response(), StandardCharsets.ISO_8859_1);
            for (String block : all.split("(?<=\n\n)", -1)) {
                String data = block.lines()
                        .filter(l -> l.startsWith("data:"))
                        .map(l -> l.substring(5).strip())
                        .findFirst()
                        .orElse("");
                JsonNode json = data.startsWith("{") ? JSON.readTree(data) : JSON.createObjectNode();
                if (json.hasNonNull("error")) {
                    error.add(JSON.readTree(data.getBytes(StandardCharsets.ISO_8859_1))
                            .path("error"));
                    break;
                }
                boolean usageAlone =
                        json.hasNonNull("usage") && json.path("choices").isEmpty();
                if (!usageAlone || wantsUsage(r)) {
                    out.writeBytes(block.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            String shown = out.toString(StandardCharsets.UTF_8);
            text = shown.endsWith("\n\n") ? shown : shown + "\n";
        }
    }

    // ---- to the operator

    private void usage_is_counted_as_reported() {
        upstream.close();
        gateway.close();
        String log = gateway.accessLog();
        for (Counted c : counted) {
            JsonNode usage = c.recording().expected().path("usage");
            String line = log.lines()
                    .filter(l -> l.startsWith(c.id() + " "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no line for " + c));
            if (c.recording().meta().status() < 400
                    && usage.path("prompt_tokens").isNumber()) {
                assertThat(line)
                        .as(c.toString())
                        .contains(" in=" + usage.path("prompt_tokens").asLong())
                        .containsPattern(" out=" + completion(usage) + "(?!\\d)");
            }
        }
    }

    /** xAI leaves reasoning out of the completion, and only its total tells. */
    private static long completion(JsonNode usage) {
        long completion = usage.path("completion_tokens").asLong();
        long reasoning = usage.path("reasoning_tokens").asLong(0);
        long total = usage.path("total_tokens").asLong(0);
        return total == usage.path("prompt_tokens").asLong() + completion + reasoning
                ? completion + reasoning
                : completion;
    }
}
