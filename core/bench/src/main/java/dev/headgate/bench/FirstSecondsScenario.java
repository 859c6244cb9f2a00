package dev.headgate.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How much of its settled rate a newly started gateway reaches in the first seconds under full load. */
record FirstSecondsScenario() implements Scenario {
    private static final Duration LISTENING = Duration.ofSeconds(20);
    private static final int SECONDS = 3;

    @Override
    public String name() {
        return "first-seconds";
    }

    @Override
    public String about() {
        return "%d connections in a closed loop from the moment a newly started gateway takes connections, nothing pinned, as the launcher starts it."
                .formatted(Load.CONNECTIONS);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.FIRST_SECOND);
    }

    @Override
    public boolean quick() {
        return true;
    }

    @Override
    public Section measure(Lab lab) throws NotMeasured, InterruptedException {
        lab.mock().running(Mock.Pace.USUAL);
        List<String> notes = new ArrayList<>(Machine.disturbance());
        List<List<Double>> cold = new ArrayList<>();
        double settled = 0;
        int starts = lab.tempo().starts() > 3 ? 3 : 1;
        for (int i = 0; i < starts; i++) {
            try (Entrant gateway = started(lab)) {
                Window first = sound(lab.rounds().window(gateway, lab.chat1k().lasting(0, SECONDS)));
                cold.add(first.perSecond());
                if (i == 0) {
                    lab.rounds().settle(gateway, lab.chat1k());
                    settled = sound(lab.rounds().window(gateway, lab.chat1k())).figure("rps");
                }
            }
        }
        boolean disturbed = !notes.isEmpty();
        notes.addFirst("Cold starts: " + starts + ".");
        List<String> head = new ArrayList<>(List.of(""));
        List<String> rates = new ArrayList<>(List.of("requests/s"));
        List<String> shares = new ArrayList<>(List.of("share of the settled rate"));
        double share = 0;
        for (int s = 0; s < SECONDS; s++) {
            int second = s;
            Spread rate = Spread.of(cold.stream().map(c -> c.get(second)).toList());
            head.add("second " + (s + 1));
            rates.add(rate.text(0));
            shares.add(Spread.number(100 * rate.median() / settled, 0) + " %");
            if (s == 0) {
                share = 100 * rate.median() / settled;
            }
        }
        head.add("settled");
        rates.add(Spread.number(settled, 0));
        shares.add("100 %");
        return new Section(
                name(),
                about(),
                List.of(new Table(head, List.of(rates, shares))),
                notes,
                List.of(Goal.FIRST_SECOND.judge(share).disturbed(disturbed)));
    }

    private static Entrant started(Lab lab) {
        return new Entrant("headgate, newly started", true, () -> {
            HeadgateProcess.Started started = lab.headgate().start(GatewaySetup.unpinned(), lab.port(9));
            try {
                Probe.awaitListening(started.contender(), started.child(), LISTENING);
            } catch (NotMeasured e) {
                started.child().close();
                throw e;
            }
            return started.running();
        });
    }

    private static Window sound(Window window) throws NotMeasured {
        if (window.fault().isPresent()) {
            throw new NotMeasured(window.fault().get());
        }
        return window;
    }
}
