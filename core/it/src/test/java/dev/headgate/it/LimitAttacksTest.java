package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is known to get around limits, or to burn them for nothing: by callers, by upstreams, by accident. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimitAttacksTest {
    private static final int TEAMS = 100;

    /** What the upstreams count for every input, and what the gateway takes it for before it is told. */
    private static final int INPUT = 8;

    private static final int COUNTED_INPUT = 11;

    /** Near a limit, where a token may be as short as a byte. */
    private static final int MOST_INPUT = 18;

    private final FakeUpstream first = new FakeUpstream();
    private final FakeUpstream second = new FakeUpstream();
    private final FakeUpstream losing = new FakeUpstream();
    private final PackagedGateway gateway = PackagedGateway.start(configuration());
    private int teams;

    private String configuration() {
        var yaml = new StringBuilder("""
                upstreams:
                  a: { provider: openai-compatible, base-url: "%s", breaker: off }
                  b: { provider: openai-compatible, base-url: "%s", breaker: off }
                  c: { provider: openai-compatible, base-url: "%s", breaker: off }
                models:
                  m: { targets: [ a/m ], retry: { attempts: 1 } }
                  failover: { targets: [ c/m, b/m ], retry: { attempts: 1 } }
                  fallback: { targets: [ c/m ], fallback: [ b/m ], retry: { attempts: 1 } }
                  late: { targets: [ a/m ], retry: { attempts: 1 }, timeouts: { first-token: 50ms, answer: 50ms } }
                  guarded: { targets: [ a/m ], filters: [ { word-guard: { words: [ { pattern: forbidden } ] } } ] }
                  unpriced: { targets: [ a/unpriced ], retry: { attempts: 1 } }
                filters:
                  - rate-limit:
                      each-team: { tokens: 1000/1000day, requests: 100/1000day, concurrent: 100 }
                      outputs: { m: 100, failover: 100, fallback: 100, late: 100 }
                      default-output: 400
                """.formatted(first.url(), second.url(), losing.url()));
        yaml.append("teams:\n");
        IntStream.range(0, TEAMS).forEach(i -> yaml.append("  team-" + i + ": {}\n"));
        yaml.append("keys:\n");
        IntStream.range(0, TEAMS)
                .forEach(i ->
                        yaml.append("  - { name: key-" + i + ", team: team-" + i + ", secret: " + secret(i) + " }\n"));
        return yaml.toString();
    }

    private static String secret(int team) {
        return "a-callers-own-key-" + team;
    }

    @BeforeAll
    void warm() {
        first.always(OpenAiReplies.chat("ok", 8, 2));
        assertThat(new Team().chat("m", "").statusCode()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        gateway.close();
        first.close();
        second.close();
        losing.close();
    }

    /** A team of its own for each attack, with its key. */
    private final class Team {
        private final int number = teams++;

        private String authorization() {
            return "Bearer " + secret(number);
        }

        HttpResponse<String> chat(String model, String more) {
            return gateway.post(
                    "/v1/chat/completions", body(model, more, "hello there"), "authorization", authorization());
        }

        RawClient stream(String model, String more) {
            return RawClient.connect(gateway.url())
                    .post(
                            "/v1/chat/completions",
                            body(model, "\"stream\":true" + (more.isEmpty() ? "" : "," + more), "hello there"),
                            "authorization: " + authorization());
        }

        private JsonNode limits() {
            return JsonMapper.shared()
                    .readTree(gateway.get("/v1/usage", "authorization", authorization())
                            .body())
                    .path("limits");
        }

        long used(String dimension) {
            return limits().valueStream()
                    .filter(l -> l.path("dimension").asString().equals(dimension))
                    .mapToLong(l -> l.path("used").asLong())
                    .sum();
        }

        long tokens() {
            return used("tokens");
        }

        void awaitIdle() {
            Eventually.holds("nothing of it is held", () -> used("concurrent requests") == 0);
        }
    }

    private static String body(String model, String more, String text) {
        return "{\"model\":\"" + model + "\"," + (more.isEmpty() ? "" : more + ",")
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    // ---- callers

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none                     | m        | ''                                              | 100",
                "of an unpriced model     | unpriced | ''                                              | 400",
                "the newer                | m        | \"max_completion_tokens\":150                   | 150",
                "the larger is the older  | m        | \"max_tokens\":200,\"max_completion_tokens\":1  | 200",
                "the larger is the newer  | m        | \"max_tokens\":1,\"max_completion_tokens\":200  | 200",
                "several answers          | m        | \"max_tokens\":50,\"n\":4                       | 200"
            })
    void what_a_request_may_come_to_is_held_before_it_goes_on(String which, String model, String more, int output)
            throws Exception {
        var team = new Team();
        var end = new Step();
        first.always(OpenAiReplies.chat("ok", INPUT, output).after(end));
        int before = first.requests();
        int fits = 1000 / (output + MOST_INPUT);
        List<Future<Integer>> answers = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(callers.submit(() -> team.chat(model, more).statusCode()));
            }
            try {
                first.await(before + fits);
                assertThat(team.tokens()).as(which).isBetween((long) fits * (output + INPUT), 1000L);
            } finally {
                end.release();
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        long answered = statuses.stream().filter(s -> s == 200).count();
        team.awaitIdle();
        // Some may have come after others had ended; what is charged is what was generated, and within the limit.
        assertThat(answered).isGreaterThanOrEqualTo(fits).isLessThan(20);
        assertThat(first.requests() - before).isEqualTo((int) answered);
        assertThat(team.tokens()).isEqualTo(answered * (output + INPUT)).isLessThanOrEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"messages\":",
                "{\"model\":\"m\",\"max_tokens\":-5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"max_tokens\":\"9\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"max_tokens\":1,\"max_tokens\":9,\"messages\":[]}",
                "{\"model\":\"m\",\"n\":0,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"nobody-s\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "{\"model\":\"guarded\",\"messages\":[{\"role\":\"user\",\"content\":\"forbidden\"}]}"
            })
    void a_request_that_is_refused_for_something_else_costs_no_tokens(String body) {
        var team = new Team();
        int before = first.requests();
        assertThat(gateway.post("/v1/chat/completions", body, "authorization", team.authorization())
                        .statusCode())
                .isBetween(400, 428);
        team.awaitIdle();
        assertThat(team.tokens()).isZero();
        assertThat(first.requests()).isEqualTo(before);
    }

    @Test
    void a_request_that_one_limit_refuses_takes_nothing_of_the_others() {
        var team = new Team();
        for (int i = 0; i < 5; i++) {
            assertThat(team.chat("m", "\"max_tokens\":5000").statusCode()).isEqualTo(429);
        }
        assertThat(team.used("requests")).isZero();
        assertThat(team.used("concurrent requests")).isZero();
    }

    @Test
    void headers_and_members_that_name_somebody_else_change_nothing() {
        var team = new Team();
        var other = new Team();
        first.always(OpenAiReplies.chat("ok", INPUT, 2));
        HttpResponse<String> answer = gateway.post(
                "/v1/chat/completions",
                body("m", "\"user\":\"key-" + other.number + "\",\"metadata\":{\"team\":\"x\"}", "hello there"),
                "authorization",
                team.authorization(),
                "x-headgate-team",
                "team-" + other.number,
                "x-team",
                "team-" + other.number,
                "openai-organization",
                "team-" + other.number);
        assertThat(answer.statusCode()).isEqualTo(200);
        team.awaitIdle();
        assertThat(team.tokens()).isEqualTo(INPUT + 2);
        assertThat(other.tokens()).isZero();
    }

    @Test
    void a_stream_that_is_left_after_any_chunk_is_charged_with_what_went_out() {
        int chunks = 20;
        for (int left = 1; left <= chunks; left++) {
            var team = new Team();
            String[] words = new String[chunks];
            java.util.Arrays.fill(words, "word ");
            var never = new Step();
            // Before the piece after the last that is read; the first names the role.
            first.always(OpenAiReplies.chatStreamWithUsage(INPUT, chunks, words).gateBefore(left + 1, never));
            int before = first.requests();
            try (RawClient client = team.stream("m", "\"max_tokens\":50")) {
                client.readHead();
                for (int i = 0; i <= left; i++) {
                    assertThat(client.nextEvent()).isPresent();
                }
            }
            Received request = first.await(before + 1).getLast();
            request.awaitAborted();
            team.awaitIdle();
            assertThat(team.tokens())
                    .as("left after %d", left)
                    .isBetween((long) INPUT + left, COUNTED_INPUT + 2L * left);
        }
    }

    // ---- upstreams

    @Test
    void a_stream_that_the_upstream_breaks_off_is_charged_with_what_went_out() {
        String[] words = new String[20];
        java.util.Arrays.fill(words, "word ");
        Reply stream = OpenAiReplies.chatStreamWithUsage(INPUT, words.length, words);
        int end = stream.wire().length;
        for (int back = 1200; back <= 3600; back += 400) {
            var team = new Team();
            first.always(stream.countingWire().cutAfter(end - back));
            String got;
            try (RawClient client = team.stream("m", "\"max_tokens\":50")) {
                got = client.read().text();
            }
            assertThat(got).contains("upstream_stream_incomplete").doesNotContain("[DONE]");
            long delivered = got.split("word ", -1).length - 1L;
            team.awaitIdle();
            assertThat(delivered).isPositive();
            assertThat(team.tokens()).isBetween(INPUT + delivered, COUNTED_INPUT + 2 * delivered);
        }
    }

    @Test
    void a_timeout_is_charged_with_its_input() {
        var team = new Team();
        first.always(Reply.never());
        assertThat(team.chat("late", "").statusCode()).isEqualTo(504);
        team.awaitIdle();
        assertThat(team.tokens()).isEqualTo(COUNTED_INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failover", "fallback"})
    void a_request_that_another_upstream_answers_is_charged_once(String model) {
        for (Reply lost : List.of(
                OpenAiReplies.error(500, "server_error", "no"),
                OpenAiReplies.error(429, "rate_limit_exceeded", "slower").header("retry-after", "60"),
                Reply.resetting(),
                Reply.json(200, "{}"))) {
            var team = new Team();
            losing.always(lost);
            second.always(OpenAiReplies.chat("ok", INPUT, 7));
            int before = second.requests();
            assertThat(team.chat(model, "").statusCode()).isEqualTo(200);
            assertThat(second.requests()).isEqualTo(before + 1);
            team.awaitIdle();
            assertThat(team.tokens()).isEqualTo(INPUT + 7);
            assertThat(team.used("requests")).isEqualTo(1);
        }
    }

    @Test
    void a_request_that_nobody_answers_costs_no_tokens() {
        var team = new Team();
        losing.always(OpenAiReplies.error(503, "unavailable", "no"));
        second.always(Reply.resetting());
        assertThat(team.chat("failover", "").statusCode()).isEqualTo(502);
        team.awaitIdle();
        assertThat(team.tokens()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"usage\":null",
                ",\"usage\":{}",
                ",\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}",
                ",\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":-1,\"total_tokens\":-2}",
                ",\"usage\":{\"prompt_tokens\":1000000000000000000,\"completion_tokens\":1,\"total_tokens\":1}",
                ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1e18,\"total_tokens\":1}",
                ",\"usage\":{\"prompt_tokens\":\"12\",\"completion_tokens\":\"12\",\"total_tokens\":\"24\"}"
            })
    void a_usage_that_is_missing_or_lies_is_replaced_by_the_gateways_own_count_and_said(String usage) {
        String text = "word ".repeat(80);
        var team = new Team();
        first.always(Reply.json(
                200,
                "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                        + "\"},\"finish_reason\":\"stop\"}]" + usage + "}"));
        assertThat(team.chat("m", "\"max_tokens\":400").statusCode()).isEqualTo(200);
        team.awaitIdle();
        assertThat(team.tokens()).isBetween(80L, 250L);
        assertThat(gateway.process().awaitOut(" key-" + team.number + " ")).contains("tokens=counted-here");

        var streaming = new Team();
        first.always(Reply.sse(
                OpenAiReplies.roleChunk(),
                OpenAiReplies.textChunk(text),
                OpenAiReplies.finishChunk("stop"),
                "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[]"
                        + usage + "}",
                "[DONE]"));
        try (RawClient client = streaming.stream("m", "\"max_tokens\":400")) {
            assertThat(client.read().text()).endsWith("data: [DONE]\n\n");
        }
        streaming.awaitIdle();
        assertThat(streaming.tokens()).isBetween(80L, 250L);
        assertThat(gateway.process().awaitOut(" key-" + streaming.number + " ")).contains("tokens=counted-here");
    }

    @Test
    void what_an_upstream_generates_beyond_its_limit_is_owed() {
        var team = new Team();
        first.always(OpenAiReplies.chat("ok", INPUT, 3000));
        assertThat(team.chat("m", "\"max_tokens\":10").statusCode()).isEqualTo(200);
        team.awaitIdle();
        assertThat(team.tokens()).isEqualTo(INPUT + 3000);
        assertThat(team.chat("m", "\"max_tokens\":1").statusCode()).isEqualTo(429);
    }
}
