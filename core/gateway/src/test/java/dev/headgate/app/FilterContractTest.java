package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.plugin.PluginHosts;
import dev.headgate.plugin.PluginJars;
import dev.headgate.plugin.TroubleFilters;
import dev.headgate.testkit.RawClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a filter that breaks its contract does to its own requests, and what it cannot do to others. */
final class FilterContractTest {
    private static final List<String> FAULTS = List.of(
            "throws",
            "errs",
            "overflows",
            "nothing",
            "answers-null",
            "never",
            "never-after",
            "throws-after",
            "changes-and-throws",
            "twice",
            "late");

    @TempDir
    private Path folder = Path.of("");

    private TestGateway gateway;

    private static String route(String name, String settings) {
        return "  " + name + ": { targets: [ echo/echo ], filters: [ " + settings + " ] }\n";
    }

    @BeforeEach
    void start() throws Exception {
        PluginJars.write(folder, "trouble-plugin", TroubleFilters.class);
        PluginJars.write(folder, "waiting-plugin", TroubleFilters.Blocking.class);
        var routes = new StringBuilder("upstreams: { echo: { provider: echo } }\nmodels:\n  well: echo/echo\n");
        for (String fault : FAULTS) {
            String settings = "{ how: " + fault + ", time-limit: 200ms, on-error: ";
            routes.append(route("fail-" + fault, "{ trouble: " + settings + "fail } }"));
            routes.append(route("skip-" + fault, "{ trouble: " + settings + "skip } }"));
        }
        routes.append(route("benched-fail", "{ trouble: { how: throws } }"));
        routes.append(route("benched-skip", "{ trouble: { how: never, time-limit: 50ms, on-error: skip } }"));
        routes.append(route("well-filtered", "trouble"));
        routes.append(route("at-the-gate", "{ trouble: { how: waits-at-the-gate, time-limit: 60s } }"));
        routes.append(route(
                "late-at-the-gate", "{ trouble: { how: waits-at-the-gate, time-limit: 100ms, on-error: skip } }"));
        routes.append(route("holds", "{ trouble: { how: holds } }"));
        routes.append(route("holds-when-asked", "{ trouble: { how: holds-when-asked } }"));
        routes.append(route("left-before", "{ trouble: { how: never-when-asked, time-limit: 60s } }"));
        routes.append(route("left-after", "{ trouble: { how: never-after, time-limit: 60s } }"));
        routes.append(route("elsewhere", "{ trouble: { how: elsewhere } }"));
        routes.append(route("waits", "waiting"));
        gateway = TestGateway.start(routes.toString(), Map.of(), PluginHosts.of(folder));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpResponse<String> ask(String model) {
        return gateway.post("/v1/chat/completions", Pair.chat(model));
    }

    @TestFactory
    Stream<DynamicTest> the_declared_policy_holds() {
        return FAULTS.stream()
                .map(fault -> DynamicTest.dynamicTest(fault, () -> {
                    HttpResponse<String> failed = ask("fail-" + fault);
                    assertThat(failed.statusCode()).isEqualTo(500);
                    assertThat(failed.body())
                            .contains("\"code\":null")
                            .doesNotContain(TroubleFilters.DETAIL)
                            .doesNotContain("dev.headgate");
                    HttpResponse<String> skipped = ask("skip-" + fault);
                    assertThat(skipped.statusCode()).as(skipped.body()).isEqualTo(200);
                    assertThat(skipped.body()).contains("hello").doesNotContain("too late");
                    assertThat(ask("well").statusCode()).isEqualTo(200);
                }));
    }

    @Test
    void a_filter_that_never_ends_costs_its_time_limit() {
        Instant begun = Instant.now();
        assertThat(ask("skip-never").statusCode()).isEqualTo(200);
        assertThat(Duration.between(begun, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(gateway.metrics())
                .contains("headgate_filter_calls_total{filter=\"trouble\",outcome=\"timed-out\"} 1.0");
    }

    @Test
    void a_filter_that_keeps_failing_is_benched() {
        for (int i = 0; i < 5; i++) {
            assertThat(ask("benched-fail").statusCode()).isEqualTo(500);
            assertThat(ask("benched-skip").statusCode()).isEqualTo(200);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(ask("benched-fail").statusCode()).isEqualTo(500);
            assertThat(ask("benched-skip").statusCode()).isEqualTo(200);
        }
        assertThat(gateway.metrics())
                .contains("headgate_filter_calls_total{filter=\"trouble\",outcome=\"failed\"} 5.0")
                .contains("headgate_filter_calls_total{filter=\"trouble\",outcome=\"timed-out\"} 5.0")
                .contains("headgate_filter_calls_total{filter=\"trouble\",outcome=\"benched\"} 40.0");
    }

    @Test
    void a_filter_that_blocks_undeclared_is_found_and_called_on_threads_of_its_own() {
        for (int i = 0; i < 12; i++) {
            assertThat(ask("holds").statusCode()).isEqualTo(200);
        }
        assertThat(gateway.metrics())
                .contains("headgate_filter_calls_total{filter=\"trouble\",outcome=\"kept\"} 12.0")
                .contains("headgate_filter_calls_total{filter=\"trouble\",outcome=\"blocked\"} 1.0");
    }

    @Test
    void a_filter_that_is_late_once_stays_on_its_loop_and_leaves_it_the_second_time() {
        for (int i = 0; i < 10; i++) {
            ask("holds-when-asked");
        }
        assertThat(calledApart()).isFalse();
        assertThat(calledApart("x-hold", "yes")).isFalse();
        assertThat(calledApart()).isFalse();
        assertThat(calledApart("x-hold", "yes")).isFalse();
        assertThat(calledApart()).isTrue();
    }

    private boolean calledApart(String... headers) {
        return Boolean.parseBoolean(gateway.post("/v1/chat/completions", Pair.chat("holds-when-asked"), headers)
                .headers()
                .firstValue("x-apart")
                .orElseThrow());
    }

    @Test
    void others_are_served_while_an_undeclared_blocker_blocks() {
        var gate = new CountDownLatch(1);
        System.getProperties().put("trouble.gate", gate);
        var blocked = new ArrayList<RawClient>();
        for (int i = 0; i < 8; i++) {
            blocked.add(
                    RawClient.connect(gateway.url().toString()).post("/v1/chat/completions", Pair.chat("at-the-gate")));
        }
        for (int i = 0; i < 40; i++) {
            assertThat(ask("well").statusCode()).isEqualTo(200);
        }
        gate.countDown();
        for (RawClient client : blocked) {
            assertThat(client.read().status()).isEqualTo(200);
            client.close();
        }
        System.getProperties().remove("trouble.gate");
    }

    @Test
    void a_blocker_that_is_late_is_interrupted_and_its_policy_decides() {
        System.getProperties().put("trouble.gate", new CountDownLatch(1));
        for (int i = 0; i < 3; i++) {
            assertThat(ask("late-at-the-gate").statusCode()).isEqualTo(200);
        }
        System.getProperties().remove("trouble.gate");
        assertThat(gateway.metrics())
                .contains("headgate_filter_calls_total{filter=\"trouble\",outcome=\"timed-out\"} 3.0");
    }

    @Test
    void callers_that_leave_are_not_held_against_a_filter() {
        leave("left-before", 8);
        leave("left-after", 8);
        gateway.awaitMetric("headgate_filter_calls_total{filter=\"trouble\",outcome=\"abandoned\"} 16.0");
        gateway.awaitMetric("headgate_in_flight 0.0\n");
        assertThat(ask("left-before").statusCode()).as("not benched").isEqualTo(200);
        assertThat(gateway.metrics())
                .contains("outcome=\"kept\"} 1.0")
                .doesNotContain("outcome=\"timed-out\"} 1")
                .doesNotContain("outcome=\"failed\"} 1");
    }

    /** So many callers ask, get no answer and go away. */
    private void leave(String model, int callers) {
        var all = new ArrayList<RawClient>();
        for (int i = 0; i < callers; i++) {
            all.add(RawClient.connect(gateway.url().toString())
                    .post("/v1/chat/completions", Pair.chat(model), "X-Never: yes"));
        }
        gateway.awaitMetric("headgate_in_flight " + callers + ".0\n");
        all.forEach(RawClient::reset);
        gateway.awaitMetric("headgate_in_flight 0.0\n");
    }

    @Test
    void a_filter_may_go_on_from_another_thread() {
        for (int i = 0; i < 10; i++) {
            assertThat(ask("elsewhere").body()).contains("hello");
        }
    }

    @Test
    void a_filter_that_is_declared_as_blocking_holds_nobody_up() {
        var waiting = java.util.concurrent.CompletableFuture.supplyAsync(() -> ask("waits"));
        for (int i = 0; i < 10; i++) {
            assertThat(ask("well").statusCode()).isEqualTo(200);
        }
        // That nothing sleeps on an event loop is seen to by LoopGuard.
        HttpResponse<String> answer = waiting.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-waited")).contains("yes");
    }

    @Test
    void nothing_is_left_under_way() {
        for (String fault : FAULTS) {
            ask("fail-" + fault);
            ask("skip-" + fault);
        }
        assertThat(gateway.metrics()).contains("headgate_in_flight 0.0\n");
    }

    @Test
    void settings_of_the_contract_are_checked_with_their_line() {
        String yaml = "upstreams: { echo: { provider: echo } }\nmodels: { m: echo/echo }\nfilters:\n  - trouble: { ";
        assertThat(gateway.reload(yaml + "on-error: ignore } \n"))
                .singleElement()
                .asString()
                .endsWith("filters[0].trouble.on-error: \"ignore\" does not fit; use one of fail, skip");
        assertThat(gateway.reload(yaml + "time-limit: 5 }\n"))
                .singleElement()
                .asString()
                .endsWith(
                        "filters[0].trouble.time-limit: expected a number and a unit, such as 100ms, 30s, 5m, 1h or 1d;"
                                + " got a number");
    }

    @Test
    void the_time_that_filters_take_from_the_processor_is_on_the_metrics() {
        for (int i = 0; i < 262; i++) {
            ask("well-filtered");
        }
        String seconds = gateway.metrics()
                .lines()
                .filter(l -> l.startsWith("headgate_filter_cpu_seconds_total{filter=\"trouble\"}"))
                .map(l -> l.substring(l.lastIndexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(seconds)).isBetween(1e-6, 60.0);
    }
}
