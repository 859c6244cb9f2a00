package dev.headgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A whole file, cut and scribbled on: whatever comes of it, it is an answer with places and without secrets. */
class DamagedFilesTest {
    private static final byte[] FULL = ConfigReaderTest.FULL.getBytes(StandardCharsets.UTF_8);
    private static final byte[] SCRIBBLE = ":-[]{}&*!|>'\"%@`#,?$~<\t\n \\0a\u007f".getBytes(StandardCharsets.UTF_8);
    private static final boolean LONG = Boolean.getBoolean("headgate.long");

    @Test
    void cut_short_anywhere() {
        for (int end = 0; end < FULL.length; end += LONG ? 1 : 7) {
            answers(Arrays.copyOf(FULL, end));
        }
    }

    @Test
    void scribbled_on() {
        var random = new Random(20261122);
        for (int round = 0; round < (LONG ? 5_000 : 500); round++) {
            byte[] damaged = FULL.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = SCRIBBLE[random.nextInt(SCRIBBLE.length)];
            }
            answers(damaged);
        }
    }

    private static void answers(byte[] content) {
        ConfigResult result = Reading.read(content, Path.of("config"), ConfigReaderTest.ENVIRONMENT);
        if (result instanceof ConfigResult.Invalid invalid) {
            assertThat(invalid.errors()).isNotEmpty().allSatisfy(e -> {
                assertThat(e.line()).isPositive();
                assertThat(e.column()).isPositive();
                assertThat(ConfigReaderTest.ENVIRONMENT.values())
                        .noneMatch(v -> v.length() > 6 && e.render().contains(v));
                assertThat(e.message()).doesNotContain("not a YAML document");
            });
        }
    }
}
