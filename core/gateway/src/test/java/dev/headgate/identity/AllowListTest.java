package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AllowListTest {
    @ParameterizedTest
    @CsvSource({
        // allowed,  asked for,      upstream,  model there,    may be dispatched
        "smart,      smart,          anthropic, claude-opus,    true", // named: the operator chose its targets
        "gpt-*,      gpt-4o,         openai,    gpt-4o,         true",
        "gpt-*,      gpt-4o,         azure,     gpt-4o-2024,    true", // an alias within the list
        "gpt-*,      gpt-best,       anthropic, claude-opus,    false", // an alias past it
        "openai/*,   openai/gpt-4o,  openai,    gpt-4o,         true", // the namespace covers the upstream's models
        "openai/*,   openai/gpt-4o,  anthropic, claude-opus,    false",
        "'gpt-*,claude-opus', gpt-best, anthropic, claude-opus, true",
        "'gpt-*,anthropic/claude-opus', gpt-best, anthropic, claude-opus, true",
        "*,          anything,       any,       thing,          true",
    })
    void what_is_dispatched_is_covered(String allowed, String asked, String upstream, String model, boolean may) {
        var list = new AllowList(List.of(allowed.split(",")));
        assertThat(list.mayName(asked)).isTrue();
        assertThat(list.mayReach(asked, upstream, model)).isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource({"gpt-*, gpt", "gpt-*, GPT-4o", "smart, smart2", "smart, smar", "smart, ' smart'", "openai/*, gpt-4o"})
    void what_is_not_covered_cannot_be_named(String allowed, String asked) {
        assertThat(new AllowList(List.of(allowed)).mayName(asked)).isFalse();
    }

    @Property(tries = 500)
    void nothing_outside_the_list_is_reached_by_a_name_that_only_a_prefix_covers(@ForAll("cases") Case c) {
        var list = new AllowList(c.allowed);
        boolean literal = c.allowed.contains(c.asked);
        boolean covered =
                c.allowed.stream().anyMatch(p -> matches(p, c.model) || matches(p, c.upstream + "/" + c.model));
        assertThat(list.mayReach(c.asked, c.upstream, c.model)).isEqualTo(literal || covered);
        assertThat(list.mayName(c.asked)).isEqualTo(c.allowed.stream().anyMatch(p -> matches(p, c.asked)));
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    record Case(List<String> allowed, String asked, String upstream, String model) {}

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<String> name = Arbitraries.of("a", "ab", "abc", "b", "u/a", "u/ab", "v/b", "smart");
        Arbitrary<String> pattern = Arbitraries.oneOf(name, Arbitraries.of("a*", "ab*", "u/*", "v/*", "s*", "u/a*"));
        return Combinators.combine(
                        pattern.list().ofMinSize(1).ofMaxSize(3),
                        name,
                        Arbitraries.of("u", "v"),
                        Arbitraries.of("a", "ab", "b", "smart"))
                .as(Case::new);
    }
}
