package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigWatcherTest {
    private static final Duration PACE = Duration.ofMillis(5);

    @TempDir
    private Path folder = Path.of("");

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private ConfigWatcher watcher = new ConfigWatcher(Path.of("none"), PACE, () -> "");

    private void watch(Path file) {
        watcher = new ConfigWatcher(file, PACE, () -> "");
        watcher.start(() -> seen.add(read(file)));
    }

    @AfterEach
    void close() {
        watcher.close();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private void assertNext(String content) throws InterruptedException {
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(content);
    }

    @Test
    void an_edit_in_place_is_seen_once() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        watch(file);
        Files.writeString(file, "two");
        assertNext("two");
        Files.writeString(file, "three");
        assertNext("three");
        assertThat(seen).isEmpty();
    }

    @Test
    void a_file_renamed_into_place_is_seen() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        watch(file);
        Files.move(Files.writeString(folder.resolve("f.new"), "two"), file, StandardCopyOption.ATOMIC_MOVE);
        assertNext("two");
    }

    @Test
    void a_link_switched_to_another_folder_is_seen() throws Exception {
        for (String version : new String[] {"v1", "v2"}) {
            Files.writeString(Files.createDirectory(folder.resolve(version)).resolve("f"), version);
        }
        Path data = Files.createSymbolicLink(folder.resolve("data"), Path.of("v1"));
        Path file = Files.createSymbolicLink(folder.resolve("f"), Path.of("data", "f"));
        watch(file);
        Path next = Files.createSymbolicLink(folder.resolve("data.new"), Path.of("v2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        assertNext("v2");
    }

    @Test
    void a_file_deleted_and_written_again_is_seen_when_it_differs() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        watch(file);
        Files.delete(file);
        Files.writeString(file, "one");
        Files.delete(file);
        Files.writeString(file, "two");
        assertNext("two");
        Files.delete(file);
        Files.writeString(file, "");
        Files.writeString(file, "three");
        assertNext("three");
        assertThat(seen).isEmpty();
    }

    @Test
    void a_change_between_the_first_look_and_the_start_is_seen() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        watcher = new ConfigWatcher(file, PACE, () -> "");
        Files.writeString(file, "two");
        watcher.start(() -> seen.add(read(file)));
        assertNext("two");
    }

    @Test
    void a_failure_to_take_a_change_over_does_not_end_the_watch() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        watcher = new ConfigWatcher(file, PACE, () -> "");
        watcher.start(() -> {
            seen.add(read(file));
            throw new IllegalStateException("cannot be taken over; part of the test");
        });
        Files.writeString(file, "two");
        assertNext("two");
        Files.writeString(file, "three");
        assertNext("three");
    }
}
