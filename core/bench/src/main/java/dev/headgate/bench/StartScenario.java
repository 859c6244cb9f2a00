package dev.headgate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** From the start of the launcher to the first answered chat request. */
record StartScenario() implements Scenario {

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "From the start of the process to the first 200 to a chat request through it, nothing pinned; one start before to bring the files into the page cache.";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.START);
    }

    @Override
    public boolean quick() {
        return true;
    }

    @Override
    public Section measure(Lab lab) throws NotMeasured, InterruptedException {
        lab.mock().running(Mock.Pace.USUAL);
        List<String> notes = Machine.disturbance();
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(lab, Lab.NGINX, () -> lab.proxies().nginx(Lab.NGINX, lab.port(7), 1)));
        rows.add(row(lab, Lab.HAPROXY, () -> lab.proxies().haproxy(Lab.HAPROXY, lab.port(8), 1)));
        Goal.Judged judged;
        try {
            Spread seconds = starts(lab, () -> lab.headgate().entrant(GatewaySetup.unpinned(), lab.port(9)));
            rows.add(List.of(Lab.HEADGATE, millis(seconds)));
            judged = Goal.START.judge(seconds.median()).disturbed(!notes.isEmpty());
        } catch (NotMeasured e) {
            rows.add(List.of(Lab.HEADGATE, e.reason()));
            judged = Goal.START.unmeasured(e);
        }
        return new Section(
                name(),
                about(),
                List.of(new Table(
                        List.of("", "ms, %d starts".formatted(lab.tempo().starts())), rows)),
                notes,
                List.of(judged));
    }

    private static List<String> row(Lab lab, String name, Supplier<Entrant> make) throws InterruptedException {
        try {
            return List.of(name, millis(starts(lab, make)));
        } catch (NotMeasured e) {
            return List.of(name, e.reason());
        }
    }

    private static String millis(Spread seconds) {
        return new Spread(1000 * seconds.median(), 1000 * seconds.min(), 1000 * seconds.max()).text(0);
    }

    private static Spread starts(Lab lab, Supplier<Entrant> make) throws NotMeasured, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i <= lab.tempo().starts(); i++) {
            try (Entrant entrant = make.get()) {
                long begun = System.nanoTime();
                entrant.contender();
                if (i > 0) {
                    seconds.add((System.nanoTime() - begun) / 1e9);
                }
            }
        }
        return Spread.of(seconds);
    }
}
