package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.End;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Once content has reached the caller, an answer is either all there or says that it broke off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AfterFirstContentTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final String HELLO =
            Reply.event(OpenAiReplies.roleChunk()) + Reply.event(OpenAiReplies.textChunk("Hello"));
    private static final String FINISH = Reply.event(OpenAiReplies.finishChunk("stop"));
    private static final String DONE = Reply.event("[DONE]");

    private final Pair pair = new Pair();

    @AfterAll
    void close() {
        pair.close();
    }

    private static Reply events(String text) {
        return Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .then(text);
    }

    private static Reply stalling(String text) {
        return events(text).stallAfter(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @TestFactory
    Stream<DynamicTest> a_stream_that_breaks_off_says_so() {
        var table = new LinkedHashMap<String, Reply>();
        table.put("cut", events(HELLO).cutAfter(HELLO.length()));
        table.put("reset", events(HELLO).resetAfter(HELLO.length()));
        table.put("ended in order", events(HELLO));
        table.put("closed without framing", events(HELLO).untilClose());
        table.put("cut inside an event", events(HELLO + "data: {\"choices\":[{").untilClose());
        table.put("cut inside a field's name", events(HELLO + "data").untilClose());
        table.put("cut before a field's value", events(HELLO + "data: ").untilClose());
        table.put("stalled", stalling(HELLO));
        table.put("comments without end", stalling(HELLO + ": ping\n\n".repeat(100)));
        table.put("an error", events(HELLO + Reply.event(OpenAiReplies.errorBody(500, "x", "broken")) + DONE));
        table.put("an error by its name", events(HELLO + "event: error\ndata: overloaded\n\n" + DONE));
        table.put("an error by its object", events(HELLO + Reply.event("{\"object\":\"error\",\"message\":\"no\"}")));
        table.put("unframed JSON", events(HELLO + "{\"error\":{\"message\":\"broken\"}}\n"));
        table.put("garbage as data", events(HELLO + "data: <html>\n\n" + FINISH + DONE));
        table.put(
                "an event of 2 MiB",
                events(HELLO + "data: {\"x\":\"" + "x".repeat(2 << 20) + "\"}\n\n" + FINISH + DONE));
        table.put(
                "a chunk size that is none",
                Reply.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(HELLO.length()) + "\r\n" + HELLO + "\r\nZZ\r\n"));
        pair.spare.always(OpenAiReplies.chatStream("spliced"));
        return table.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    pair.primary.always(e.getValue());
                    Answer answer = pair.ask(Pair.streamed("m"));
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.text()).startsWith(HELLO).doesNotContain("[DONE]", "\"stop\"");
                    assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
                    JsonNode error = answer.chat().error().orElseThrow();
                    assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
                    assertThat(error.path("message").asString()).isNotBlank();
                    assertThat(error.path("code").asString()).isEqualTo("upstream_stream_incomplete");
                    assertThat(answer.events()).hasSize(3);
                    assertThat(answer.events().getLast().data()).contains("\"error\"");
                    assertThat(pair.spare.received()).as("never spliced").isEmpty();
                    pair.primary.received().getLast().awaitOutcome();
                }));
    }

    @Test
    void an_endless_stream_ends_at_the_total_limit() {
        byte[] event = Reply.event(OpenAiReplies.textChunk("word ")).getBytes(StandardCharsets.UTF_8);
        pair.primary.always(Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .then(HELLO)
                .repeating(event, 100_000_000));
        try (RawClient client = pair.connect()) {
            client.post("/v1/chat/completions", Pair.streamed("alone"));
            assertThat(client.readHead().status()).isEqualTo(200);
            String last = "";
            for (var e = client.nextEvent(); e.isPresent(); e = client.nextEvent()) {
                last = e.get().data();
            }
            assertThat(last).contains("upstream_stream_incomplete", "time limit");
            assertThat(client.bodyEnd()).isNotEqualTo(End.COMPLETE);
        }
        pair.primary.received().getLast().awaitAborted();
    }

    /** What is complete although its end mark is missing. */
    @TestFactory
    Stream<DynamicTest> a_finished_stream_without_its_mark_is_completed() {
        String usage = Reply.event(OpenAiReplies.usageChunk(30, 20));
        String all = HELLO + FINISH + usage;
        var table = new LinkedHashMap<String, Reply>();
        table.put("ended in order", events(all));
        table.put("closed without framing", events(all).untilClose());
        table.put("reset", events(all).resetAfter(all.length()));
        table.put("stalled", stalling(all));
        table.put("half a mark", events(all + "data: [DO").untilClose());
        table.put("a mark without its blank line", events(all + "data: [DONE]").untilClose());
        return table.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    pair.primary.always(e.getValue());
                    Answer answer = pair.ask(Pair.streamed("alone"));
                    assertThat(answer.end()).isEqualTo(End.COMPLETE);
                    assertThat(answer.text()).isEqualTo(HELLO + FINISH + DONE);
                }));
    }

    @Test
    void a_choice_that_has_not_begun_is_missed() {
        pair.primary.always(events(HELLO + FINISH));
        String two = Pair.streamed("alone").replace("\"stream\"", "\"n\":2,\"stream\"");
        assertThat(pair.ask(two).chat().error()).isPresent();
    }

    @Test
    void nothing_after_the_end_mark_is_relayed() {
        pair.primary.always(events(HELLO + FINISH + DONE + HELLO + DONE + "data: {\"error\":{}}\n\n")
                .inPiecesOf(50));
        Answer answer = pair.ask(Pair.streamed("alone"));
        assertThat(answer.text()).isEqualTo(HELLO + FINISH + DONE);
        assertThat(answer.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    void an_upstream_that_goes_on_after_its_end_mark_is_left() {
        pair.primary.always(stalling(HELLO + FINISH + DONE));
        assertThat(pair.ask(Pair.streamed("alone")).chat().problems()).isEmpty();
        pair.primary.received().getLast().awaitAborted();
    }

    @Test
    void content_is_not_held_back() {
        Step more = new Step();
        pair.primary.always(Reply.sse(
                        OpenAiReplies.roleChunk(),
                        OpenAiReplies.textChunk("one"),
                        OpenAiReplies.textChunk("two"),
                        OpenAiReplies.finishChunk("stop"),
                        "[DONE]")
                .gateBefore(2, more));
        try (RawClient client = pair.connect()) {
            client.post("/v1/chat/completions", Pair.streamed("patient")).readHead();
            assertThat(client.nextEvent().orElseThrow().data()).contains("role");
            assertThat(client.nextEvent().orElseThrow().data()).contains("one");
            more.release();
            assertThat(client.nextEvent().orElseThrow().data()).contains("two");
        }
    }

    // ---- every way to write and to cut a stream

    private static final List<String> WORDS =
            List.of("Grüße", " – ", "日本語", " 🚀🧪 ", "a\\u0000b", "\\\"quoted\\\"", "x".repeat(200), "end");

    private static String rich(String newline) {
        var out = new StringBuilder();
        out.append(": OPENROUTER PROCESSING").append(newline).append(newline);
        out.append("data: ").append(OpenAiReplies.roleChunk()).append(newline).append(newline);
        for (int i = 0; i < 12; i++) {
            String text = WORDS.get(i % WORDS.size());
            String json = OpenAiReplies.textChunk("@").replace("@", text);
            switch (i % 4) {
                case 0 -> out.append("data:").append(json);
                case 1 ->
                    out.append("event: message")
                            .append(newline)
                            .append("data: ")
                            .append(json);
                case 2 -> {
                    int comma = json.indexOf(',') + 1;
                    out.append("data: ").append(json, 0, comma).append(newline);
                    out.append("data: ").append(json.substring(comma));
                }
                default ->
                    out.append("id: 7")
                            .append(newline)
                            .append("data: ")
                            .append(json)
                            .append(newline)
                            .append(": c");
            }
            out.append(newline).append(newline);
        }
        out.append("data: ")
                .append(OpenAiReplies.finishChunk("stop"))
                .append(newline)
                .append(newline);
        return out.append("data: [DONE]").append(newline).append(newline).toString();
    }

    private static String said() {
        var said = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            said.append(unescaped(WORDS.get(i % WORDS.size())));
        }
        return said.toString();
    }

    private static String unescaped(String json) {
        return json.replace("\\u0000", "\0").replace("\\\"", "\"");
    }

    @TestFactory
    Stream<DynamicTest> every_way_to_write_a_stream_arrives_as_it_came() {
        var table = new LinkedHashMap<String, String>();
        table.put("LF", rich("\n"));
        table.put("CRLF", rich("\r\n"));
        table.put("CR", rich("\r"));
        table.put("BOM", "\ufeff" + rich("\n"));
        return table.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    for (int size : new int[] {1, 2, 3, 7, 64, 1_000_000}) {
                        pair.primary.always(events(e.getValue()).inPiecesOf(size));
                        Answer answer = pair.ask(Pair.streamed("patient"));
                        assertThat(answer.text()).as("pieces of " + size).isEqualTo(e.getValue());
                        assertThat(answer.end()).isEqualTo(End.COMPLETE);
                        if (!e.getKey().equals("BOM")) {
                            assertThat(answer.chat().text()).isEqualTo(said());
                        }
                    }
                }));
    }

    /** Where and however a stream is cut, what looks complete to the caller is complete. */
    @TestFactory
    @Timeout(600)
    Stream<DynamicTest> no_cut_makes_a_truncated_success() {
        String stream = rich("\n");
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        Map<String, Reply> framings = new LinkedHashMap<>();
        framings.put(
                "chunked",
                Reply.of(200)
                        .header("content-type", "text/event-stream")
                        .chunked()
                        .then(bytes));
        framings.put("until close", framings.get("chunked").untilClose());
        framings.put("CRLF", events(rich("\r\n")));
        return framings.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    int errors = 0;
                    List<Integer> cuts = new ArrayList<>();
                    for (int at = 0; at < bytes.length; at += LONG ? 1 : 67) {
                        cuts.add(at);
                    }
                    for (int at = bytes.length - 20; at < bytes.length; at++) {
                        cuts.add(at);
                    }
                    for (int at : cuts) {
                        for (Reply reply :
                                List.of(e.getValue().cutAfter(at), e.getValue().resetAfter(at))) {
                            pair.primary.always(reply);
                            Answer answer = pair.ask(Pair.streamed("alone"));
                            errors += whole(answer) ? 0 : 1;
                        }
                    }
                    assertThat(errors).isGreaterThan(cuts.size());
                }));
    }

    /** Whether this is the whole answer; if not, it must say so in every way. */
    private static boolean whole(Answer answer) {
        if (answer.status() != 200) {
            assertThat(answer.status()).isEqualTo(502);
            return false;
        }
        ChatFold fold = answer.chat();
        if (fold.error().isPresent()) {
            assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
            assertThat(fold.done()).isFalse();
            assertThat(fold.finishReason()).isEmpty();
            assertThat(said()).startsWith(fold.text());
            return false;
        }
        assertThat(answer.end()).as(answer.text()).isEqualTo(End.COMPLETE);
        assertThat(fold.text()).isEqualTo(said());
        assertThat(fold.finishReason()).contains("stop");
        assertThat(fold.done()).isTrue();
        return true;
    }
}
