package dev.headgate.plugin.responsecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.settings.DataSize;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.ScriptedStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which answers are kept, for how long, and what callers can ask for. */
final class WhatIsKeptTest {
    private static final String CALL =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\","
                    + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}";

    /** Whether the answer to the first request is given to the second. */
    private static boolean kept(Cached cached) {
        cached.mark(Cached.hello());
        return cached.mark(Cached.hello()).equals("hit");
    }

    @Test
    void a_complete_answer_is() {
        assertThat(kept(new Cached())).isTrue();
        assertThat(kept(new Cached().answering(Cached.chat("cut", "length")))).isTrue();
        assertThat(kept(new Cached().answering(Cached.stream("hello ", "yourself"))))
                .isTrue();
    }

    @Test
    void errors_refusals_and_what_is_incomplete_is_not() {
        List<GatewayResponse> bad = List.of(
                Cached.chat("half", "content_filter"),
                Cached.chat("half", "error"),
                Cached.whole("{\"error\":{\"message\":\"no\"}}"),
                Cached.whole("{\"id\":\"x\",\"choices\":[]}"),
                Cached.whole("{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{},\"finish_reason\":null}]}"),
                Cached.whole("not json"),
                Cached.whole(CALL),
                new Buffered(
                        400,
                        Cached.chat("x", "stop").headers(),
                        Cached.chat("x", "stop").body()),
                new Buffered(
                        201,
                        Cached.chat("x", "stop").headers(),
                        Cached.chat("x", "stop").body()),
                Cached.streaming(
                        ScriptedStream.of(OpenAiReplies.roleChunk(), OpenAiReplies.textChunk("no finish"), "[DONE]")),
                Cached.streaming(ScriptedStream.of(
                        OpenAiReplies.textChunk("x"), OpenAiReplies.finishChunk("content_filter"), "[DONE]")),
                Cached.streaming(ScriptedStream.of(
                        OpenAiReplies.textChunk("x"), OpenAiReplies.finishChunk("tool_calls"), "[DONE]")),
                Cached.streaming(ScriptedStream.open(OpenAiReplies.textChunk("x"), OpenAiReplies.finishChunk("stop"))
                        .fail(Failure.of(Failure.Kind.UPSTREAM_BROKE_OFF, "cut"))));
        for (GatewayResponse response : bad) {
            assertThat(kept(new Cached().answering(response)))
                    .as("%s", response)
                    .isFalse();
        }
        var failing = new Cached()
                .failing(Failure.of(Failure.Kind.REJECTED_BY_FILTER, "no").exception());
        assertThat(failing.send(Cached.hello()).failed()).isTrue();
        failing.answering(Cached.chat("fine", "stop"));
        assertThat(failing.mark(Cached.hello())).isEqualTo("miss");
    }

    @Test
    void calls_of_tools_are_when_the_settings_say_so() {
        var cached = new Cached(Changed.settings(Map.of("toolCalls", true))).answering(Cached.whole(CALL));
        assertThat(kept(cached)).isTrue();
        String streamed =
                Cached.read(cached.send(Cached.hello().withStreaming()).result());
        assertThat(streamed)
                .contains("\"tool_calls\":[{\"index\":0,\"id\":\"c1\"")
                .contains("\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void several_answers_are_when_the_settings_say_so() {
        var cached = new Cached();
        assertThat(cached.mark(Cached.hello(",\"n\":2"))).isEqualTo("off");
        assertThat(cached.mark(Cached.hello(",\"n\":2"))).isEqualTo("off");
        var several = new Cached(Changed.settings(Map.of("several", true)));
        assertThat(several.mark(Cached.hello(",\"n\":2"))).isEqualTo("miss");
        assertThat(several.mark(Cached.hello(",\"n\":2"))).isEqualTo("hit");
    }

    @Test
    void only_what_is_asked_cold_is_when_the_settings_say_so() {
        var cached = new Cached(Changed.settings(Map.of("onlyDeterministic", true, "temperature", 0.2)));
        assertThat(cached.mark(Cached.hello())).isEqualTo("off");
        assertThat(cached.mark(Cached.hello(",\"temperature\":0.21"))).isEqualTo("off");
        assertThat(cached.mark(Cached.hello(",\"temperature\":0.2"))).isEqualTo("miss");
        assertThat(cached.mark(Cached.hello(",\"temperature\":2e-1"))).isEqualTo("hit");
    }

    @Test
    void what_is_longer_than_an_entry_may_be_is_not() {
        Settings small = Changed.settings(Map.of("maxEntry", new DataSize(1024)));
        assertThat(kept(new Cached(small).answering(Cached.chat("x".repeat(2000), "stop"))))
                .isFalse();
        var cached = new Cached(small).answering(Cached.stream("x".repeat(900), "y".repeat(900), "z".repeat(900)));
        String streamed =
                Cached.read(cached.send(Cached.hello().withStreaming()).result());
        assertThat(streamed).contains("zzz").endsWith("data: [DONE]\n\n");
        cached.answering(Cached.chat("short", "stop"));
        assertThat(cached.mark(Cached.hello())).isEqualTo("miss");
    }

    @Test
    void it_is_given_for_its_time_and_no_longer() {
        var cached = new Cached();
        cached.mark(Cached.hello());
        cached.context.advance(Duration.ofSeconds(599));
        GatewayResponse hit = cached.send(Cached.hello()).result();
        assertThat(hit.headers().get("age")).hasValue("599");
        cached.context.advance(Duration.ofSeconds(1));
        assertThat(cached.mark(Cached.hello())).isEqualTo("miss");
    }

    @Test
    void a_caller_may_ask_for_another_time_within_the_cap() {
        var cached = new Cached();
        cached.mark(Cached.hello().withHeader("x-headgate-cache-ttl", "30s"));
        cached.context.advance(Duration.ofSeconds(29));
        assertThat(cached.mark(Cached.hello())).isEqualTo("hit");
        cached.context.advance(Duration.ofSeconds(1));
        assertThat(cached.mark(Cached.hello().withHeader("x-headgate-cache-ttl", "1000d")))
                .isEqualTo("miss");
        cached.context.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(cached.mark(Cached.hello())).isEqualTo("hit");
        cached.context.advance(Duration.ofSeconds(1));
        assertThat(cached.mark(Cached.hello().withHeader("x-headgate-cache-ttl", "0")))
                .isEqualTo("miss");
        assertThat(cached.mark(Cached.hello())).isEqualTo("miss");
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> cached.send(Cached.hello().withHeader("x-headgate-cache-ttl", "soon")))
                .withMessageContaining("x-headgate-cache-ttl is no time; use");
    }

    @Test
    void a_caller_may_want_nothing_of_it_or_nothing_old() {
        var cached = new Cached();
        assertThat(cached.mark(Cached.hello().withHeader("cache-control", "no-store")))
                .isEqualTo("off");
        assertThat(cached.mark(Cached.hello())).isEqualTo("miss");
        assertThat(cached.mark(Cached.hello().withHeader("cache-control", "No-Store")))
                .isEqualTo("off");
        cached.context.advance(Duration.ofSeconds(60));
        assertThat(cached.mark(Cached.hello().withHeader("cache-control", "max-age=60")))
                .isEqualTo("hit");
        assertThat(cached.mark(Cached.hello().withHeader("cache-control", "private, max-age=59")))
                .isEqualTo("miss");
        assertThat(cached.mark(Cached.hello().withHeader("cache-control", "max-age=59")))
                .isEqualTo("hit");
        cached.answering(Cached.chat("newer", "stop"));
        assertThat(cached.mark(Cached.hello().withHeader("cache-control", "no-cache")))
                .isEqualTo("miss");
        assertThat(Cached.read(cached.send(Cached.hello()).result())).contains("newer");
    }

    @Test
    void past_its_time_it_is_given_while_no_upstream_answers_if_the_settings_say_so() {
        var down = Failure.of(Failure.Kind.NO_TARGET, "all down").exception();
        for (boolean policy : new boolean[] {true, false}) {
            var cached =
                    new Cached(Changed.settings(Map.of("whileDown", policy ? Duration.ofHours(1) : Duration.ZERO)));
            cached.mark(Cached.hello());
            cached.context.advance(Duration.ofMinutes(30));
            cached.failing(down);
            if (policy) {
                GatewayResponse stale = cached.send(Cached.hello()).result();
                assertThat(stale.headers().get("x-headgate-cache")).hasValue("stale");
                assertThat(stale.headers().get("age")).hasValue("1800");
                assertThat(cached.send(Cached.hello().withHeader("cache-control", "no-cache"))
                                .cause())
                        .isSameAs(down);
                cached.failing(Failure.of(Failure.Kind.RATE_LIMITED, "yours").exception());
                assertThat(cached.send(Cached.hello()).failed()).isTrue();
                cached.failing(down).context.advance(Duration.ofMinutes(41));
            }
            assertThat(cached.send(Cached.hello()).cause()).isSameAs(down);
        }
    }

    @Test
    void what_is_given_again_counts_as_far_as_the_settings_say() {
        for (double share : new double[] {0, 0.5}) {
            var cached = new Cached(Changed.settings(Map.of("counted", share)));
            cached.mark(Cached.hello());
            var again = Cached.hello();
            cached.mark(again);
            assertThat(again.usage().prompt().orElse(0)).isEqualTo(share == 0 ? 0 : 2);
            assertThat(again.notes()).containsEntry("cache", "hit");
        }
    }

    @Test
    void what_it_saves_and_holds_is_counted() {
        var cached = new Cached(
                Cached.DEFAULTS,
                (upstream, model, usage) -> java.util.OptionalLong.of(1_000
                        * (usage.prompt().orElse(0) + 2 * usage.completion().orElse(0))));
        for (int i = 0; i < 3; i++) {
            cached.mark(Cached.hello());
        }
        assertThat(cached.context.tallies())
                .containsEntry("saved_nanodollars{}", 14L)
                .containsEntry("answers{miss}", 1L)
                .containsEntry("answers{hit}", 2L)
                .containsEntry("entries{}", 1L);
        assertThat(cached.context.tallies().get("bytes{}")).isBetween(500L, 1500L);
    }

    @Test
    void an_operator_drops_what_is_of_a_team_a_model_or_a_key() {
        var cached = new Cached();
        cached.mark(Cached.hello().withTeam("a").withKey("k"));
        cached.mark(Cached.hello().withTeam("b").withKey("l"));
        assertThat(dropped(cached, Map.of("team", "c"))).isEqualTo(0L);
        assertThat(dropped(cached, Map.of("team", "a"))).isEqualTo(1L);
        assertThat(cached.mark(Cached.hello().withTeam("a").withKey("k"))).isEqualTo("miss");
        assertThat(cached.mark(Cached.hello().withTeam("b").withKey("l"))).isEqualTo("hit");
        assertThat(dropped(cached, Map.of("key", "l", "model", "m"))).isEqualTo(1L);
        assertThat(dropped(cached, Map.of("all", "true"))).isEqualTo(1L);
        assertThat(cached.context.tallies()).containsEntry("bytes{}", 0L).containsEntry("entries{}", 0L);
    }

    private static Object dropped(Cached cached, Map<String, String> which) {
        return cached.cache
                .operate("drop", which)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .getOrDefault("dropped", "nothing");
    }
}
