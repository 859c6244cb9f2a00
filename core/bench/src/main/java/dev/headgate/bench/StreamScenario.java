package dev.headgate.bench;

import java.util.List;

/** Many streams at once. */
record StreamScenario(int streams, Mock.Pace pace) implements Scenario {

    @Override
    public String name() {
        return "streams-" + streams;
    }

    @Override
    public String about() {
        return "%,d streams of about 250 B a chunk, %d chunks/s each; starts spread so that chunks do not coincide. The delay is that of a chunk on its one way from mock to caller."
                .formatted(streams, pace.perSecond());
    }

    @Override
    public List<Goal> goals() {
        return streams == 1000 ? List.of(Goal.CHUNK) : List.of();
    }

    @Override
    public boolean quick() {
        return streams == 1000;
    }

    @Override
    public Section measure(Lab lab) throws InterruptedException {
        Comparison found = lab.streams(streams, pace);
        Table table = found.table(List.of(
                new Comparison.Column("CPU µs/chunk", "cpu_us", 1),
                new Comparison.Column("chunks/s", "chunks_s", 0),
                new Comparison.Column("delay p50 µs", "chunk_p50", 0),
                new Comparison.Column("delay p99 µs", "chunk_p99", 0),
                new Comparison.Column("RSS MB", "rss_mb", 0)));
        List<Goal.Judged> goals = goals().stream()
                .map(g -> found.judge(g, Lab.HEADGATE, Lab.NGINX, "cpu_us"))
                .toList();
        return new Section(name(), about(), List.of(table), found.noise(), goals);
    }
}
