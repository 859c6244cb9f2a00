package dev.headgate.bench;

import java.util.List;

/** Requests that are answered whole, as many as the gateway takes. */
record ChatScenario(String name) implements Scenario {

    @Override
    public String about() {
        return "%d connections in a closed loop, requests of %s; answers of 1 KB."
                .formatted(Load.CONNECTIONS, isLong() ? "100 KB" : "1 KB");
    }

    @Override
    public List<Goal> goals() {
        return List.of(isLong() ? Goal.LONG_REQUEST : Goal.REQUEST);
    }

    @Override
    public boolean quick() {
        return true;
    }

    @Override
    public Section measure(Lab lab) throws InterruptedException {
        Comparison found = lab.rounds().pinned(lab.fieldAndBare(isLong() ? lab.chat100k() : lab.chat1k()));
        Table table = found.table(List.of(
                new Comparison.Column("CPU µs/request", "cpu_us", 1),
                new Comparison.Column("requests/s, one core", "rps", 0),
                new Comparison.Column("p50 ms", "p50", 0.001, 2),
                new Comparison.Column("p99 ms", "p99", 0.001, 2)));
        return new Section(
                name,
                about(),
                List.of(table),
                found.noise(),
                List.of(found.judge(goals().getFirst(), Lab.HEADGATE, Lab.NGINX, "cpu_us")));
    }

    private boolean isLong() {
        return name.equals("chat-100k");
    }
}
