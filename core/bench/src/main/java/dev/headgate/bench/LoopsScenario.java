package dev.headgate.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What two event loops reach on a machine that they share with mock and load. */
record LoopsScenario() implements Scenario {

    @Override
    public String name() {
        return "loops-2";
    }

    @Override
    public String about() {
        return "As `chat-1k`, but with two event loops (nginx: workers, HAProxy: threads) and without pinning them; mock and load stay together on one processor.";
    }

    @Override
    public List<Goal> goals() {
        return List.of();
    }

    @Override
    public boolean quick() {
        return false;
    }

    @Override
    public Section measure(Lab lab) throws InterruptedException {
        var setup = GatewaySetup.DEFAULT.withLoops("headgate, 2 loops", OptionalInt.of(2));
        try (Entrant nginx = lab.proxies().nginx(Lab.NGINX, lab.port(7), 2);
                Entrant haproxy = lab.proxies().haproxy(Lab.HAPROXY, lab.port(8), 2);
                Entrant gateway = lab.headgate().entrant(setup, lab.port(9))) {
            Map<Entrant, Load> field = new LinkedHashMap<>();
            List.of(nginx, haproxy, gateway).forEach(e -> field.put(e, lab.chat1k()));
            Comparison found = lab.rounds().unpinned(field);
            Table table = found.table(List.of(
                    new Comparison.Column("requests/s", "rps", 0),
                    new Comparison.Column("CPU µs/request", "cpu_us", 1),
                    new Comparison.Column("p99 ms", "p99", 0.001, 2)));
            return new Section(name(), about(), List.of(table), found.noise(), List.of());
        }
    }
}
