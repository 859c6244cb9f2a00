package dev.headgate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every recorded stream, cut into pieces of many sizes. */
class SseRecordingsTest {
    private static final Path RECORDINGS = Path.of(System.getProperty("headgate.root"), "../shared/fixtures");

    @Test
    void recorded_streams_read_the_same_in_pieces() throws IOException {
        assumeTrue(Files.isDirectory(RECORDINGS), "SKIPPED: recorded streams are not here: " + RECORDINGS);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(RECORDINGS)) {
            files = walk.filter(f -> f.toString().endsWith(".sse")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            byte[] stream = Files.readAllBytes(file);
            SseLog whole = SseLog.of(stream);
            assertThat(whole.raw.toByteArray()).as(file.toString()).isEqualTo(stream);
            for (int size : new int[] {1, 7, 64, 1_000}) {
                SseLog pieces = SseLog.chunked(stream, size);
                assertThat(pieces.events).as("%s in pieces of %d", file, size).isEqualTo(whole.events);
                assertThat(pieces.raw.toByteArray())
                        .as("%s in pieces of %d", file, size)
                        .isEqualTo(stream);
            }
        }
    }
}
