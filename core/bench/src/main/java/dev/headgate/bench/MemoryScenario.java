package dev.headgate.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The resident memory of newly started processes: idle, then with streams. One run, nothing pinned. */
record MemoryScenario() implements Scenario {
    private static final Duration IDLE = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String about() {
        return "Resident memory of newly started processes, with all that belongs to them: 5 s after the first answer, then the greatest with 1,000 and with 5,000 streams after a warm-up with them; one run.";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.IDLE, Goal.STREAMS_1000, Goal.STREAMS_5000);
    }

    @Override
    public boolean quick() {
        return true;
    }

    @Override
    public Section measure(Lab lab) throws NotMeasured, InterruptedException {
        lab.mock().running(Mock.Pace.USUAL);
        try (Entrant nginx = lab.proxies().nginx(Lab.NGINX, lab.port(7), 1);
                Entrant haproxy = lab.proxies().haproxy(Lab.HAPROXY, lab.port(8), 1);
                Entrant gateway = lab.headgate().entrant(GatewaySetup.unpinned(), lab.port(9))) {
            List<Entrant> all = List.of(nginx, haproxy, gateway);
            for (Entrant each : all) {
                each.start();
            }
            TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
            List<Result> idle = new ArrayList<>();
            for (Entrant each : all) {
                idle.add(result(
                        () -> Machine.residentMegabytes(each.contender().pid().orElseThrow())));
            }
            double window = lab.tempo().streamWindow() / 2;
            List<Result> thousand = loaded(lab, all, Load.streams(1000, Mock.Pace.USUAL, window));
            List<Result> five = loaded(lab, all, Load.streams(5000, Mock.Pace.SLOW, window));
            List<List<String>> rows = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                rows.add(List.of(
                        all.get(i).name(),
                        idle.get(i).text(),
                        thousand.get(i).text(),
                        five.get(i).text()));
            }
            return new Section(
                    name(),
                    about(),
                    List.of(new Table(List.of("MB", "idle", "1,000 streams", "5,000 streams"), rows)),
                    List.of(),
                    List.of(
                            idle.getLast().judge(Goal.IDLE),
                            thousand.getLast().judge(Goal.STREAMS_1000),
                            five.getLast().judge(Goal.STREAMS_5000)));
        }
    }

    private interface Measurement {
        double get() throws NotMeasured, InterruptedException;
    }

    private sealed interface Result {
        String text();

        Goal.Judged judge(Goal goal);
    }

    private record Megabytes(double value) implements Result {
        @Override
        public String text() {
            return Spread.number(value, 0);
        }

        @Override
        public Goal.Judged judge(Goal goal) {
            return goal.judge(value);
        }
    }

    private record None(NotMeasured why) implements Result {
        @Override
        public String text() {
            return why.reason();
        }

        @Override
        public Goal.Judged judge(Goal goal) {
            return goal.unmeasured(why);
        }
    }

    private static Result result(Measurement measurement) throws InterruptedException {
        try {
            return new Megabytes(measurement.get());
        } catch (NotMeasured e) {
            return new None(e);
        }
    }

    private static List<Result> loaded(Lab lab, List<Entrant> all, Load load) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        for (Entrant each : all) {
            results.add(result(() -> {
                if (lab.quick() && !each.warms()) {
                    throw new NotMeasured("not measured: left out with `--quick`");
                }
                lab.rounds().settle(each, load);
                Window window = lab.rounds().window(each, load);
                if (window.fault().isPresent()) {
                    throw new NotMeasured(window.fault().get());
                }
                return window.figure("rss_mb");
            }));
        }
        return results;
    }
}
