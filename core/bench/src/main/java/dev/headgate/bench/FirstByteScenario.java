package dev.headgate.bench;

import java.util.List;

/** How long callers wait for a stream's first chunk while a thousand streams run. */
record FirstByteScenario() implements Scenario {

    @Override
    public String name() {
        return "ttfb-1000";
    }

    @Override
    public String about() {
        return "From the request to the first chunk, while 1,000 streams run and 250 begin each second; the rounds are those of `streams-1000`.";
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.FIRST_BYTE);
    }

    @Override
    public boolean quick() {
        return true;
    }

    @Override
    public Section measure(Lab lab) throws InterruptedException {
        Comparison found = lab.streams(1000, Mock.Pace.USUAL);
        Table table = found.table(List.of(
                new Comparison.Column("p50 ms", "ttfb_p50", 0.001, 3),
                new Comparison.Column("p99 ms", "ttfb_p99", 0.001, 3)));
        return new Section(name(), about(), List.of(table), found.noise(), List.of(judged(found)));
    }

    private static Goal.Judged judged(Comparison found) {
        try {
            return Goal.FIRST_BYTE
                    .judge(found.of(Lab.HEADGATE).median("ttfb_p99") / 1000)
                    .disturbed(found.noisy(Lab.HEADGATE));
        } catch (NotMeasured e) {
            return Goal.FIRST_BYTE.unmeasured(e);
        }
    }
}
