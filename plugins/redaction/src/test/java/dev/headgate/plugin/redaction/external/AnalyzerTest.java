package dev.headgate.plugin.redaction.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.api.GatewayException;
import dev.headgate.plugin.redaction.detect.Finding;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A detector asked over HTTP, as Presidio's analyzer speaks. */
final class AnalyzerTest {
    private static final Question QUESTION = new Question("en", List.of("PERSON", "LOCATION"), 0.4);
    private static final String ANN =
            "[{\"analysis_explanation\": null, \"end\": 11, \"entity_type\": \"PERSON\", \"score\": 0.85, \"start\": 7,"
                    + "\"recognition_metadata\": {\"recognizer_name\": \"Spacy\\u0052ecognizer\", \"x\": [1, true, {\"y\": \"z\"}]}}]";

    private final FakeUpstream presidio = new FakeUpstream();

    @AfterEach
    void close() {
        presidio.close();
    }

    private Analyzer analyzer(Duration time, int concurrency, boolean skip) {
        return new Analyzer(URI.create(presidio.url()), QUESTION, new Analyzer.Limits(time, concurrency, 1_000, skip));
    }

    private Analyzer patient() {
        return analyzer(Duration.ofSeconds(20), 4, false);
    }

    @Test
    void asks_as_presidio_wants_to_be_asked_and_counts_characters_as_java_does() {
        presidio.script(Reply.json(200, ANN));
        String text = "\uD83D\uDE00 \"I\"\n Zoë\uD83D\uDE00 wrote";
        try (Analyzer analyzer = patient()) {
            assertThat(analyzer.find(List.of(text), "it is not passed on"))
                    .containsExactly(List.of(new Finding("person", 8, 13, 0.85)));
        }
        assertThat(text.substring(8, 13)).isEqualTo("Zoë\uD83D\uDE00");
        assertThat(presidio.received()).singleElement().satisfies(r -> {
            assertThat(r.toString()).contains("/analyze");
            assertThat(r.header("content-type")).isEqualTo("application/json");
            JsonNode asked = JsonMapper.shared().readTree(r.body().array());
            assertThat(asked.path("text").asString()).isEqualTo(text);
            assertThat(asked.path("language").asString()).isEqualTo("en");
            assertThat(asked.path("score_threshold").asDouble()).isEqualTo(0.4);
            assertThat(asked.path("entities").toString()).isEqualTo("[\"PERSON\",\"LOCATION\"]");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[",
                "[{}]",
                "[1]",
                "[{\"entity_type\":\"PERSON\",\"start\":0,\"end\":99,\"score\":1}]",
                "[{\"entity_type\":\"PERSON\",\"start\":-1,\"end\":1,\"score\":1}]",
                "[{\"entity_type\":\"PERSON\",\"start\":0.5,\"end\":1,\"score\":1}]",
                "[{\"entity_type\":\"<script>\",\"start\":0,\"end\":1,\"score\":1}]",
                "[{\"entity_type\":\"PERSON\",\"start\":0,\"end\":1,\"score\":1}] x",
                "[\"\\u12\"]",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
            })
    void an_answer_that_is_none_fails_without_being_shown(String answer) {
        presidio.script(Reply.json(200, answer));
        try (Analyzer analyzer = patient()) {
            refused(analyzer);
        }
    }

    private static void refused(Analyzer analyzer) {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> analyzer.find(List.of("hello"), "it is not passed on"))
                .satisfies(e -> {
                    assertThat(e.failure().status()).isEqualTo(503);
                    assertThat(e.failure().code()).contains("redaction_unavailable");
                    assertThat(e.failure().message())
                            .doesNotContain("127.0.0.1")
                            .doesNotContain("hello");
                });
    }

    @Test
    void a_refusal_and_a_broken_connection_fail() {
        presidio.script(Reply.json(500, "[]"), Reply.closing(), Reply.resetting(), Reply.json(302, "[]"));
        try (Analyzer analyzer = patient()) {
            for (int i = 0; i < 4; i++) {
                refused(analyzer);
            }
        }
    }

    @Test
    void an_answer_that_does_not_come_in_time_fails_and_is_given_up() {
        presidio.script(Reply.never());
        try (Analyzer analyzer = analyzer(Duration.ofMillis(150), 1, false)) {
            refused(analyzer);
            presidio.awaitFirst().awaitAborted();
            presidio.script(Reply.json(200, "[]"));
            assertThat(analyzer.find(List.of("hello"), "it is not passed on")).containsExactly(List.of());
        }
    }

    @Test
    void an_answer_without_end_fails_at_its_bound() {
        presidio.script(Reply.of(200)
                .header("content-type", "application/json")
                .chunked()
                .repeating(" ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII), 1_000));
        try (Analyzer analyzer = patient()) {
            refused(analyzer);
        }
    }

    @Test
    void where_failures_are_passed_over_there_are_no_findings() {
        presidio.script(Reply.json(500, "[]"));
        try (Analyzer analyzer = analyzer(Duration.ofSeconds(20), 4, true)) {
            assertThat(analyzer.find(List.of("hello"), "it is not passed on")).isEmpty();
        }
    }

    @Test
    void a_text_that_is_too_long_is_not_sent() {
        try (Analyzer analyzer = patient()) {
            assertThatExceptionOfType(GatewayException.class)
                    .isThrownBy(() -> analyzer.find(List.of("x".repeat(1_001)), "it is not passed on"));
        }
        assertThat(presidio.requests()).isZero();
    }

    @Test
    void no_more_is_asked_at_a_time_than_is_allowed() {
        var gate = new Step();
        presidio.always(Reply.json(200, "[]").after(gate));
        try (Analyzer analyzer = analyzer(Duration.ofSeconds(20), 2, false)) {
            var all = new CompletableFuture<List<List<Finding>>>();
            Thread.ofVirtual()
                    .start(() -> all.complete(analyzer.find(Collections.nCopies(6, "hello"), "it is not passed on")));
            presidio.await(2);
            assertThat(presidio.openConnections()).isEqualTo(2);
            gate.release();
            assertThat(all.join()).hasSize(6);
        }
        assertThat(presidio.connections()).isEqualTo(2);
    }

    @Test
    void nothing_stays_once_it_is_closed() {
        presidio.script(Reply.json(200, "[]"));
        Analyzer analyzer = patient();
        long before = selectors();
        analyzer.find(List.of("hello"), "it is not passed on");
        assertThat(selectors()).isEqualTo(before + 1);
        analyzer.close();
        assertThat(selectors()).isEqualTo(before);
        presidio.awaitClosed();
        analyzer.close();
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t ->
                        t.getName().startsWith("HttpClient-") && t.getName().endsWith("SelectorManager"))
                .count();
    }
}
