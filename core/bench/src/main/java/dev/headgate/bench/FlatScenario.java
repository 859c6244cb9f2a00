package dev.headgate.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Whether a request costs the same however much is configured.
 *
 * @param counts how much to configure: the first number that the gateway takes
 */
record FlatScenario(
        String name, String about, String of, List<Integer> counts, IntFunction<GatewaySetup> setup, Goal goal)
        implements Scenario {

    static Scenario keys() {
        return new FlatScenario(
                "keys-100000",
                "As `chat-1k`: one configured key against 100,000 in teams of 100, with one of them hot and with all in turn. The gateway of 100,000 keys has a heap of up to 1 GB, which reading them takes.",
                "keys",
                List.of(100_000, 10_000),
                GatewaySetup.DEFAULT::withKeys,
                Goal.FLAT_KEYS);
    }

    static Scenario models() {
        return new FlatScenario(
                "models-10000",
                "As `chat-1k`: 10 configured routes against 10,000, with one of them hot and with all in turn.",
                "routes",
                List.of(10_000, 1_000),
                GatewaySetup.DEFAULT::withModels,
                Goal.FLAT_MODELS);
    }

    @Override
    public List<Goal> goals() {
        return List.of(goal);
    }

    @Override
    public boolean quick() {
        return false;
    }

    @Override
    public Section measure(Lab lab) throws NotMeasured, InterruptedException {
        List<String> notes = new ArrayList<>();
        for (int count : counts) {
            try (Entrant many = lab.headgate().entrant(setup.apply(count), lab.port(10))) {
                many.contender();
                return compare(lab, many, count, notes);
            } catch (NotMeasured e) {
                notes.add("%,d %s: %s.".formatted(count, of, e.reason()));
            }
        }
        throw new NotMeasured(String.join(" ", notes));
    }

    private Section compare(Lab lab, Entrant many, int count, List<String> notes)
            throws NotMeasured, InterruptedException {
        Load load = lab.chat1k();
        GatewaySetup settings = setup.apply(count);
        Load inTurn = of.equals("keys")
                ? load.rotatingKeys(lab.file("keys.txt", settings.secrets()))
                : load.rotatingModels(lab.file("models.txt", settings.modelIds()));
        Entrant turning = new Entrant(
                many.name() + " in turn",
                true,
                () -> new Entrant.Running(many.contender(), () -> {}, many::beforeWindow));
        Map<Entrant, Load> field = new LinkedHashMap<>();
        field.put(lab.nginx(), load);
        field.put(lab.gateway(), load);
        field.put(many, load);
        field.put(turning, inTurn);
        Comparison found = lab.rounds().pinned(field);
        Table table = found.table(List.of(
                new Comparison.Column("CPU µs/request", "cpu_us", 1),
                new Comparison.Column("requests/s, one core", "rps", 0)));
        notes.addAll(found.noise());
        notes.add("By the gateway with %s: one hot %s, all in turn %s."
                .formatted(
                        of.equals("keys") ? "one key" : "10 routes",
                        ratio(found, many.name()),
                        ratio(found, turning.name())));
        boolean whole = count == counts.getFirst();
        Goal.Judged judged = found.judge(goal, turning.name(), Lab.HEADGATE, "cpu_us");
        return new Section(
                name, about, List.of(table), notes, List.of(whole ? judged : judged.only(count, counts.getFirst())));
    }

    private static String ratio(Comparison found, String name) {
        try {
            return Spread.number(found.ratio(name, Lab.HEADGATE, "cpu_us"), 2) + "x";
        } catch (NotMeasured e) {
            return e.reason();
        }
    }
}
