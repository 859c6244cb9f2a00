package dev.headgate.plugin.wordguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.api.Scope;
import dev.headgate.plugin.wordguard.WordGuardFactory.Action;
import dev.headgate.plugin.wordguard.WordGuardFactory.Settings;
import dev.headgate.plugin.wordguard.WordGuardFactory.Side;
import dev.headgate.plugin.wordguard.WordGuardFactory.Word;
import dev.headgate.testkit.FakeContext;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class WordGuardTest {
    private static Word mask(String pattern) {
        return new Word(pattern, Action.MASK, List.of(), List.of());
    }

    private static Settings settings(Word... words) {
        return new Settings(List.of(words), "***", "no", 16);
    }

    private static Rules rules(Word... words) {
        return Rules.of(
                settings(words),
                Side.ANSWER,
                Scope.MESSAGE,
                Failure.of(Failure.Kind.REJECTED_BY_FILTER, "no").exception());
    }

    private static Filter filter(Word... words) {
        return new WordGuardFactory().create(settings(words), new FakeContext());
    }

    private static String streamed(Rules rules, int window, List<String> pieces) {
        var lane = new GuardedLane(rules, window);
        var out = new StringBuilder();
        pieces.forEach(p -> out.append(lane.more(p)));
        return out.append(lane.end()).toString();
    }

    @Test
    void a_request_with_a_blocked_word_goes_nowhere_and_the_word_is_not_told() {
        FakeExchange exchange = FakeExchange.chatting("m", "about Project  Bluebird?");
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> filter(Word.of("(?i)project\\s+bluebird")).apply(exchange, e -> {
                    throw new AssertionError("not to be reached");
                }))
                .satisfies(e -> {
                    assertThat(e.failure().kind()).isEqualTo(Failure.Kind.REJECTED_BY_FILTER);
                    assertThat(e.failure().message()).isEqualTo("no");
                });
    }

    @Test
    void a_masked_word_is_masked_in_requests_and_answers_in_the_scopes_chosen() {
        FakeExchange exchange = FakeExchange.chatting("m", "ID-123456 and ID-12");
        var seen = new AtomicReference<>("");
        var id = new Word("\\bID-\\d{6}\\b", Action.MASK, List.of(Scope.MESSAGE), List.of(Side.REQUEST));
        GatewayResponse out = filter(
                        id, mask("answered"), new Word("and", Action.MASK, List.of(Scope.SYSTEM), List.of()))
                .apply(exchange, e -> {
                    seen.set(e.body().text());
                    return Future.succeededFuture(new Buffered(
                            200,
                            Headers.NONE,
                            Body.of("{\"choices\":[{\"message\":{\"content\":\"answered ID-123456\"}}]}")));
                })
                .result();
        assertThat(seen.get()).contains("*** and ID-12");
        assertThat(((Buffered) out).body().text()).contains("\"*** ID-123456\"");
    }

    @Test
    void what_nothing_matches_in_stays_as_it_is() {
        FakeExchange exchange = FakeExchange.chatting("m", "hello");
        Body before = exchange.body();
        var answer = new Buffered(200, Headers.NONE, Body.of("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}"));
        assertThat(filter(mask("x{9}"))
                        .apply(exchange, e -> Future.succeededFuture(answer))
                        .result())
                .isSameAs(answer);
        assertThat(exchange.body()).isSameAs(before);
    }

    @Test
    void a_stream_is_masked_as_the_whole_would_be_wherever_it_is_cut() {
        Rules rules = rules(
                mask("\\bcat\\b"), mask("(?i)dog+"), mask("^a"), mask("é+z?"), mask("\uD83D\uDE00x"), mask("end$"));
        String text = "a cat concat cats\ncat dogggs DOG ééé z éz \uD83D\uDE00x \uD83D\uDE00 a end. cat end";
        String whole = rules.over(text);
        assertThat(whole).contains("***").contains("concat").contains("cats").endsWith("end. *** ***");
        for (int i = 0; i <= text.length(); i++) {
            for (int j = i; j <= text.length(); j++) {
                assertThat(streamed(rules, 16, List.of(text.substring(0, i), text.substring(i, j), text.substring(j))))
                        .isEqualTo(whole);
            }
        }
        var single = new ArrayList<String>();
        text.chars().forEach(c -> single.add(String.valueOf((char) c)));
        assertThat(streamed(rules, 16, single)).isEqualTo(whole);
    }

    @Test
    void random_streams_are_masked_as_the_whole_would_be() {
        Rules rules = rules(mask("ab?c"), mask("\\bb{2,5}"), mask("ca{0,6}b"), mask("a$"));
        var random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append("abc ".charAt(random.nextInt(4)));
            }
            var pieces = new ArrayList<String>();
            for (int at = 0; at < text.length(); ) {
                int next = Math.min(text.length(), at + 1 + random.nextInt(9));
                pieces.add(text.substring(at, next));
                at = next;
            }
            assertThat(streamed(rules, 16, pieces)).as("%s", pieces).isEqualTo(rules.over(text.toString()));
        }
    }

    @Test
    void nothing_of_a_blocked_word_leaves_in_a_stream_and_what_stands_well_before_it_does() {
        Rules rules = rules(Word.of("\\bsecret\\b"));
        String text = "something harmless that is long enough, then a secret thing";
        for (int size = 1; size < 20; size++) {
            var lane = new GuardedLane(rules, 16);
            var out = new StringBuilder();
            int step = size;
            assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> {
                for (int at = 0; at < text.length(); at += step) {
                    out.append(lane.more(text.substring(at, Math.min(text.length(), at + step))));
                }
                lane.end();
            });
            assertThat(text).startsWith(out.toString());
            assertThat(out.toString())
                    .startsWith("something")
                    .doesNotContain("s secret")
                    .doesNotEndWith("se");
        }
        assertThat(streamed(rules, 16, List.of("no secr", "ets here"))).isEqualTo("no secrets here");
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> streamed(rules, 16, List.of("at the end: secr", "et")));
    }

    @Test
    void no_more_than_the_window_is_held_back() {
        var lane = new GuardedLane(rules(mask("x.*"), Word.of("y.*z")), 16);
        int in = 0;
        int out = 0;
        for (int i = 0; i < 1000; i++) {
            in += 3;
            out += lane.more("abc").length();
            assertThat(in - out).isLessThanOrEqualTo(17);
        }
    }

    @Test
    @Timeout(60)
    void hostile_texts_take_time_that_grows_with_their_length_alone() {
        Rules rules = rules(mask("(a+)+$"), mask("(a|aa)*b"), Word.of("(.*)(.*)(.*)q"));
        assertThat(rules.over("a".repeat(200_000) + "!")).hasSize(200_001);
    }

    @Test
    void a_pattern_that_is_none_or_matches_everywhere_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Word.of("("))
                .withMessageStartingWith("pattern: not a regular");
        assertThatIllegalArgumentException().isThrownBy(() -> Word.of("a*")).withMessageContaining("everywhere");
    }
}
