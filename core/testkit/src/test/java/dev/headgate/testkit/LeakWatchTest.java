package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakWatchTest {
    @Test
    void finds_a_buffer_that_was_thrown_away_unreleased() {
        throwAway();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 20 && found.isEmpty(); i++) {
            found.addAll(LeakWatch.collect());
        }

        assertThat(found).hasSize(1).first().asString().contains("LeakWatchTest.java");
    }

    @Test
    void finds_nothing_where_everything_was_released() {
        ByteBufAllocator.DEFAULT.buffer(16).release();

        assertThat(LeakWatch.collect()).isEmpty();
    }

    private static void throwAway() {
        ByteBufAllocator.DEFAULT.buffer(16).writeByte(1);
    }
}
