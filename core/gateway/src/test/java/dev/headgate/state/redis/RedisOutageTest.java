package dev.headgate.state.redis;

import static dev.headgate.state.redis.RedisStates.await;
import static dev.headgate.state.redis.RedisStates.got;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import dev.headgate.testkit.CutProxy;
import dev.headgate.testkit.RedisProcess;
import dev.headgate.time.Clock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server is slow or gone: frozen, restarted, cut off. */
final class RedisOutageTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final Duration OUTAGE = LONG ? Duration.ofSeconds(30) : Duration.ofMillis(700);

    private final Vertx vertx = Vertx.vertx();
    private final List<RedisState> open = new ArrayList<>();
    private RedisProcess server = RedisProcess.start();
    private int holds;

    @BeforeEach
    void ready() {
        assertThat(server.command("PING")).isEqualTo("+PONG");
    }

    @AfterEach
    void close() {
        server.thaw();
        open.forEach(s -> got(s.close()));
        vertx.close().await();
        server.close();
    }

    /** One that waits longer than gateways do, so that a busy machine does not look like an outage. */
    private RedisState gateway(String url) {
        RedisState state = RedisStates.open(vertx, "{ url: \"" + url + "\", time-limit: 1s }", Clock.SYSTEM);
        open.add(state);
        await("the server to be used", () -> !state.local());
        return state;
    }

    private Hold of(Claim... claims) {
        return new Hold("hold-" + holds++, List.of(claims), LEASE);
    }

    private Hold of(Limit limit, long amount) {
        return of(new Claim(limit, amount));
    }

    private static Limit.Window day(long capacity) {
        Instant now = Instant.now();
        return new Limit.Window(
                "day",
                capacity,
                Instant.ofEpochMilli(now.minusSeconds(60).toEpochMilli()),
                Instant.ofEpochMilli(now.plus(Duration.ofHours(12)).toEpochMilli()));
    }

    private static long used(StateStore store, Limit limit) {
        return got(store.look(List.of(limit))).getFirst().used();
    }

    private static void outage() {
        LockSupport.parkNanos(OUTAGE.toNanos());
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    @Test
    void a_frozen_server_is_waited_for_once_and_each_gateway_holds_its_share_until_it_answers() {
        RedisState a = gateway(server.url());
        RedisState b = gateway(server.url());
        await("both to be counted", () -> a.replicas() == 2 && b.replicas() == 2);
        Limit.Window day = day(1000);
        Hold before = of(day, 200);
        assertThat(got(a.of("l").hold(before)).granted()).isTrue();
        got(b.of("l").hold(of(day, 1)));

        server.freeze();
        long begun = System.nanoTime();
        Held first = got(a.of("l").hold(of(day, 10)));
        assertThat(millisSince(begun)).isLessThan(8000); // its time limit, and what a busy machine adds
        assertThat(first.sharing()).isEqualTo(new Sharing(Sharing.Mode.LOCAL_SHARE, 2));
        assertThat(first.sharing().degraded()).isTrue();
        assertThat(a.local()).isTrue();
        // Decided here and now: the answer is there when the call returns.
        for (int i = 0; i < 20; i++) {
            var held = a.of("l").hold(of(day, 10));
            assertThat(held.isComplete()).isTrue();
            assertThat(held.result().granted()).isTrue();
        }
        // 201 of 1,000 were used: each may use its half of what was left, and no more.
        int granted = 21;
        while (a.of("l").hold(of(day, 10)).result().granted()) {
            granted++;
        }
        assertThat(granted).isEqualTo(40);
        // One was granted by the server before, and its end is told later.
        var settled = a.of("l").settle(before, 150);
        assertThat(settled.isComplete() && settled.result()).isTrue();
        assertThat(a.of("l").settle(before, 150).result()).isFalse();
        outage();

        server.thaw();
        long healed = System.nanoTime();
        await("the server to be used again", () -> !a.local() && !b.local());
        assertThat(millisSince(healed)).isLessThan(5000);
        await("all to be told", () -> a.waiting() + b.waiting() == 0);
        // What was held without it is held there now, and the call that nobody heard the answer of holds nothing.
        assertThat(used(b.of("l"), day)).isEqualTo(150 + 1 + 400);
        assertThat(a.outages()).isEqualTo(1);
    }

    @Test
    void what_was_spent_and_held_without_the_server_is_carried_over_once() {
        RedisState a = gateway(server.url());
        RedisState b = gateway(server.url());
        await("both to be counted", () -> a.replicas() == 2 && b.replicas() == 2);
        Limit.Window day = day(1000);
        var slots = new Limit.Concurrency("c", 10);
        got(a.of("l").hold(of(day, 1)));
        server.freeze();
        got(a.of("l").hold(of(day, 1)));
        await("both to know", () -> a.local() && b.local());
        Hold spent = of(new Claim(day, 100), new Claim(slots, 1));
        Hold held = of(new Claim(day, 70), new Claim(slots, 1));
        Hold there = of(new Claim(day, 30), new Claim(slots, 1));
        assertThat(a.of("l").hold(spent).result().granted()).isTrue();
        assertThat(a.of("l").hold(held).result().granted()).isTrue();
        assertThat(b.of("l").hold(there).result().granted()).isTrue();
        a.of("l").settle(spent, 90, 1);
        server.thaw();
        await("the server to be used again", () -> !a.local() && !b.local());
        // 1 of the first, 1 held by what is not settled, 90 spent, 70 and 30 held.
        await("all to be carried over", () -> used(b.of("l"), day) == 1 + 1 + 90 + 70 + 30);
        assertThat(used(a.of("l"), slots)).isEqualTo(2);
        assertThat(got(a.of("l").settle(held, 60, 1))).isTrue();
        await("the last to be told", () -> used(b.of("l"), day) == 1 + 1 + 90 + 60 + 30);
        assertThat(got(b.of("l").release(there))).isTrue();
        await("nothing to run", () -> used(a.of("l"), slots) == 0);
        assertThat(used(a.of("l"), day)).isEqualTo(1 + 1 + 90 + 60);
    }

    @Test
    void what_runs_counts_in_this_gateways_share_of_a_concurrency() {
        RedisState a = gateway(server.url());
        gateway(server.url());
        await("both to be counted", () -> a.replicas() == 2);
        var slots = new Limit.Concurrency("c", 6);
        Hold one = of(slots, 1);
        Hold two = of(slots, 1);
        got(a.of("l").hold(one));
        got(a.of("l").hold(two));
        server.freeze();
        assertThat(got(a.of("l").hold(of(slots, 1))).granted()).isTrue();
        Held refused = a.of("l").hold(of(slots, 1)).result();
        assertThat(refused.granted()).isFalse();
        assertThat(refused.retryAfter()).contains(Duration.ZERO);
        a.of("l").settle(one, 1);
        assertThat(a.of("l").hold(of(slots, 1)).result().granted()).isTrue();
        server.thaw();
        await("the server to be used again", () -> !a.local());
        await("all to be told", () -> a.waiting() == 0);
        assertThat(used(a.of("l"), slots)).isEqualTo(3);
    }

    @Test
    void a_server_that_lost_everything_is_told_what_is_known() {
        RedisState a = gateway(server.url());
        RedisState b = gateway(server.url());
        await("both to be counted", () -> a.replicas() == 2 && b.replicas() == 2);
        Limit.Window day = day(1000);
        var slots = new Limit.Concurrency("c", 10);
        Hold held = of(new Claim(day, 300), new Claim(slots, 1));
        got(a.of("l").hold(held));
        got(b.of("l").hold(of(new Claim(day, 100), new Claim(slots, 1))));
        got(a.of("l").hold(of(day, 0)));

        server.kill();
        await("both to know", () -> a.local() && b.local());
        server.startAgain();
        await("the server to be used again", () -> !a.local() && !b.local());
        await("what runs to be told", () -> used(a.of("l"), slots) == 2);
        assertThat(got(a.of("l").settle(held, 300, 1))).isTrue();
        await("the end to be told", () -> used(a.of("l"), slots) == 1);
        // Each tells its half of what was used, and what it holds: more than there was, and never less.
        assertThat(used(b.of("l"), day)).isBetween(400L, 1000L);
    }

    @Test
    void one_that_is_cut_off_is_left_alone_and_found_again() {
        try (CutProxy proxy = CutProxy.before("http://127.0.0.1:" + server.port())) {
            RedisState a = gateway("redis://127.0.0.1:" + proxy.port());
            RedisState b = gateway(server.url());
            await("both to be counted", () -> a.replicas() == 2 && b.replicas() == 2);
            Limit.Window day = day(100);
            int granted = 0;
            for (; granted < 40; granted++) {
                assertThat(got(a.of("l").hold(of(day, 1))).granted()).isTrue();
            }
            // Connections are taken and lead nowhere, as those through a lost network.
            proxy.toUpstream().stallAfter(0);
            proxy.resetAll();
            await("the one cut off to know", a::local);
            while (got(a.of("l").hold(of(day, 1))).granted()) {
                granted++;
            }
            while (got(b.of("l").hold(of(day, 1))).granted()) {
                granted++;
            }
            // The limit, and at most the share of the one that is cut off.
            assertThat(granted).isBetween(100, 150);
            assertThat(b.local()).isFalse();
            outage();
            proxy.heal();
            proxy.resetAll();
            long healed = System.nanoTime();
            await("the server to be used again", () -> !a.local());
            assertThat(millisSince(healed)).isLessThan(5000);
            assertThat(got(a.of("l").hold(of(day, 1))).granted()).isFalse();
            assertThat(got(b.of("l").hold(of(day, 1))).granted()).isFalse();
        }
    }

    @Test
    void a_gateway_that_starts_without_the_server_serves_its_share_and_finds_it_later() {
        int port = server.port();
        server.kill();
        RedisState a = RedisStates.open(
                vertx, "{ url: \"redis://127.0.0.1:" + port + "\", time-limit: 1s, replicas: 4 }", Clock.SYSTEM);
        open.add(a);
        assertThat(a.of("l").sharing()).isEqualTo(new Sharing(Sharing.Mode.LOCAL_SHARE, 4));
        var slots = new Limit.Concurrency("c", 8);
        Hold held = of(slots, 1);
        assertThat(got(a.of("l").hold(held)).granted()).isTrue();
        assertThat(got(a.of("l").hold(of(slots, 1))).granted()).isTrue();
        assertThat(got(a.of("l").hold(of(slots, 1))).granted()).isFalse();
        got(a.of("l").put("k", new byte[] {1}, LEASE));
        assertThat(got(a.of("l").get("k"))).isPresent();
        assertThat(got(a.of("l").add("k", 3, LEASE))).isEqualTo(3);
        server.startAgain();
        await("the server to be used", () -> !a.local());
        await("what runs to be told", () -> used(a.of("l"), slots) == 2);
        assertThat(got(a.of("l").settle(held, 1))).isTrue();
        await("the end to be told", () -> used(a.of("l"), slots) == 1);
        assertThat(got(a.of("l").get("k"))).isEmpty();
    }

    @Test
    void a_request_that_is_too_large_for_a_share_but_not_for_the_limit_is_told_to_come_back() {
        RedisState a = gateway(server.url());
        gateway(server.url());
        await("both to be counted", () -> a.replicas() == 2);
        Limit.Window day = day(100);
        server.freeze();
        got(a.of("l").hold(of(day, 1)));
        assertThat(a.of("l").hold(of(day, 60)).result().retryAfter()).isPresent();
        assertThat(a.of("l").hold(of(day, 101)).result().retryAfter()).isEmpty();
    }

    @Test
    void a_wrong_password_is_named_and_not_shown() {
        server.close();
        server = RedisProcess.start("--requirepass", "right-password");
        RedisState a =
                RedisStates.open(vertx, "{ url: \"" + server.url() + "\", password: wrong-password }", Clock.SYSTEM);
        open.add(a);
        assertThat(a.local()).isTrue();
        RedisState b = RedisStates.open(
                vertx, "{ url: \"" + server.url() + "\", password: right-password, time-limit: 1s }", Clock.SYSTEM);
        open.add(b);
        await("the right one to be let in", () -> !b.local());
        assertThat(a.why()).contains("refuses the credentials").doesNotContain("password");
    }
}
