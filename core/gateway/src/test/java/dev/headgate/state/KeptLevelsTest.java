package dev.headgate.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Limit;
import dev.headgate.time.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptLevelsTest {
    private static final Instant START = Instant.parse("2026-11-25T00:00:00Z");
    private static final Limit DAY = new Limit.Window("day\tof a\nteam", 1000, START, START.plus(Duration.ofDays(1)));
    private static final Limit HOURLY = new Limit.Bucket("hourly", 3600, Duration.ofHours(1), 3600);
    private static final Limit MINUTELY = new Limit.Bucket("minutely", 600, Duration.ofMinutes(1), 600);

    @TempDir
    private Path folder = Path.of("");

    private final AtomicLong millis = new AtomicLong(START.plusSeconds(3600).toEpochMilli());
    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return millis.get() * 1_000_000;
        }

        @Override
        public Instant now() {
            return Instant.ofEpochMilli(millis.get());
        }
    };

    private LocalState state() {
        var state = new LocalState(clock);
        state.keepIn(folder);
        return state;
    }

    private static StateStore limits(LocalState state) {
        return state.of("limits").state();
    }

    private static Hold hold(String id) {
        return new Hold(
                id,
                List.of(new Claim(DAY, 100), new Claim(HOURLY, 100), new Claim(MINUTELY, 100)),
                Duration.ofMinutes(5));
    }

    private static List<Long> used(LocalState state) {
        return limits(state).look(List.of(DAY, HOURLY, MINUTELY)).result().stream()
                .map(l -> l.used())
                .toList();
    }

    @Test
    void what_was_spent_of_days_and_hours_is_known_after_a_restart_and_what_was_held_is_spent() {
        try (LocalState before = state()) {
            Hold settled = hold("settled");
            limits(before).hold(settled);
            limits(before).settle(settled, 30, 30, 30);
            limits(before).hold(hold("open when it ended"));
            assertThat(used(before)).containsExactly(130L, 130L, 130L);
        }
        millis.addAndGet(60_000);
        try (LocalState after = state()) {
            assertThat(used(after)).containsExactly(130L, 70L, 0L);
            assertThat(after.holds()).isZero();
        }
    }

    @Test
    void a_window_that_has_ended_meanwhile_is_over() {
        try (LocalState before = state()) {
            limits(before).hold(hold("h"));
        }
        millis.addAndGet(Duration.ofDays(1).toMillis());
        try (LocalState after = state()) {
            var next =
                    new Limit.Window(DAY.key(), 1000, START.plus(Duration.ofDays(1)), START.plus(Duration.ofDays(2)));
            assertThat(limits(after).look(List.of(next)).result().getFirst().used())
                    .isZero();
        }
    }

    @Test
    void what_changes_is_written_while_it_runs_for_nobody_else_to_read() throws IOException {
        Path file = folder.resolve("limits");
        try (LocalState state = state()) {
            limits(state).hold(hold("h"));
            state.keep();
            assertThat(file)
                    .content()
                    .startsWith("headgate limits 1\n")
                    .contains("hourly")
                    .doesNotContain("minutely");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void nothing_is_written_where_nothing_lasts() {
        try (LocalState state = state()) {
            limits(state).hold(new Hold("h", List.of(new Claim(MINUTELY, 1)), Duration.ofMinutes(1)));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_that_is_damaged_anywhere_is_put_aside_and_the_gateway_starts() throws IOException {
        try (LocalState before = state()) {
            limits(before).hold(hold("h"));
        }
        Path file = folder.resolve("limits");
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut < whole.length; cut += 29) {
            Files.write(file, Arrays.copyOf(whole, cut));
            startsAnew(file);
            byte[] flipped = whole.clone();
            flipped[cut] ^= 1;
            Files.write(file, flipped);
            startsAnew(file);
        }
        Files.write(file, "headgate limits 1\nno such line\nsum 0\n".getBytes(StandardCharsets.UTF_8));
        startsAnew(file);
    }

    private void startsAnew(Path file) throws IOException {
        try (LocalState after = state()) {
            assertThat(used(after)).containsExactly(0L, 0L, 0L);
        }
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("limits.corrupt")).exists();
        Files.delete(folder.resolve("limits.corrupt"));
    }
}
