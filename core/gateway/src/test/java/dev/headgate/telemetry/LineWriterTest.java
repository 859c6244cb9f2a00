package dev.headgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class LineWriterTest {
    @Test
    void lines_come_out_in_order() {
        var out = new ByteArrayOutputStream();
        var writer = new LineWriter(out);
        for (int i = 0; i < 5_000; i++) {
            String line = "é" + i;
            writer.write(to -> to.append(line));
        }
        writer.close();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(5_000)
                .startsWith("é0", "é1")
                .endsWith("é4999");
        assertThat(writer.dropped()).isZero();
    }

    @Test
    void a_blocked_sink_costs_lines_and_nothing_else() {
        var blocked = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] b, int from, int length) {
                begun.countDown();
                awaitQuietly(blocked);
                super.write(b, from, length);
            }
        };
        var writer = new LineWriter(out);
        writer.write(to -> to.append("first"));
        awaitQuietly(begun);
        for (int i = 0; i < 20_000; i++) {
            writer.write(to -> to.append("line")); // would hang here
        }
        long dropped = writer.dropped();
        assertThat(dropped).isEqualTo(20_000 - 8_192);
        blocked.countDown();
        writer.close();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().count() + dropped)
                .isEqualTo(20_001);
    }

    @Test
    void a_failing_sink_is_tried_again_with_the_next_line() {
        var out = new ByteArrayOutputStream();
        var failing = new OutputStream() {
            private boolean full = true;

            @Override
            public void write(int b) {
                out.write(b);
            }

            @Override
            public void write(byte[] b, int from, int length) throws IOException {
                if (full) {
                    full = false;
                    throw new IOException("no space left");
                }
                out.write(b, from, length);
            }
        };
        var writer = new LineWriter(failing);
        writer.write(to -> to.append("lost"));
        while (writer.dropped() == 0) {
            Thread.onSpinWait();
        }
        writer.write(to -> to.append("kept"));
        writer.close();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("kept\n");
        assertThat(writer.dropped()).isEqualTo(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
