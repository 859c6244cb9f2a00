package dev.headgate.plugin.responsecache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Headers;
import dev.headgate.testkit.FakeExchange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which requests are the same to the cache, and which are not. */
final class WhatCountsTest {
    private final Cached cached = new Cached();

    /** Every member of a chat that OpenAI knows, and some that nobody does, each with another value it may have. */
    private static final Map<String, List<String>> MEMBERS = new LinkedHashMap<>();

    static {
        MEMBERS.put("model", List.of("\"m\"", "\"m2\""));
        MEMBERS.put(
                "messages",
                List.of(
                        "[{\"role\":\"system\",\"content\":\"be kind\"},{\"role\":\"user\",\"content\":\"hello\"}]",
                        "[{\"role\":\"system\",\"content\":\"be rude\"},{\"role\":\"user\",\"content\":\"hello\"}]",
                        "[{\"role\":\"user\",\"content\":\"hello\"},{\"role\":\"system\",\"content\":\"be kind\"}]",
                        "[{\"role\":\"system\",\"content\":\"be kind\"},{\"role\":\"user\",\"content\":\"hello \"}]",
                        "[{\"role\":\"system\",\"content\":\"be kind\"},{\"role\":\"user\",\"content\":\"hello\",\"name\":\"a\"}]",
                        "[{\"role\":\"system\",\"content\":\"be kind\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]}]"));
        MEMBERS.put(
                "audio", List.of("{\"voice\":\"ash\",\"format\":\"wav\"}", "{\"voice\":\"ash\",\"format\":\"mp3\"}"));
        MEMBERS.put("frequency_penalty", List.of("0.1", "0.2", "-0.1"));
        MEMBERS.put("function_call", List.of("\"auto\"", "\"none\"", "{\"name\":\"f\"}"));
        MEMBERS.put("functions", List.of("[{\"name\":\"f\"}]", "[{\"name\":\"g\"}]"));
        MEMBERS.put("logit_bias", List.of("{\"50256\":-100}", "{\"50256\":-99}", "{\"50257\":-100}"));
        MEMBERS.put("logprobs", List.of("true", "false"));
        MEMBERS.put("max_completion_tokens", List.of("100", "101", "1000"));
        MEMBERS.put("max_tokens", List.of("100", "10", "1e3"));
        MEMBERS.put("metadata", List.of("{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"b\":\"a\"}"));
        MEMBERS.put("modalities", List.of("[\"text\"]", "[\"text\",\"audio\"]"));
        MEMBERS.put("n", List.of("1", "null"));
        MEMBERS.put("parallel_tool_calls", List.of("true", "false"));
        MEMBERS.put(
                "prediction",
                List.of("{\"type\":\"content\",\"content\":\"x\"}", "{\"type\":\"content\",\"content\":\"y\"}"));
        MEMBERS.put("presence_penalty", List.of("0.5", "0.25"));
        MEMBERS.put("prompt_cache_key", List.of("\"k\"", "\"l\""));
        MEMBERS.put("prompt_cache_retention", List.of("\"24h\"", "\"in-memory\""));
        MEMBERS.put("reasoning_effort", List.of("\"low\"", "\"high\""));
        MEMBERS.put("response_format", List.of("{\"type\":\"text\"}", "{\"type\":\"json_object\"}"));
        MEMBERS.put("safety_identifier", List.of("\"u1\"", "\"u2\""));
        MEMBERS.put("seed", List.of("1", "2", "9007199254740993", "9007199254740992"));
        MEMBERS.put("service_tier", List.of("\"auto\"", "\"flex\""));
        MEMBERS.put("stop", List.of("\"end\"", "[\"end\"]", "[\"end\",\"fin\"]", "[\"fin\",\"end\"]"));
        MEMBERS.put("store", List.of("false", "true"));
        MEMBERS.put("temperature", List.of("0", "0.7", "0.70001"));
        MEMBERS.put("tool_choice", List.of("\"auto\"", "\"required\""));
        MEMBERS.put(
                "tools",
                List.of(
                        "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]",
                        "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"},\"strict\":true}}]"));
        MEMBERS.put("top_logprobs", List.of("0", "5"));
        MEMBERS.put("top_p", List.of("1", "0.9"));
        MEMBERS.put("user", List.of("\"ann\"", "\"bob\""));
        MEMBERS.put("verbosity", List.of("\"low\"", "\"medium\""));
        MEMBERS.put("web_search_options", List.of("{}", "{\"search_context_size\":\"low\"}"));
        MEMBERS.put("strict", List.of("true", "false"));
        MEMBERS.put("thinking", List.of("{\"type\":\"enabled\",\"budget_tokens\":1024}", "{\"type\":\"disabled\"}"));
        MEMBERS.put("safetySettings", List.of("[]", "[{\"category\":\"x\"}]"));
        MEMBERS.put("additionalModelRequestFields", List.of("{\"top_k\":1}", "{\"top_k\":2}"));
        MEMBERS.put("top_k", List.of("1", "2"));
        MEMBERS.put("min_p", List.of("0.1", "0.01"));
        MEMBERS.put("repetition_penalty", List.of("1.1", "1.2"));
        MEMBERS.put("provider", List.of("{\"order\":[\"a\",\"b\"]}", "{\"order\":[\"b\",\"a\"]}"));
        MEMBERS.put("x_nobody_knows", List.of("\"1\"", "1", "null", "[1]", "{\"1\":1}", "true", "\"\""));
    }

    private static String body(Map<String, String> members) {
        return members.entrySet().stream()
                .map(m -> "\"" + m.getKey() + "\":" + m.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Map<String, String> first() {
        var members = new LinkedHashMap<String, String>();
        MEMBERS.forEach((name, values) -> members.put(name, values.getFirst()));
        return members;
    }

    private String mark(Map<String, String> members) {
        return cached.mark(Cached.request(body(members)));
    }

    @Test
    void every_member_counts_with_every_value_it_can_have() {
        assertThat(MEMBERS).hasSizeGreaterThanOrEqualTo(40);
        assertThat(mark(first())).isEqualTo("miss");
        int requests = 1;
        for (Map.Entry<String, List<String>> member : MEMBERS.entrySet()) {
            for (String value : member.getValue().subList(1, member.getValue().size())) {
                Map<String, String> changed = first();
                changed.put(member.getKey(), value);
                assertThat(mark(changed)).as("%s: %s", member.getKey(), value).isEqualTo("miss");
                requests++;
            }
            if (!member.getKey().equals("model")) {
                Map<String, String> without = first();
                without.remove(member.getKey());
                assertThat(mark(without)).as("without %s", member.getKey()).isEqualTo("miss");
                requests++;
            }
        }
        assertThat(cached.asked).hasSize(requests);
        assertThat(mark(first())).isEqualTo("hit");
    }

    @Test
    void the_order_of_members_and_white_space_and_the_way_a_value_is_written_do_not() {
        assertThat(mark(first())).isEqualTo("miss");
        var random = new Random(8);
        for (int i = 0; i < 50; i++) {
            var names = new ArrayList<>(MEMBERS.keySet());
            Collections.shuffle(names, random);
            var shuffled = new LinkedHashMap<String, String>();
            Map<String, String> first = first();
            names.forEach(n -> shuffled.put(n, first.getOrDefault(n, "")));
            String spaced = body(shuffled)
                    .replace("\":", "\" :\t")
                    .replace(",\"", " ,\n\"")
                    .replace("{\"", "{ \"");
            assertThat(cached.mark(Cached.request(spaced))).as(spaced).isEqualTo("hit");
        }
        Map<String, String> written = first();
        written.put("max_tokens", "1.0e2");
        written.put("frequency_penalty", "10E-2");
        written.put("temperature", "-0.0");
        written.put("user", "\"\\u0061n\\u006E\"");
        written.put("audio", "{\"format\":\"wav\",\"voice\":\"\\u0061sh\"}");
        assertThat(mark(written)).isEqualTo("hit");
        assertThat(cached.asked).hasSize(1);
    }

    @Test
    void how_an_answer_is_handed_over_does_not() {
        assertThat(cached.mark(Cached.hello())).isEqualTo("miss");
        assertThat(cached.mark(Cached.hello(",\"stream\":false"))).isEqualTo("hit");
        assertThat(cached.mark(Cached.hello(",\"stream\":true"))).isEqualTo("hit");
        assertThat(cached.mark(Cached.hello(",\"stream_options\":{\"include_usage\":true},\"stream\":true")))
                .isEqualTo("hit");
    }

    @Test
    void a_member_called_stream_further_in_counts() {
        assertThat(cached.mark(Cached.hello(",\"x\":{\"stream\":true}"))).isEqualTo("miss");
        assertThat(cached.mark(Cached.hello(",\"x\":{\"stream\":false}"))).isEqualTo("miss");
    }

    @Test
    void texts_that_only_look_alike_are_others() {
        List<String> texts =
                List.of("a", "A", "\\u00e4", "a\\u0308", "\\ud83d", "\\udc00", "?", "\\ufffd", "a\\n", "1:a");
        for (String text : texts) {
            assertThat(cached.mark(Cached.hello(",\"user\":\"" + text + "\"")))
                    .as(text)
                    .isEqualTo("miss");
        }
    }

    @Test
    void who_asks_where_it_leads_and_what_goes_along_count() {
        Supplier<FakeExchange> one = () -> Cached.hello();
        assertThat(cached.mark(one.get())).isEqualTo("miss");
        assertThat(cached.mark(one.get().withTeam("blue"))).isEqualTo("miss");
        assertThat(cached.mark(one.get().withWay(Optional.of("another route")))).isEqualTo("miss");
        assertThat(cached.mark(one.get().withDialect("other"))).isEqualTo("miss");
        assertThat(cached.mark(one.get().withKey("second"))).isEqualTo("hit");
        FakeExchange along = one.get();
        along.forwarded(Headers.of("openai-beta", "x=1"));
        assertThat(cached.mark(along)).isEqualTo("miss");
        assertThat(cached.mark(one.get())).isEqualTo("hit");
    }

    @Test
    void answers_are_shared_as_far_as_is_said() {
        for (Settings.Share share : Settings.Share.values()) {
            var cached = new Cached(Changed.settings(Map.of("share", share)));
            assertThat(cached.mark(Cached.hello().withTeam("a").withKey("k"))).isEqualTo("miss");
            assertThat(cached.mark(Cached.hello().withTeam("a").withKey("l")))
                    .isEqualTo(share == Settings.Share.KEY ? "miss" : "hit");
            assertThat(cached.mark(Cached.hello().withTeam("b").withKey("k")))
                    .isEqualTo(share == Settings.Share.ORGANISATION ? "hit" : "miss");
        }
    }

    @Test
    void a_large_request_is_found_again_as_well() {
        String large = "x".repeat(600_000);
        FakeExchange first = FakeExchange.create()
                .with(Body.of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + large + "\"}]}"));
        assertThat(cached.send(first)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .headers()
                        .get("x-headgate-cache"))
                .hasValue("miss");
        FakeExchange again = FakeExchange.create()
                .with(Body.of("{\"messages\":[{\"role\":\"user\",\"content\":\"" + large + "\"}],\"model\":\"m\"}"));
        assertThat(cached.send(again)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .headers()
                        .get("x-headgate-cache"))
                .hasValue("hit");
    }
}
