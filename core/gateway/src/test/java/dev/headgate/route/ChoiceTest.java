package dev.headgate.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headgate.route.Fallback.Cause;
import dev.headgate.route.Route.Affinity;
import dev.headgate.route.Route.Policy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which target an exchange tries first, and which then. */
final class ChoiceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Limits LIMITS =
            new Limits(1, SECOND, SECOND, SECOND, SECOND, SECOND, SECOND, SECOND, 0, SECOND);
    private static final Target A = new Target("a", "x", 6);
    private static final Target B = new Target("b", "x", 3);
    private static final Target C = new Target("c", "x", 1);
    private static final Target LAST = new Target("last", "x", 1);

    private final Random random = new Random(42);
    private final Map<Target, Integer> unfit = new HashMap<>();
    private final Map<Target, Double> costs = new HashMap<>();
    private final Map<Target, Long> busy = new HashMap<>();
    private final Map<Target, Double> prices = new HashMap<>();

    private final Standings standings = new Standings() {
        @Override
        public int unfitness(Target target, String model) {
            return Optional.ofNullable(unfit.get(target)).orElse(0);
        }

        @Override
        public double cost(Target target) {
            return Optional.ofNullable(costs.get(target)).orElse(0.0);
        }

        @Override
        public long inFlight(Target target) {
            return Optional.ofNullable(busy.get(target)).orElse(0L);
        }

        @Override
        public double price(Target target, String model) {
            return Optional.ofNullable(prices.get(target)).orElse(Double.POSITIVE_INFINITY);
        }
    };

    private static Route route(Policy policy, Target... targets) {
        return new Route(new Route.Plan(
                "m",
                policy,
                Affinity.NONE,
                List.of(targets),
                List.of(
                        new Fallback(new Target("large", "x", 1), Set.of(Cause.CONTEXT_WINDOW)),
                        new Fallback(LAST, Set.of(Cause.FAILURE, Cause.CONTENT_FILTER))),
                LIMITS,
                Optional.empty(),
                Optional.empty()));
    }

    private String order(Route r) {
        return order(r, OptionalLong.empty());
    }

    private String order(Route r, OptionalLong binding) {
        return r.order("m", binding, standings, random).stream()
                .map(Target::upstream)
                .collect(Collectors.joining(" "));
    }

    /** How often each comes first. */
    private Map<String, Long> firsts(Route r, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> order(r).split(" ", 2)[0])
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void in_order_means_as_listed_and_then_the_fallbacks_for_failures() {
        assertThat(order(route(Policy.ORDERED, B, A, C))).isEqualTo("b a c last");
        assertThat(route(Policy.ORDERED, A).fallbacks(Cause.CONTEXT_WINDOW))
                .extracting(Target::upstream)
                .containsExactly("large");
        assertThat(route(Policy.ORDERED, A).fallbacks(Cause.CONTENT_FILTER)).containsExactly(LAST);
    }

    @Test
    void weights_are_exact_over_a_thousand_requests() {
        assertThat(firsts(route(Policy.WEIGHTED, A, B, C), 1_000)).isEqualTo(Map.of("a", 600L, "b", 300L, "c", 100L));
        Target canary = new Target("canary", "x", 1);
        assertThat(firsts(route(Policy.WEIGHTED, new Target("a", "x", 99), canary), 1_000))
                .isEqualTo(Map.of("a", 990L, "canary", 10L));
    }

    @Test
    void weights_are_exact_on_many_threads() {
        Route r = route(Policy.WEIGHTED, A, B, C);
        Map<String, Long> firsts = IntStream.range(0, 10_000)
                .parallel()
                .mapToObj(i -> r.order("m", OptionalLong.empty(), standings, new Random(i))
                        .getFirst()
                        .upstream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(firsts).isEqualTo(Map.of("a", 6_000L, "b", 3_000L, "c", 1_000L));
    }

    @Test
    void turns_are_spread_and_not_in_blocks() {
        Route r = route(Policy.WEIGHTED, new Target("a", "x", 50), new Target("b", "x", 50));
        for (int i = 0; i < 20; i++) {
            assertThat(firsts(r, 2)).containsOnlyKeys("a", "b");
        }
    }

    @Test
    void every_target_stands_in_the_order_once() {
        for (Policy p : Policy.values()) {
            assertThat(order(route(p, A, B, C)).split(" ")).containsExactlyInAnyOrder("a", "b", "c", "last");
        }
    }

    @Test
    void a_target_that_is_not_well_steps_back_whatever_the_policy() {
        unfit.put(A, 2);
        unfit.put(B, 1);
        for (Policy p : Policy.values()) {
            assertThat(order(route(p, A, B, C))).isEqualTo("c last b a");
        }
        assertThat(order(route(Policy.ORDERED, A, B, C), OptionalLong.of(7))).isEqualTo("c last b a");
    }

    @Test
    void the_quicker_of_two_is_chosen_and_the_slowest_never_first() {
        costs.put(A, 300.0);
        costs.put(B, 100.0);
        costs.put(C, 200.0);
        Map<String, Long> firsts = firsts(route(Policy.LEAST_LATENCY, A, B, C), 3_000);
        assertThat(firsts).containsOnlyKeys("b", "c");
        assertThat((double) Optional.ofNullable(firsts.get("b")).orElse(0L)).isCloseTo(2_000, within(150.0));
    }

    @Test
    void the_least_busy_for_its_weight_comes_first() {
        busy.put(A, 6L);
        busy.put(B, 2L);
        busy.put(C, 2L);
        assertThat(order(route(Policy.LEAST_BUSY, A, B, C))).isEqualTo("b a c last");
        busy.clear();
        assertThat(firsts(route(Policy.LEAST_BUSY, A, B, C), 300))
                .as("idle ones are alike")
                .hasSize(3);
    }

    @Test
    void the_cheapest_comes_first_and_one_without_a_price_last() {
        prices.put(C, 5.0);
        prices.put(A, 7.0);
        assertThat(order(route(Policy.CHEAPEST, A, B, C))).isEqualTo("c a b last");
    }

    @Test
    void a_binding_leads_to_the_same_target_and_keys_spread_by_weight() {
        Route r = route(Policy.WEIGHTED, A, B, C);
        var firsts = new HashMap<String, Integer>();
        for (int key = 0; key < 5_000; key++) {
            String order = order(r, OptionalLong.of(key));
            assertThat(order(r, OptionalLong.of(key))).isEqualTo(order);
            firsts.merge(order.split(" ", 2)[0], 1, Integer::sum);
        }
        assertThat(Optional.ofNullable(firsts.get("a")).orElse(0)).isCloseTo(3_000, within(200));
        assertThat(Optional.ofNullable(firsts.get("b")).orElse(0)).isCloseTo(1_500, within(200));
    }

    @Test
    void when_a_target_goes_only_its_own_keys_move() {
        Route all = route(Policy.WEIGHTED, A, B, C);
        Route without = route(Policy.WEIGHTED, A, C);
        for (int key = 0; key < 1_000; key++) {
            String first = order(all, OptionalLong.of(key)).split(" ", 2)[0];
            if (!first.equals("b")) {
                assertThat(order(without, OptionalLong.of(key))).startsWith(first);
            }
        }
    }
}
