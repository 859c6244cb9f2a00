package dev.headgate.price;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A table of list prices by provider and model. Immutable; one instance serves all threads. */
public final class Prices {
    private static final String SHIPPED = "prices.tsv";
    private static final int COLUMNS = 6;
    private static final Pattern DOLLARS = Pattern.compile("\\d{1,6}(?:\\.\\d{1,6})?");
    private static final Pattern DATE = Pattern.compile("-\\d{4}-\\d{2}-\\d{2}\\z|[-@]\\d{8}\\z");

    private static @Nullable Prices shipped;

    private final Map<String, Map<String, Price>> byProvider;

    private Prices(Map<String, Map<String, Price>> byProvider) {
        this.byProvider = byProvider;
    }

    /**
     * The prices that come with the gateway, read with the first call. It waits for that, so it is nothing for the
     * request path: whoever needs prices there takes the table when a configuration is compiled.
     *
     * @throws MalformedPrices when the table cannot be trusted
     */
    public static synchronized Prices shipped() {
        if (shipped == null) {
            try (Reader in = new InputStreamReader(
                    Objects.requireNonNull(Prices.class.getResourceAsStream(SHIPPED)), StandardCharsets.UTF_8)) {
                shipped = read(SHIPPED, in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shipped;
    }

    /**
     * The prices in a table: a line a model, with provider, model, input, output, cache read and cache write, a tab
     * between them; the prices in US dollars per million tokens with at most six decimals, those of caches possibly
     * empty. Lines that are empty or begin with {@code #} are passed over.
     *
     * @param table its name, for messages
     * @throws MalformedPrices at the first line that is anything else, or that names a model again
     */
    public static Prices read(String table, Reader in) {
        Map<String, Map<String, Price>> byProvider = new HashMap<>();
        int number = 0;
        try (BufferedReader lines = new BufferedReader(in)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(line, byProvider);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new MalformedPrices(table, number, Objects.requireNonNullElse(e.getMessage(), ""));
        }
        return new Prices(byProvider);
    }

    private static void add(String line, Map<String, Map<String, Price>> byProvider) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS || cells[0].isBlank() || cells[1].isBlank()) {
            throw new IllegalArgumentException(
                    "expected provider, model, input, output, cache read and cache write with tabs between them");
        }
        Price price = new Price(
                required("input", cells[2]),
                required("output", cells[3]),
                optional("cache read", cells[4]),
                optional("cache write", cells[5]));
        if (byProvider.computeIfAbsent(cells[0], p -> new HashMap<>()).put(cells[1], price) != null) {
            throw new IllegalArgumentException("a second price of " + cells[0] + " " + cells[1]);
        }
    }

    private static long required(String column, String cell) {
        if (!DOLLARS.matcher(cell).matches()) {
            throw new IllegalArgumentException(
                    column + " must be US dollars per million tokens, as 0.15, with at most six decimals");
        }
        return new BigDecimal(cell).movePointRight(6).longValueExact();
    }

    private static OptionalLong optional(String column, String cell) {
        return cell.isEmpty() ? OptionalLong.empty() : OptionalLong.of(required(column, cell));
    }

    /**
     * What this model costs at this provider, when it is known. A model under its own name counts first; a dated one
     * that is not listed costs what it costs without its date ({@code -2024-08-06}, {@code -20240806} or
     * {@code @20240806} at the end). Nothing else is guessed: neither a shorter number such as {@code -0613} nor
     * {@code -latest}, under which other generations went at other prices.
     */
    public Optional<Price> of(String provider, String model) {
        Map<String, Price> models = byProvider.get(provider);
        if (models == null) {
            return Optional.empty();
        }
        Price exact = models.get(model);
        if (exact != null) {
            return Optional.of(exact);
        }
        Matcher date = DATE.matcher(model);
        return date.find() ? Optional.ofNullable(models.get(model.substring(0, date.start()))) : Optional.empty();
    }
}
