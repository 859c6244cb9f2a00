package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Lane;
import dev.headgate.api.Scope;
import dev.headgate.api.StreamRewriter;
import dev.headgate.testkit.Sse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ChunkRewriterTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String DONE = "data: [DONE]\n\n";

    private static String chunk(String choice) {
        return "data: {\"id\":\"i\",\"created\":7,\"model\":\"m\",\"choices\":[" + choice + "]}\n\n";
    }

    private static String delta(String members) {
        return chunk("{\"index\":0,\"delta\":{" + members + "},\"finish_reason\":null}");
    }

    private static String text(String text) {
        return delta("\"content\":" + JSON.writeValueAsString(text));
    }

    private static String finish() {
        return chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}");
    }

    private static String call(int index, String arguments) {
        return delta("\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":"
                + JSON.writeValueAsString(arguments) + "}}]");
    }

    private static String run(String stream, Function<Lane, StreamRewriter> rewriters) {
        return new String(Rewriting.whole(stream.getBytes(StandardCharsets.UTF_8), rewriters), StandardCharsets.UTF_8);
    }

    @Test
    void a_word_split_over_five_events_is_replaced() {
        String stream = text("my se") + text("cr") + text("e") + text("t") + text("s are") + finish() + DONE;
        assertThat(run(stream, lane -> Rewriting.replacing("secrets", "[x]")))
                .isEqualTo(text("my ") + text("") + text("") + text("") + text("[x] are") + finish() + DONE);
    }

    @Test
    void what_is_left_comes_before_the_finish_in_the_shape_of_its_lane() {
        String stream = text("ab") + ": ping\n\n" + finish() + DONE;
        assertThat(run(stream, lane -> Rewriting.holding()))
                .isEqualTo(text("") + ": ping\n\n" + text("ab") + finish() + DONE);
    }

    @Test
    void what_is_left_goes_into_the_finishing_event_when_that_bears_text_itself() {
        String last = chunk("{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}");
        assertThat(run(text("a") + last.formatted("b") + DONE, lane -> Rewriting.holding()))
                .isEqualTo(text("") + last.formatted("ab") + DONE);
    }

    @Test
    void without_a_finish_the_end_of_the_stream_ends_every_lane() {
        assertThat(run(text("a") + DONE, lane -> Rewriting.holding())).isEqualTo(text("") + text("a") + DONE);
        assertThat(run(text("a"), lane -> Rewriting.holding())).isEqualTo(text("") + text("a"));
    }

    @Test
    void an_answer_that_goes_on_to_what_comes_next_ends_what_went_before() {
        String head =
                delta("\"tool_calls\":[{\"index\":%d,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]");
        String thought = delta("\"content\":\"\",\"reasoning\":\"%s\"");
        String stream = thought.formatted("t")
                + text("a")
                + head.formatted(0)
                + call(0, "p")
                + head.formatted(1)
                + call(1, "q")
                + finish()
                + DONE;
        var lanes = new ArrayList<Lane>();
        String out = run(stream, lane -> {
            lanes.add(lane);
            return Rewriting.holding();
        });
        assertThat(out)
                .isEqualTo(thought.formatted("")
                        + delta("\"reasoning\":\"t\"")
                        + text("")
                        + text("a")
                        + head.formatted(0)
                        + call(0, "")
                        + call(0, "p")
                        + head.formatted(1)
                        + call(1, "")
                        + call(1, "q")
                        + finish()
                        + DONE);
        assertThat(lanes)
                .containsExactly(
                        new Lane(0, Scope.REASONING, 0),
                        new Lane(0, Scope.MESSAGE, 0),
                        new Lane(0, Scope.TOOL_INPUT, 0),
                        new Lane(0, Scope.TOOL_INPUT, 1));
    }

    @Test
    void an_event_with_the_end_of_one_lane_and_the_beginning_of_the_next_keeps_the_order() {
        String both = delta("\"reasoning\":\"%s\",\"content\":\"%s\"");
        assertThat(run(delta("\"reasoning\":\"a\"") + both.formatted("b", "c") + finish(), l -> Rewriting.holding()))
                .isEqualTo(delta("\"reasoning\":\"\"") + both.formatted("ab", "") + text("c") + finish());
    }

    @Test
    void choices_do_not_end_each_other() {
        String one = chunk("{\"delta\":{\"content\":\"%s\"},\"finish_reason\":null,\"index\":1}");
        String finishOne = chunk("{\"delta\":{},\"finish_reason\":\"stop\",\"index\":1}");
        String flushed = chunk("{\"index\":1,\"delta\":{\"content\":\"b\"},\"finish_reason\":null}");
        assertThat(run(text("a") + one.formatted("b") + finishOne + finish() + DONE, lane -> Rewriting.holding()))
                .isEqualTo(text("") + one.formatted("") + flushed + finishOne + text("a") + finish() + DONE);
    }

    @Test
    void completions_keep_their_shape() {
        String text = chunk("{\"index\":0,\"text\":\"%s\",\"logprobs\":null,\"finish_reason\":null}");
        String finish = chunk("{\"index\":0,\"text\":\"\",\"finish_reason\":\"length\"}");
        assertThat(run(text.formatted("a") + finish + DONE, lane -> Rewriting.holding()))
                .isEqualTo(text.formatted("") + text.formatted("a") + finish + DONE);
    }

    @Test
    void what_is_not_a_chunk_passes_as_it_is() {
        String stream =
                ": hi\r\n\r\nevent: x\ndata: {\"choices\":\n\ndata:\n\nid: 4\n\ndata: [1]\n\ndata: \"content\"\n\n"
                        + "data: {\"choices\":7}\n\n" + text("a\\ud83d").replace("\\\\", "\\") + DONE;
        assertThat(run(stream, lane -> Rewriting.each(t -> "changed"))).isEqualTo(stream);
    }

    @Test
    void an_event_of_several_lines_keeps_all_but_its_text() {
        String event =
                "id: 7\r\ndata: {\"choices\":[\r\n: note\ndata:{\"delta\":\r\ndata:   {\"content\":%s}}]\rdata: }\n\n";
        assertThat(run(event.formatted("\"a\"") + DONE, lane -> Rewriting.each(t -> "long \u00e9\"")))
                .isEqualTo(event.formatted("\"long \u00e9\\\"\"") + DONE);
    }

    @Test
    void a_character_that_a_rewriter_cuts_in_half_is_put_together_again() {
        String out = run(text("x\uD83D\uDE00y") + finish() + DONE, lane -> new StreamRewriter() {
            private String rest = "";

            @Override
            public String more(String text) {
                rest = text.substring(2);
                return text.substring(0, 2);
            }

            @Override
            public String end() {
                return rest;
            }
        });
        assertThat(out).isEqualTo(text("x") + text("\uD83D\uDE00y") + finish() + DONE);
    }

    @Property(tries = 500)
    void a_word_is_replaced_wherever_the_text_is_split(
            @ForAll @Size(max = 12) List<@IntRange(max = 5) Integer> words,
            @ForAll @Size(max = 8) List<@IntRange(max = 60) Integer> splits,
            @ForAll @IntRange(max = 400) int cut) {
        String[] known = {"aab", "a", "b", " ", "aa", "\uD83D\uDE00"};
        var whole = new StringBuilder();
        words.forEach(w -> whole.append(known[w]));
        var stream = new StringBuilder();
        int from = 0;
        for (int at : splits.stream().sorted().mapToInt(s -> s).toArray()) {
            int to = Math.min(at, whole.length());
            boolean half = to > 0 && to < whole.length() && Character.isLowSurrogate(whole.charAt(to));
            if (to > from && !half) {
                stream.append(text(whole.substring(from, to)));
                from = to;
            }
        }
        stream.append(text(whole.substring(from))).append(finish()).append(DONE);
        byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
        byte[] out = Rewriting.cut(bytes, Math.min(cut, bytes.length), lane -> Rewriting.replacing("aab", "-"));
        var said = new StringBuilder();
        for (String data : Sse.parse(out).datas()) {
            if (data.startsWith("{")) {
                JsonNode choice = JSON.readTree(data).at("/choices/0");
                said.append(choice.at("/delta/content").asString(""));
            }
        }
        assertThat(said.toString()).isEqualTo(whole.toString().replace("aab", "-"));
    }
}
