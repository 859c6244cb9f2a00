package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.RedisProcess;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A gateway whose configuration names a Redis, seen from outside. */
final class SharedStateTest {
    private static final String MODELS = "upstreams: { echo: { provider: echo } }\nmodels: { echo: echo/echo }\n";
    private static final String CHAT = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static String state(RedisProcess server, String more) {
        return MODELS + "state: { redis: { url: \"" + server.url() + "\", time-limit: 1s" + more + " } }\n";
    }

    private static void await(String what, BooleanSupplier condition) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); !condition.getAsBoolean(); ) {
            assertThat(System.nanoTime()).as("waited 10 s for " + what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static long clients(RedisProcess server) {
        // The one that asks is not counted.
        return server.command("CLIENT", "LIST")
                        .lines()
                        .filter(l -> l.startsWith("id="))
                        .count()
                - 1;
    }

    @Test
    void a_reload_keeps_the_connection_of_state_that_stays_and_replaces_that_of_state_that_changes() {
        try (RedisProcess one = RedisProcess.start();
                RedisProcess other = RedisProcess.start();
                TestGateway gateway = TestGateway.start(state(one, ""))) {
            await("the connection", () -> gateway.metrics().contains("headgate_state_local 0.0"));
            String before = one.command("CLIENT", "LIST")
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .replaceAll(" .*", "");
            assertThat(gateway.reload("# changed\n" + state(one, ""))).isEmpty();
            assertThat(one.command("CLIENT", "LIST")).contains(before + " ");
            assertThat(clients(one)).isEqualTo(1);

            assertThat(gateway.reload(state(other, ", prefix: new"))).isEmpty();
            assertThat(clients(other)).isEqualTo(1);
            assertThat(gateway.post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);
            await("the old connection to go", () -> clients(one) == 0);

            assertThat(gateway.reload(MODELS)).isEmpty();
            assertThat(gateway.metrics()).contains("headgate_state_local 0.0").contains("headgate_state_replicas 1.0");
            await("the last connection to go", () -> clients(other) == 0);
        }
    }

    @Test
    void a_gateway_says_in_its_metrics_that_it_holds_its_share_alone_and_how_many_there_are() {
        try (RedisProcess server = RedisProcess.start();
                TestGateway one = TestGateway.start(state(server, ""));
                TestGateway other = TestGateway.start(state(server, ""))) {
            await(
                    "both to be counted",
                    () -> one.metrics().contains("headgate_state_replicas 2.0")
                            && other.metrics().contains("headgate_state_replicas 2.0"));
            server.kill();
            await("it to be seen", () -> one.metrics().contains("headgate_state_local 1.0"));
            assertThat(one.metrics())
                    .contains("headgate_state_replicas 2.0")
                    .contains("headgate_state_outages_total 1.0");
            assertThat(one.post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);
            server.startAgain();
            await("it to be used again", () -> one.metrics().contains("headgate_state_local 0.0"));
        }
    }

    @Test
    void a_gateway_starts_and_serves_where_there_is_no_server() {
        int port = RedisProcess.freePort();
        try (TestGateway gateway =
                TestGateway.start(MODELS + "state: { redis: \"redis://127.0.0.1:" + port + "\" }\n")) {
            assertThat(gateway.post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);
            assertThat(gateway.metrics()).contains("headgate_state_local 1.0");
        }
    }
}
