package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Lane;
import dev.headgate.api.StreamRewriter;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import dev.headgate.testkit.Sse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every recorded stream in OpenAI's format, rewritten. */
final class RecordedLanesTest {
    private static final Set<String> ENDPOINTS = Set.of("chat_completions", "completions");

    private static List<byte[]> streams() {
        List<byte[]> streams = Recordings.cases(m -> ENDPOINTS.contains(m.endpoint()) && m.stream()).stream()
                .filter(r -> r.meta().status() == 200)
                .map(Recording::response)
                .toList();
        assertThat(streams).hasSizeGreaterThan(50);
        return streams;
    }

    @Test
    void a_stream_that_nobody_changes_keeps_its_bytes() {
        for (byte[] stream : streams()) {
            assertThat(Rewriting.whole(stream, lane -> Rewriting.each(text -> text)))
                    .isEqualTo(stream);
        }
    }

    @Test
    void every_text_is_rewritten_and_nothing_else() {
        for (byte[] stream : streams()) {
            byte[] changed = Rewriting.whole(stream, lane -> Rewriting.each(JsonTexts::upper));
            List<String> before = Sse.parse(stream).datas();
            List<String> after = Sse.parse(changed).datas();
            assertThat(after).hasSameSizeAs(before);
            var sent = new StringBuilder();
            var got = new StringBuilder();
            for (int i = 0; i < before.size(); i++) {
                if (before.get(i).startsWith("{")) {
                    JsonNode expected = JsonTexts.JACKSON.readTree(before.get(i));
                    JsonNode actual = JsonTexts.JACKSON.readTree(after.get(i));
                    takeArguments(expected, sent);
                    takeArguments(actual, got);
                    JsonTexts.change(expected, "", JsonTexts::upper, false);
                    assertThat(actual).isEqualTo(expected);
                } else {
                    assertThat(after.get(i)).isEqualTo(before.get(i));
                }
            }
            // What a tool is called with comes in pieces that are no texts by themselves.
            assertThat(got.toString().toUpperCase(Locale.ROOT))
                    .isEqualTo(sent.toString().toUpperCase(Locale.ROOT));
        }
    }

    private static void takeArguments(JsonNode event, StringBuilder to) {
        for (JsonNode owner : event.findParents("arguments")) {
            to.append(owner.path("arguments").asString(""));
            ((ObjectNode) owner).put("arguments", "");
        }
    }

    @Test
    void what_is_held_back_to_the_end_comes_whole_and_before_the_finish() {
        int finishes = 0;
        for (byte[] stream : streams()) {
            List<String> said = saidByFinish(stream);
            finishes += said.size();
            assertThat(saidByFinish(Rewriting.whole(stream, lane -> Rewriting.holding())))
                    .isEqualTo(said);
        }
        assertThat(finishes).isGreaterThan(80);
    }

    @Test
    void a_stream_reads_the_same_wherever_it_is_cut() {
        List<Function<Lane, StreamRewriter>> ways = List.of(
                lane -> Rewriting.each(JsonTexts::upper),
                lane -> Rewriting.holding(),
                lane -> Rewriting.replacing("the ", "THE-"));
        for (byte[] stream : streams()) {
            for (Function<Lane, StreamRewriter> way : ways) {
                byte[] whole = Rewriting.whole(stream, way);
                for (int size : new int[] {1, 7}) {
                    assertThat(Rewriting.inPieces(stream, size, way)).isEqualTo(whole);
                }
                for (int cut = 1; stream.length < 1_500 && cut < stream.length; cut++) {
                    assertThat(Rewriting.cut(stream, cut, way)).isEqualTo(whole);
                }
            }
        }
    }

    /** For each finish, and the stream's end, what all texts of that choice add up to by then. */
    private static List<String> saidByFinish(byte[] stream) {
        Map<Integer, Map<String, String>> said = new TreeMap<>();
        List<String> finishes = new ArrayList<>();
        for (String data : Sse.parse(stream).datas()) {
            if (!data.startsWith("{")) {
                continue;
            }
            for (JsonNode choice : JsonTexts.JACKSON.readTree(data).path("choices")) {
                int index = choice.path("index").asInt(0);
                Map<String, String> texts = said.computeIfAbsent(index, i -> new TreeMap<>());
                JsonTexts.pieces(choice, "/choices/0", (name, text) -> {
                    if (!text.isEmpty()) {
                        texts.merge(name, text, String::concat);
                    }
                });
                if (!choice.path("finish_reason").asString("").isEmpty()) {
                    finishes.add(index + " " + choice.path("finish_reason").asString() + " " + texts);
                }
            }
        }
        finishes.add(said.toString());
        return finishes;
    }
}
