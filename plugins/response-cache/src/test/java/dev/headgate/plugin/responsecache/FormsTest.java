package dev.headgate.plugin.responsecache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.api.Usage;
import dev.headgate.plugin.responsecache.Answer.Form;
import dev.headgate.plugin.responsecache.Template.Filling;
import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.FakeExchange;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import dev.headgate.testkit.Sse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer says the same in either form, however it came. */
final class FormsTest {
    private static final Filling USAGE = new Filling("chatcmpl-new", 1_800_000_000, true);
    private static final Filling NO_USAGE = new Filling("chatcmpl-new", 1_800_000_000, false);

    private static Stream<Recording> chats(boolean stream) {
        return Recordings.cases(m -> m.format().equals("openai_chat") && m.status() == 200 && m.stream() == stream)
                .stream();
    }

    static Stream<Recording> streams() {
        return chats(true);
    }

    static Stream<Recording> wholes() {
        return chats(false);
    }

    private static ChatFold replayed(Answer answer, Filling filling) {
        var replay = new Replay(answer.as(Form.EVENTS), filling, FakeExchange.create(), false);
        return ChatFold.ofEvents(
                Sse.parse(all(replay).getBytes(StandardCharsets.UTF_8)).events());
    }

    private static String all(Replay replay) {
        var all = new StringBuilder();
        for (String piece = replay.next().result().toString();
                !piece.isEmpty();
                piece = replay.next().result().toString()) {
            all.append(piece);
        }
        return all.toString();
    }

    private static JsonNode json(byte[] body) {
        return JsonMapper.shared().readTree(body);
    }

    private static ChatFold whole(Answer answer) {
        return ChatFold.ofCompletion(json(answer.as(Form.WHOLE).body().filled(NO_USAGE)));
    }

