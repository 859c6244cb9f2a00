package dev.headgate.state.redis;

import static dev.headgate.state.redis.RedisStates.got;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import dev.headgate.testkit.RedisProcess;
import dev.headgate.time.Clock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Values, counters and holds of gateways that share one server. */
final class RedisStoreTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static RedisProcess server;
    private static Vertx vertx;
    private static RedisState one;
    private static RedisState other;

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
        vertx = Vertx.vertx();
        one = RedisStates.patient(vertx, "{ url: \"" + server.url() + "\" }", Clock.SYSTEM);
        other = RedisStates.patient(vertx, "{ url: \"" + server.url() + "\" }", Clock.SYSTEM);
    }

    @AfterAll
    static void stop() {
        got(one.close());
        got(other.close());
        vertx.close().await();
        server.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> text(Future<Optional<byte[]>> value) {
        return got(value).map(b -> new String(b, StandardCharsets.UTF_8));
    }

    @Test
    void what_one_gateway_puts_and_adds_the_other_gets() {
        StateStore here = one.of("a");
        StateStore there = other.of("a");
        got(here.put("k", bytes("v"), MINUTE));
        assertThat(text(there.get("k"))).contains("v");
        assertThat(got(here.add("k", 2, MINUTE))).isEqualTo(2);
        assertThat(got(there.add("k", 3, MINUTE))).isEqualTo(5);
        assertThat(server.command("PTTL", "headgate:count:{a:k}")).isNotEqualTo(":-1");
        got(there.remove("k"));
        assertThat(text(here.get("k"))).isEmpty();
        assertThat(got(here.add("k", 0, MINUTE))).isZero();
    }

    @Test
    void plugins_and_prefixes_do_not_meet() {
        got(one.of("a").put("own", bytes("v"), MINUTE));
        assertThat(text(one.of("b").get("own"))).isEmpty();
        assertThat(text(one.of("a:own").get(""))).isEmpty();
        RedisState apart =
                RedisStates.patient(vertx, "{ url: \"" + server.url() + "\", prefix: elsewhere }", Clock.SYSTEM);
        assertThat(text(apart.of("a").get("own"))).isEmpty();
        got(apart.close());
    }

    @Test
    void a_value_is_gone_after_its_time_and_any_bytes_come_back_as_they_were() {
        StateStore store = one.of("bytes");
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        got(store.put("all", all, Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(got(store.get("all")).orElseThrow()).isEqualTo(all);
        got(store.put("empty", new byte[0], MINUTE));
        assertThat(got(store.get("empty")).orElseThrow()).isEmpty();
        got(store.put("short", all, Duration.ofNanos(1)));
        RedisStates.await("the value to go", () -> got(store.get("short")).isEmpty());
    }

    @Test
    void what_is_too_large_or_lasts_no_time_is_refused_with_what_would_be_right() {
        StateStore store = one.of("a");
        assertThat(store.put("k", new byte[StateStore.MAX_VALUE + 1], MINUTE).cause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048576");
        assertThat(store.get("k".repeat(StateStore.MAX_KEY + 1)).cause()).hasMessageContaining("512");
        assertThat(store.add("k", 1, Duration.ZERO).cause()).hasMessageContaining("must be positive");
    }

    @Test
    void what_somebody_else_left_under_a_key_is_not_handed_on_when_it_is_too_large() {
        StateStore store = one.of("foreign");
        server.command("SETRANGE", "headgate:value:{foreign:k}", Integer.toString(StateStore.MAX_VALUE), "x");
        assertThat(got(store.get("k"))).isEmpty();
        assertThat(one.local()).isFalse();
    }

    @Test
    void an_answer_comes_on_the_event_loop_that_asked() {
        Promise<Boolean> same = Promise.promise();
        vertx.runOnContext(v -> {
            Context asking = Vertx.currentContext();
            one.of("a")
                    .add("loop", 1, MINUTE)
                    .onComplete(r -> same.complete(Objects.equals(asking, Vertx.currentContext())));
        });
        assertThat(got(same.future())).isTrue();
    }

    @Test
    void gateways_count_one_another() {
        RedisStates.await("two to be counted", () -> one.replicas() == 2 && other.replicas() == 2);
        assertThat(one.of("a").sharing()).isEqualTo(new Sharing(Sharing.Mode.SHARED, 2));
    }

    @Test
    void an_admission_is_one_command_and_so_is_a_settlement() {
        StateStore store = one.of("counted");
        var hold = new Hold(
                "h",
                List.of(
                        new Claim(new Limit.Bucket("r", 600, MINUTE, 600), 1),
                        new Claim(new Limit.Bucket("t", 200_000, MINUTE, 200_000), 1000),
                        new Claim(new Limit.Concurrency("c", 50), 1)),
                MINUTE);
        got(store.hold(hold));
        got(store.settle(hold, 1, 700, 1));
        long before = server.calls("evalsha");
        long sources = server.calls("eval");
        for (int i = 0; i < 100; i++) {
            var next = new Hold("h" + i, hold.claims(), MINUTE);
            assertThat(got(store.hold(next)).granted()).isTrue();
            got(store.settle(next, 1, 700, 1));
        }
        assertThat(server.calls("eval")).isEqualTo(sources);
        // Beside them the two gateways say once a second that they are there.
        assertThat(server.calls("evalsha") - before).isBetween(200L, 230L);
    }

    @Test
    void a_server_that_forgets_the_scripts_is_told_them_again() {
        StateStore store = one.of("flushed");
        var slots = new Limit.Concurrency("c", 5);
        for (int i = 0; i < 5; i++) {
            server.command("SCRIPT", "FLUSH");
            assertThat(got(store.hold(new Hold("h" + i, List.of(new Claim(slots, 1)), MINUTE)))
                            .granted())
                    .isTrue();
        }
        server.command("SCRIPT", "FLUSH");
        assertThat(got(other.of("flushed").hold(new Hold("x", List.of(new Claim(slots, 1)), MINUTE)))
                        .granted())
                .isFalse();
        server.command("SCRIPT", "FLUSH");
        assertThat(got(store.look(List.of(slots))).getFirst().used()).isEqualTo(5);
        assertThat(one.local()).isFalse();
        assertThat(one.outages()).isZero();
    }

    /** The first gateway to see it evens it out for all. */
    @Test
    void a_server_whose_clock_is_set_drains_no_bucket_and_ends_no_lease() {
        var nanos = new AtomicLong(1_000_000_000_000L);
        var stepped = new AtomicLong(1_700_000_000_000L);
        var clock = new Clock() {
            @Override
            public long nanos() {
                return nanos.get();
            }

            @Override
            public Instant now() {
                return Instant.ofEpochMilli(stepped.get() + nanos.get() / 1_000_000);
            }
        };
        RedisState state = RedisStates.byClock(vertx, "{ url: \"" + server.url() + "\", prefix: stepped }", clock);
        StateStore store = state.of("limits");
        var bucket = new Limit.Bucket("b", 600, MINUTE, 600);
        var slots = new Limit.Concurrency("c", 5);
        var hold = new Hold("h", List.of(new Claim(bucket, 300), new Claim(slots, 1)), MINUTE);
        assertThat(got(store.hold(hold)).granted()).isTrue();
        for (long hours : new long[] {1, -2}) {
            stepped.addAndGet(Duration.ofHours(hours).toMillis());
            // A step that meets the set clock is refused by the server and decided here; then the clock is evened out.
            got(store.look(List.of(bucket)));
            RedisStates.await(
                    "the server to be used again",
                    () -> !state.local()
                            && got(store.look(List.of(bucket, slots))).get(1).used() == 1
                            && store.sharing().mode() == Sharing.Mode.SHARED);
            assertThat(got(store.look(List.of(bucket, slots)))).satisfies(left -> {
                assertThat(left.get(0).used()).isEqualTo(300);
                assertThat(left.get(1).used()).isEqualTo(1);
            });
        }
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        RedisStates.await(
                "ten seconds to have drained",
                () -> got(store.look(List.of(bucket))).getFirst().used() == 200);
        assertThat(got(store.settle(hold, 300, 1))).isTrue();
        got(state.close());
    }
}
