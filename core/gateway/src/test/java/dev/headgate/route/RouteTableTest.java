package dev.headgate.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTableTest {
    private static final Limits LIMITS = new Limits(
            2,
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            0,
            Duration.ofMinutes(10));

    private static Route route(String name, Target... targets) {
        return new Route(new Route.Plan(
                name,
                Route.Policy.ORDERED,
                Route.Affinity.NONE,
                List.of(targets),
                List.of(),
                LIMITS,
                Optional.empty(),
                Optional.empty()));
    }

    private static RouteTable table(String... names) {
        return new RouteTable(
                Stream.of(names).map(n -> route(n, new Target("up", "x", 1))).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o,        gpt-4o", // exact before any wildcard
        "gpt-4o-mini,   gpt-4o*", // the longest prefix
        "gpt-4,         gpt-*",
        "gpt-,          *", // a wildcard stands for at least one character
        "gpt,           *",
        "GPT-4o,        *", // byte for byte
        "gpt-4ο,        gpt-*", // a Greek omicron is no o
        "openai/gpt-4o, openai/*",
        "openai/a/b,    openai/*",
        "openai/,       *",
        "x,             *",
    })
    void the_best_match_wins(String model, String route) {
        RouteTable table = table("*", "gpt-*", "gpt-4o*", "gpt-4o", "openai/*");
        assertThat(table.find(model).map(Route::name)).contains(route);
    }

    @Test
    void without_a_match_there_is_no_route() {
        RouteTable table = table("gpt-4o", "claude-*");
        for (String model : List.of("", "gpt-4o ", " gpt-4o", "gpt-4", "gpt-4oo", "claude-", "claude", "*", "claude")) {
            assertThat(table.find(model)).as(model).isEmpty();
        }
        assertThat(table("*").find("")).isEmpty();
        assertThat(new RouteTable(List.of()).find("x")).isEmpty();
    }

    @Test
    void a_route_without_targets_keeps_its_names_from_shorter_wildcards() {
        var table = new RouteTable(List.of(route("secret-*"), route("*", new Target("public", "*", 1))));
        assertThat(table.find("secret-plans")).isEmpty();
        assertThat(table.match("secret-plans").map(Route::name)).contains("secret-*");
        assertThat(table.find("other").map(Route::name)).contains("*");
        assertThat(new RouteTable(List.of(route("named"))).names()).isEmpty();
    }

    @Test
    void ten_thousand_routes_are_told_apart() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 5_000; i++) {
            names.add("team-" + i + "/model");
            names.add("team-" + i + "/*");
        }
        RouteTable table = table(names.toArray(String[]::new));
        for (int i = 0; i < 5_000; i++) {
            assertThat(table.find("team-" + i + "/model").map(Route::name)).contains("team-" + i + "/model");
            assertThat(table.find("team-" + i + "/other").map(Route::name)).contains("team-" + i + "/*");
        }
        assertThat(table.routes()).hasSize(10_000);
        assertThat(table.names()).hasSize(5_000);
    }

    @ParameterizedTest
    @CsvSource({
        "openai/*,  openai/gpt-4o,       gpt-4o", // a namespace of the gateway's own is dropped
        "a/b/*,     a/b/c/d,             c/d",
        "claude-*,  claude-sonnet,       claude-sonnet", // any other prefix belongs to the name
        "*,         anything/at/all,     anything/at/all",
        "exact,     exact,               exact",
    })
    void a_star_keeps_the_rest_of_the_name(String route, String model, String sent) {
        Route r = route(route, new Target("a", "*", 1), new Target("b", "fixed", 1));
        assertThat(r.reachable().map(t -> t.model(r.kept(model)))).containsExactly(sent, "fixed");
    }
}
