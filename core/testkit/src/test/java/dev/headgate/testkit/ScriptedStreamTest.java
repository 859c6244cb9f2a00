package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure;
import dev.headgate.api.StreamRewriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedStreamTest {
    private final List<String> seen = new ArrayList<>();

    @Test
    void begins_paused_and_delivers_on_demand() {
        ScriptedStream stream = listen(ScriptedStream.of("a", "b", "c"));
        assertThat(seen).isEmpty();
        stream.fetch(1);
        assertThat(seen).containsExactly("data: a\n\n");
        assertThat(stream.paused()).isTrue();
        stream.resume();
        assertThat(seen).containsExactly("data: a\n\n", "data: b\n\n", "data: c\n\n", "end");
    }

    @Test
    void a_handler_may_pause_and_ask_for_more_from_within() {
        ScriptedStream stream = ScriptedStream.of("a", "b", "c");
        stream.handler(event -> {
            seen.add(Sse.parse(event.getBytes()).datas().getFirst());
            if (seen.size() == 2) {
                stream.pause();
            } else {
                stream.fetch(1);
            }
        });
        stream.fetch(1);

        assertThat(seen).containsExactly("a", "b");
        assertThat(stream.undelivered()).isEqualTo(1);
    }

    @Test
    void taps_see_each_event_before_it_is_delivered() {
        ScriptedStream stream = listen(ScriptedStream.open());
        stream.tap(e -> seen.add("tap " + e.name() + " " + e.data())).resume();
        stream.push("event: x\ndata: 1\n\n");

        assertThat(seen).containsExactly("tap x 1", "event: x\ndata: 1\n\n");
    }

    @Test
    void a_failure_comes_after_the_events_and_instead_of_the_end() {
        listen(ScriptedStream.open("a").fail(Failure.of(Failure.Kind.UPSTREAM_BROKE_OFF, "it broke off")))
                .resume();

        assertThat(seen).containsExactly("data: a\n\n", "failed: it broke off");
    }

    @Test
    void nothing_follows_a_cancel() {
        ScriptedStream stream = listen(ScriptedStream.of("a"));
        stream.cancel();
        stream.resume();

        assertThat(seen).isEmpty();
        assertThat(stream.cancelled()).isTrue();
    }

    @Test
    void rewriters_may_hold_text_back_to_the_end_of_its_choice() {
        ScriptedStream stream = listen(ScriptedStream.of(
                OpenAiReplies.roleChunk(),
                OpenAiReplies.textChunk("one"),
                OpenAiReplies.textChunk("two"),
                OpenAiReplies.finishChunk("stop"),
                "[DONE]"));
        stream.map(lane -> holding()).resume();

        ChatFold fold = ChatFold.ofEvents(Sse.parse(String.join("", seen)).events());
        assertThat(fold.text()).isEqualTo("onetwo");
        assertThat(fold.done()).isTrue();
        assertThat(seen.get(1)).doesNotContain("one");
        assertThat(seen.get(3)).contains("onetwo").endsWith(Reply.event(OpenAiReplies.finishChunk("stop")));
        assertThat(seen.getLast()).isEqualTo("end");
    }

    @Test
    void a_rewriter_that_fails_ends_the_stream() {
        ScriptedStream stream = listen(ScriptedStream.of(OpenAiReplies.textChunk("one"), "[DONE]"));
        stream.map(lane -> {
                    throw Failure.of(Failure.Kind.REJECTED_BY_FILTER, "not that")
                            .exception();
                })
                .resume();

        assertThat(seen).containsExactly("failed: not that");
        assertThat(stream.cancelled()).isTrue();
    }

    private static StreamRewriter holding() {
        var held = new StringBuilder();
        return new StreamRewriter() {
            @Override
            public String more(String text) {
                held.append(text);
                return "";
            }

            @Override
            public String end() {
                return held.toString();
            }
        };
    }

    private ScriptedStream listen(ScriptedStream stream) {
        stream.handler(event -> seen.add(event.toString()));
        stream.endHandler(end -> seen.add("end"));
        stream.exceptionHandler(e -> seen.add("failed: " + e.getMessage()));
        return stream;
    }
}
