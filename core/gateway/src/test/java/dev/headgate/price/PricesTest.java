package dev.headgate.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PricesTest {
    private static final long DOLLAR_PER_MILLION = 1_000_000;

    private static Prices table(String... lines) {
        return Prices.read("t.tsv", new StringReader(String.join("\n", lines)));
    }

    private static List<String> shippedLines() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Prices.class.getResourceAsStream("prices.tsv")), StandardCharsets.UTF_8))) {
            return in.lines().filter(l -> !l.startsWith("#")).toList();
        }
    }

    @Test
    void a_price_is_exact_to_the_last_decimal() {
        Prices prices = table("# comment", "", "p\tm\t0.000001\t123456.654321\t\t0");
        assertThat(prices.of("p", "m"))
                .contains(new Price(1, 123_456_654_321L, OptionalLong.empty(), OptionalLong.of(0)));
    }

    @Test
    void a_dated_model_costs_what_it_costs_without_its_date_unless_it_is_listed() {
        Prices prices = table("p\tm\t1\t2\t\t", "p\tm-2024-05-13\t5\t6\t\t", "q\tm\t9\t9\t\t");
        Optional<Price> plain = prices.of("p", "m");
        assertThat(prices.of("p", "m-2024-08-06")).isPresent().isEqualTo(plain);
        assertThat(prices.of("p", "m-20240806")).isPresent().isEqualTo(plain);
        assertThat(prices.of("p", "m@20240806")).isPresent().isEqualTo(plain);
        assertThat(prices.of("p", "m-2024-05-13").orElseThrow().input()).isEqualTo(5 * DOLLAR_PER_MILLION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m-0613", "m-latest", "m-mini", "m-2024-08-06-x", "m-2024", "M", "", "-2024-08-06", "m "})
    void nothing_else_is_guessed(String model) {
        assertThat(table("p\tm\t1\t2\t\t").of("p", model)).isEmpty();
        assertThat(table("p\tm\t1\t2\t\t").of("q", "m")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p\tm\t-1\t2\t\t",
                "p\tm\tNaN\t2\t\t",
                "p\tm\t1\tInfinity\t\t",
                "p\tm\t1e3\t2\t\t",
                "p\tm\t1\t\t\t",
                "p\tm\t\t2\t\t",
                "p\tm\t1\t2\t-0.5\t",
                "p\tm\t1\t2\t\tfree",
                "p\tm\t1.0000001\t2\t\t",
                "p\tm\t10000000\t2\t\t",
                "p\tm\t 1\t2\t\t",
                "p\tm\t1,5\t2\t\t",
                "p\tm\t1\t2",
                "p\tm\t1\t2\t\t\t",
                "\tm\t1\t2\t\t",
                "p\t\t1\t2\t\t",
                "p m 1 2",
                "p\tok\t1\t2\t\t",
            })
    void a_line_that_cannot_be_trusted_is_refused_by_its_number(String line) {
        assertThatExceptionOfType(MalformedPrices.class)
                .isThrownBy(() -> table("# comment", "p\tok\t1\t2\t\t", line, "p\tlater\t1\t2\t\t"))
                .withMessageMatching("t\\.tsv:3: .{10,}");
    }

    @Test
    void a_cost_beyond_counting_is_the_greatest_there_is() {
        Price price = table("p\tm\t2.5\t10\t\t").of("p", "m").orElseThrow();
        assertThat(price.of(1_000, 100)).isEqualTo(1_000 * 2_500_000L + 100 * 10_000_000L);
        assertThat(price.of(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(price.of(Long.MAX_VALUE / 2_500_000, Long.MAX_VALUE / 10_000_000))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void every_shipped_price_is_plausible() throws IOException {
        List<String> lines = shippedLines();
        assertThat(lines).hasSizeGreaterThan(500).isSorted();
        for (String line : lines) {
            String[] cells = line.split("\t", -1);
            Price price = Prices.shipped().of(cells[0], cells[1]).orElseThrow();
            assertThat(price.input()).as(line).isBetween(1_000L, 200 * DOLLAR_PER_MILLION);
            assertThat(price.output()).as(line).isBetween(0L, 1_000 * DOLLAR_PER_MILLION);
            assertThat(price.cacheRead().orElse(1)).as(line).isBetween(1L, price.input());
            assertThat(price.cacheWrite().orElse(price.input())).as(line).isBetween(price.input(), 2 * price.input());
        }
    }

    @Test
    void what_everybody_asks_for_is_listed() {
        assertThat(Prices.shipped().of("openai", "gpt-4o"))
                .contains(new Price(2_500_000, 10_000_000, OptionalLong.of(1_250_000), OptionalLong.empty()));
        assertThat(Prices.shipped().of("openai", "text-embedding-3-small").map(Price::output))
                .contains(0L);
        assertThat(Prices.shipped()
                        .of("anthropic", "claude-sonnet-4-5")
                        .flatMap(p -> p.cacheWrite().stream().boxed().findFirst()))
                .contains(3_750_000L);
        assertThat(Prices.shipped().of("ollama", "llama3")).isEmpty();
    }

    @Test
    void the_table_is_read_once() {
        assertThat(Prices.shipped()).isSameAs(Prices.shipped());
    }
}
