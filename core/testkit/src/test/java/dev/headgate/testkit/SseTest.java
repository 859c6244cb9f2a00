package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void reads_every_kind_of_line_end(String end) {
        String text = "\ufeff: ping|event: delta|data: a|data:b|data|id: 7||:x||event: unused||data: c||data: never"
                .replace("|", end);
        Sse.Parsed parsed = Sse.parse(text);

        assertThat(parsed.events()).containsExactly(new Sse.Event("delta", "a\nb\n"), new Sse.Event("", "c"));
        assertThat(parsed.comments()).containsExactly("ping", "x");
        assertThat(parsed.rest()).isEqualTo("data: never");
    }

    @Test
    void a_stream_that_ended_in_order_leaves_nothing() {
        assertThat(Sse.parse("data: a\r\n\r\n").rest()).isEmpty();
        assertThat(Sse.parse("").events()).isEmpty();
    }
}
