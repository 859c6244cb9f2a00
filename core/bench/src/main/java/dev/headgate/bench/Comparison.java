package dev.headgate.bench;

import java.util.ArrayList;
import java.util.List;

/** Several entrants under the same load, in rounds that took turns. */
record Comparison(List<Series> series) {
    private static final List<String> YARDSTICKS = List.of("nginx", "HAProxy");
    private static final double UNSTEADY = 1.25;

    /** A figure of the load generator as a column; multiplied by the scale. */
    record Column(String title, String figure, double scale, int decimals) {
        Column(String title, String figure, int decimals) {
            this(title, figure, 1, decimals);
        }
    }

    Comparison {
        series = List.copyOf(series);
    }

    Series of(String name) throws NotMeasured {
        return series.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotMeasured("not measured: " + name + " took no part"));
    }

    /** A figure's median by that of another entrant. */
    double ratio(String name, String to, String figure) throws NotMeasured {
        return of(name).median(figure) / of(to).median(figure);
    }

    /** Judges by a ratio of medians. */
    Goal.Judged judge(Goal goal, String name, String to, String figure) {
        try {
            return goal.judge(ratio(name, to, figure))
                    .disturbed(noisy(name, to) || unsteady(of(name), figure) || unsteady(of(to), figure));
        } catch (NotMeasured e) {
            return goal.unmeasured(e);
        }
    }

    /** The first column is followed by its ratios to nginx and HAProxy. */
    Table table(List<Column> columns) {
        List<String> yardsticks = YARDSTICKS.stream()
                .filter(y -> series.stream().anyMatch(s -> s.name().equals(y)))
                .toList();
        List<String> head = new ArrayList<>(List.of("", columns.getFirst().title()));
        yardsticks.forEach(y -> head.add("x " + y));
        columns.stream().skip(1).map(Column::title).forEach(head::add);
        List<List<String>> rows = new ArrayList<>();
        for (Series s : series) {
            List<String> row = new ArrayList<>();
            row.add(s.name());
            row.add(s.measured() ? cell(s, columns.getFirst()) : s.reason());
            yardsticks.forEach(y -> row.add(ratioCell(s, y, columns.getFirst().figure())));
            columns.stream().skip(1).forEach(c -> row.add(cell(s, c)));
            rows.add(row);
        }
        return new Table(head, rows);
    }

    private static String cell(Series s, Column column) {
        try {
            Spread spread = s.spread(column.figure());
            return new Spread(
                            spread.median() * column.scale(),
                            spread.min() * column.scale(),
                            spread.max() * column.scale())
                    .text(column.decimals());
        } catch (NotMeasured e) {
            return "–";
        }
    }

    private String ratioCell(Series s, String to, String figure) {
        try {
            return Spread.number(s.median(figure) / of(to).median(figure), 2);
        } catch (NotMeasured e) {
            return "–";
        }
    }

    /** Whether rounds differ by so much that a machine shared with others is likelier the reason than what was measured. */
    private static boolean unsteady(Series series, String figure) throws NotMeasured {
        Spread spread = series.spread(figure);
        return spread.max() > UNSTEADY * spread.min();
    }

    /** Whether half or more of the rounds of one of these stayed noisy. */
    boolean noisy(String... names) {
        return series.stream()
                .anyMatch(s ->
                        2 * s.noisy() >= s.windows().size() && List.of(names).contains(s.name()));
    }

    /** Which rounds stayed noisy although they were repeated. */
    List<String> noise() {
        List<String> noisy = series.stream()
                .filter(s -> s.noisy() > 0)
                .map(s -> s.name() + " " + s.noisy() + " of " + s.windows().size())
                .toList();
        return noisy.isEmpty()
                ? List.of()
                : List.of("Noisy rounds, in which others used over %.0f %% of a processor: %s."
                        .formatted(100 * Window.QUIET, String.join(", ", noisy)));
    }
}
