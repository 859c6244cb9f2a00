package dev.headgate.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a proxy adds to the answer time of a service that is asked at a constant rate. */
record OpenLoopScenario() implements Scenario {
    private static final int RATE = 1000;

    @Override
    public String name() {
        return "open-loop-1000";
    }

    @Override
    public String about() {
        return "1,000 requests/s of 1 KB, evenly spaced, each timed from when it was due; added is the difference of medians to the mock asked directly.";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.ADDED_P50, Goal.ADDED_P99);
    }

    @Override
    public boolean quick() {
        return true;
    }

    @Override
    public Section measure(Lab lab) throws InterruptedException {
        Load load = lab.chat1k().at(RATE);
        Entrant direct = lab.mock().direct();
        Map<Entrant, Load> field = new LinkedHashMap<>();
        field.put(direct, load);
        field.putAll(lab.fieldAndBare(load));
        Comparison found = lab.rounds().pinned(field);
        List<List<String>> rows = new ArrayList<>();
        for (Series s : found.series()) {
            List<String> row = new ArrayList<>(List.of(s.name()));
            try {
                row.add(micros(s.spread("p50")));
                row.add(micros(s.spread("p99")));
            } catch (NotMeasured e) {
                row.addAll(List.of(e.reason(), "–"));
            }
            for (String figure : List.of("p50", "p99")) {
                row.add(s.name().equals(direct.name()) ? "–" : cell(() -> added(found, s.name(), figure), 0));
                row.add(s.name().equals(direct.name()) ? "–" : cell(() -> ratio(found, s.name(), figure), 2));
            }
            rows.add(row);
        }
        Table table = new Table(List.of("", "p50 µs", "p99 µs", "added p50", "x nginx", "added p99", "x nginx"), rows);
        return new Section(
                name(),
                about(),
                List.of(table),
                found.noise(),
                List.of(judged(found, Goal.ADDED_P50, "p50"), judged(found, Goal.ADDED_P99, "p99")));
    }

    private interface Figure {
        double get() throws NotMeasured;
    }

    private static String cell(Figure figure, int decimals) {
        try {
            return Spread.number(figure.get(), decimals);
        } catch (NotMeasured e) {
            return "–";
        }
    }

    private static String micros(Spread spread) {
        return spread.text(0);
    }

    private static double added(Comparison found, String name, String figure) throws NotMeasured {
        return found.of(name).median(figure) - found.series().getFirst().median(figure);
    }

    private static double ratio(Comparison found, String name, String figure) throws NotMeasured {
        double least = added(found, Lab.NGINX, figure);
        if (least <= 0) {
            throw new NotMeasured("not measured: nginx added nothing that could be told from noise");
        }
        return added(found, name, figure) / least;
    }

    private static Goal.Judged judged(Comparison found, Goal goal, String figure) {
        try {
            return goal.judge(ratio(found, Lab.HEADGATE, figure))
                    .disturbed(found.noisy(
                            Lab.HEADGATE, Lab.NGINX, found.series().getFirst().name()));
        } catch (NotMeasured e) {
            return goal.unmeasured(e);
        }
    }
}