    private static void same(ChatFold is, ChatFold wanted) {
        assertThat(is.choices()).isEqualTo(wanted.choices());
        for (int i = 0; i < wanted.choices(); i++) {
            assertThat(is.text(i)).isEqualTo(wanted.text(i));
            assertThat(is.finishReason(i)).isEqualTo(wanted.finishReason(i));
        }
        assertThat(is.reasoning()).isEqualTo(wanted.reasoning());
        assertThat(is.refusal()).isEqualTo(wanted.refusal());
        assertThat(is.toolCalls()).isEqualTo(wanted.toolCalls());
        assertThat(is.model()).isEqualTo(wanted.model());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void recorded_streams(Recording recording) {
        byte[] bytes = recording.response();
        ChatFold said = ChatFold.ofEvents(Sse.parse(bytes).events());
        if (said.choices() == 0 || said.error().isPresent()) {
            return; // nothing that the gateway would hand on as an answer
        }
        Answer answer = new Reading(Operation.CHAT, true).events(bytes, Usage.of(5, 6), Optional.empty(), Headers.NONE);
        same(replayed(answer, USAGE), said);
        same(whole(answer), said);
        same(replayed(answer.as(Form.WHOLE), USAGE), said);
        ChatFold told = replayed(answer, USAGE);
        assertThat(told.id()).isEqualTo("chatcmpl-new");
        assertThat(told.done()).isTrue();
        assertThat(told.usage()).isPresent();
        said.usage().ifPresent(u -> assertThat(told.usage()).hasValue(u));
        assertThat(replayed(answer, NO_USAGE).usage()).isEmpty();
        assertThat(whole(answer).usage()).isEqualTo(told.usage());
    }

    @ParameterizedTest
    @MethodSource("wholes")
    void recorded_whole_answers(Recording recording) {
        byte[] bytes = recording.response();
        ChatFold said = ChatFold.ofCompletion(json(bytes));
        if (said.choices() == 0 || said.error().isPresent()) {
            return;
        }
        Answer answer = new Reading(Operation.CHAT, true).whole(bytes, Headers.NONE);
        JsonNode again = json(answer.body().filled(NO_USAGE));
        assertThat(again.path("choices")).isEqualTo(json(bytes).path("choices"));
        assertThat(again.path("usage")).isEqualTo(json(bytes).path("usage"));
        ChatFold streamed = replayed(answer, USAGE);
        same(streamed, said);
        assertThat(streamed.problems()).isEmpty();
        assertThat(streamed.usage()).isEqualTo(said.usage());
        same(whole(answer.as(Form.EVENTS)), said);
    }

    @Test
    void events_keep_their_shape_and_say_that_they_have_no_usage_when_it_is_asked_for() {
        String first =
                "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"h\\u00e9\"},\"finish_reason\":null}]}\n\n";
        String last = "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        byte[] came = (": ping\n\n" + first + last + "data: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
        Answer answer = new Reading(Operation.CHAT, false).events(came, Usage.of(1, 2), Optional.empty(), Headers.NONE);
        String expected = (first + last)
                .replace("chatcmpl-1", "chatcmpl-new")
                .replace("\"created\":1,", "\"created\":1800000000,");
        assertThat(all(new Replay(answer, NO_USAGE, FakeExchange.create(), false)))
                .isEqualTo(expected + "data: [DONE]\n\n");
        assertThat(all(new Replay(answer, USAGE, FakeExchange.create(), false)))
                .isEqualTo(expected.replace("}\n\n", ",\"usage\":null}\n\n")
                        + "data: {\"id\":\"chatcmpl-new\",\"object\":\"chat.completion.chunk\",\"created\":1800000000,"
                        + "\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,"
                        + "\"total_tokens\":3}}\n\ndata: [DONE]\n\n");
    }

    @Test
    void a_long_answer_comes_in_pieces_of_whole_events() {
        String event = "data: {\"id\":\"c-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + "x".repeat(300)
                + "\"}}]}\n\n";
        byte[] came = event.repeat(200).getBytes(StandardCharsets.UTF_8);
        Answer answer = new Reading(Operation.CHAT, false).events(came, Usage.NONE, Optional.empty(), Headers.NONE);
        var replay = new Replay(answer, NO_USAGE, FakeExchange.create(), false);
        List<Integer> lengths = new ArrayList<>();
        for (String piece = replay.next().result().toString();
                !piece.isEmpty();
                piece = replay.next().result().toString()) {
            assertThat(piece).startsWith("data: ").endsWith("\n\n");
            lengths.add(piece.length());
        }
        assertThat(lengths).hasSizeGreaterThan(5).allMatch(n -> n < 10_000);
    }

    @Test
    void texts_are_split_between_characters() {
        String odd = "\\\"a\\u00e9\\ud83d\\ude00é😀\\n".repeat(60);
        Answer answer = new Reading(Operation.CHAT, false)
                .whole(
                        ("{\"id\":\"c-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                                        + odd + "\"},\"finish_reason\":\"stop\"}]}")
                                .getBytes(StandardCharsets.UTF_8),
                        Headers.NONE);
        assertThat(replayed(answer, NO_USAGE).text()).isEqualTo(whole(answer).text());
        assertThat(all(new Replay(answer.as(Form.EVENTS), NO_USAGE, FakeExchange.create(), false))
                        .split("data: "))
                .hasSizeGreaterThan(10);
    }

    @Test
    void a_paced_answer_comes_as_it_came() {
        var pace = new Pace();
        String event = "data: {\"id\":\"c-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n";
        pace.came(event.length(), 0);
        pace.came(3 * event.length(), 40);
        pace.came(4 * event.length(), 100);
        Answer answer = new Reading(Operation.CHAT, false)
                .events(event.repeat(4).getBytes(StandardCharsets.UTF_8), Usage.NONE, Optional.of(pace), Headers.NONE);
        assertThat(answer.pauses()).containsExactly(0, 40, 0, 60);
        FakeExchange exchange = FakeExchange.create();
        var replay = new Replay(answer, NO_USAGE, exchange, true);
        assertThat(replay.next().isComplete()).isTrue();
        var second = replay.next();
        exchange.elapse(Duration.ofMillis(39));
        assertThat(second.isComplete()).isFalse();
        exchange.elapse(Duration.ofMillis(1));
        assertThat(second.isComplete()).isTrue();
        assertThat(replay.next().isComplete()).isTrue();
        var last = replay.next();
        assertThat(last.isComplete()).isFalse();
        exchange.elapse(Duration.ofMillis(60));
        assertThat(last.result().toString()).endsWith("data: [DONE]\n\n");
        assertThat(replay.next().result().length()).isZero();
    }
}
