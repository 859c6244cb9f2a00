package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure;
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

    private ScriptedStream listen(ScriptedStream stream) {
        stream.handler(event -> seen.add(event.toString()));
        stream.endHandler(end -> seen.add("end"));
        stream.exceptionHandler(e -> seen.add("failed: " + e.getMessage()));
        return stream;
    }
}
