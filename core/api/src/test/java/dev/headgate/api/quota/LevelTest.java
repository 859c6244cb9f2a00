package dev.headgate.api.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.quota.Limit.Bucket;
import dev.headgate.api.quota.Limit.Concurrency;
import dev.headgate.api.quota.Limit.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LevelTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final class Taken {
        final long at;
        final long held;
        long spent;

        Taken(long at, long held) {
            this.at = at;
            this.held = held;
            this.spent = held;
        }
    }

    /** The promise itself, for every stretch of time: what was begun in it came to no more than burst and drain. */
    @Test
    void whatever_holds_come_to_no_stretch_of_time_has_more_than_burst_and_drain() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            long amount = 1 + random.nextLong(2000);
            var bucket = new Bucket("b", amount, MINUTE, 1 + random.nextLong(3000));
            var level = new Level(0);
            var all = new ArrayList<Taken>();
            var open = new ArrayList<Taken>();
            long now = 0;
            for (int i = 0; i < 150; i++) {
                now += random.nextInt(3) == 0 ? random.nextLong(40_000) : 0;
                level.bring(bucket, now);
                if (open.isEmpty() || random.nextBoolean()) {
                    long claim = 1 + random.nextLong(bucket.capacity());
                    if (level.admits(bucket, claim)) {
                        level.take(claim);
                        var taken = new Taken(now, claim);
                        all.add(taken);
                        open.add(taken);
                    }
                } else {
                    Taken ended = open.remove(random.nextInt(open.size()));
                    ended.spent = random.nextInt(4) == 0 ? ended.held : random.nextLong(ended.held + 1);
                    level.settle(bucket, ended.held, ended.spent, 0);
                }
                assertThat(level.used()).isNotNegative();
            }
            for (int from = 0; from < all.size(); from++) {
                long sum = 0;
                for (int to = from; to < all.size(); to++) {
                    sum += all.get(to).spent;
                    long time = all.get(to).at - all.get(from).at;
                    assertThat(sum * 60_000)
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(bucket.capacity() * 60_000 + time * amount);
                }
            }
        }
    }

    @Test
    void a_bucket_drains_whole_parts_in_a_millisecond_whatever_its_figures() {
        assertThat(new Bucket("b", 600, MINUTE, 1).parts()).isEqualTo(100);
        assertThat(new Bucket("b", 600, MINUTE, 1).drain()).isEqualTo(1);
        assertThat(new Bucket("b", 200_000, MINUTE, 1).parts()).isEqualTo(3);
        assertThat(new Bucket("b", 200_000, MINUTE, 1).drain()).isEqualTo(10);
        assertThat(new Bucket("b", 1, Duration.ofDays(1), 1).parts()).isEqualTo(86_400_000);
        assertThat(new Bucket("b", 7, Duration.ofMillis(1), 1).drain()).isEqualTo(7);
    }

    @Test
    void what_cannot_be_counted_is_refused_with_what_can() {
        assertThatThrownBy(() -> new Bucket("b", 100_000_001, Duration.ofDays(1), 100_000_001))
                .hasMessageContaining("use a rounder number");
        assertThatThrownBy(() -> new Bucket("b", 0, MINUTE, 1)).hasMessageContaining("use 1 to");
        assertThatThrownBy(() -> new Bucket("b", 1, Duration.ofNanos(1), 1)).hasMessageContaining("whole milliseconds");
        assertThatThrownBy(() -> new Bucket("", 1, MINUTE, 1)).hasMessageContaining("a key of 0");
        assertThatThrownBy(() -> new Concurrency("c", 0)).hasMessageContaining("a capacity of 0");
        assertThatThrownBy(() -> new Window("w", 1, Instant.EPOCH, Instant.EPOCH))
                .hasMessageContaining("before it");
        assertThatThrownBy(() -> new Claim(new Concurrency("c", 1), -1)).hasMessageContaining("use 0 to");
        var claim = new Claim(new Concurrency("c", 1), 1);
        assertThatThrownBy(() -> new Hold("h", List.of(claim, claim), MINUTE)).hasMessageContaining("two claims of c");
        assertThatThrownBy(() -> new Hold("h", List.of(claim), Duration.ZERO)).hasMessageContaining("a lease of");
    }

    @Test
    void a_share_of_a_limit_is_its_part_and_never_nothing() {
        var bucket = new Bucket("b", 600, MINUTE, 10).share(3);
        assertThat(bucket.capacity()).isEqualTo(3);
        assertThat(bucket.drain() * 60_000).isEqualTo(200 * bucket.parts());
        assertThat(new Concurrency("c", 2).share(3).capacity()).isEqualTo(1);
        assertThat(new Window("w", 100, Instant.EPOCH, Instant.MAX).share(2).capacity())
                .isEqualTo(50);
        assertThat(new Concurrency("c", 10).upTo(12).capacity()).isEqualTo(10);
    }

    @Test
    void what_was_held_when_a_level_was_kept_is_spent() {
        var bucket = new Bucket("b", 60, Duration.ofHours(1), 100);
        var level = new Level(1000);
        level.bring(bucket, 1000);
        level.take(40);
        var again = Level.kept(level.parts(), level.drain(), level.used(), level.at(), level.end(), level.length());
        again.bring(bucket, 1000 + 60_000);
        assertThat(again.left(bucket, 0).used()).isEqualTo(39);
    }
}
