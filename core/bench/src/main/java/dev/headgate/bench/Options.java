package dev.headgate.bench;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What the command line asks for. */
record Options(
        boolean quick,
        List<Scenario> scenarios,
        Optional<Against> against,
        boolean write,
        boolean help,
        int port,
        int measuredCpu,
        int otherCpu) {

    static final String USAGE = """
            core/bench/run [--quick] [--scenario NAME ...] [--write] [--against NAME=URL,pid=PID [--key KEY] [--model MODEL]]

              --quick     shorter windows and fewer scenarios: at most four minutes in place of forty
              --scenario  only this one; may stand several times
              --write     also put the tables into docs/performance.md, in place of those there
              --against   measure a gateway that runs already too, such as other=http://127.0.0.1:4000,pid=1234; its upstream
                          has to be http://127.0.0.1:PORT/v1 (--port); its threads are pinned while it is measured
              --key       the key it is shown
              --model     the model it is asked for
              --port      the first of the sixteen ports used on loopback, 19080 unless given; the mock takes it
              --cpus      the processor of what is measured and the one of mock and load, 0,1 unless given

            """;
    /** How many ports are used, from the first. */
    static final int PORTS = 16;

    private static final int PORT = 19_080;

    /** A gateway that runs already. */
    record Against(String name, Contender contender) {}

    /** @throws IllegalArgumentException saying what is wrong with the arguments */
    static Options parse(List<String> args) {
        boolean quick = false;
        boolean write = false;
        boolean help = false;
        List<Scenario> scenarios = new ArrayList<>();
        Optional<String> against = Optional.empty();
        String key = GatewaySetup.secret(0);
        String model = GatewaySetup.model(0);
        int port = PORT;
        String cpus = "0,1";
        Deque<String> left = new ArrayDeque<>(args);
        while (!left.isEmpty()) {
            String option = left.pop();
            switch (option) {
                case "--quick" -> quick = true;
                case "--write" -> write = true;
                case "--help" -> help = true;
                case "--scenario" -> scenarios.add(scenario(value(option, left)));
                case "--against" -> against = Optional.of(value(option, left));
                case "--key" -> key = value(option, left);
                case "--model" -> model = value(option, left);
                case "--port" -> port = Integer.parseInt(value(option, left));
                case "--cpus" -> cpus = value(option, left);
                default -> throw new IllegalArgumentException("no option " + option);
            }
        }
        String[] two = cpus.split(",", -1);
        if (two.length != 2 || two[0].equals(two[1])) {
            throw new IllegalArgumentException("--cpus takes two processors, such as 0,1");
        }
        if (port < 1024 || port > 65_535 - PORTS) {
            throw new IllegalArgumentException("--port takes 1024 to " + (65_535 - PORTS));
        }
        String shown = key;
        String asked = model;
        return new Options(
                quick,
                List.copyOf(scenarios),
                against.map(a -> other(a, shown, asked)),
                write,
                help,
                port,
                Integer.parseInt(two[0]),
                Integer.parseInt(two[1]));
    }

    private static Scenario scenario(String name) {
        return Scenario.ALL.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario " + name));
    }

    /** The scenarios to run, in their order. */
    List<Scenario> picked() {
        return Scenario.ALL.stream()
                .filter(s -> scenarios.isEmpty() ? !quick || s.quick() : scenarios.contains(s))
                .toList();
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " takes a value");
        }
        return left.pop();
    }

    private static Against other(String text, String key, String model) {
        var m = Pattern.compile("([\\w .-]+)=(http://[^,]+),pid=([0-9]+)").matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("--against takes NAME=http://127.0.0.1:PORT,pid=PID");
        }
        URI url = URI.create(m.group(2));
        if (url.getPort() < 0 || !Contender.LOOPBACK.equals(url.getHost())) {
            throw new IllegalArgumentException("--against takes a gateway on " + Contender.LOOPBACK + " with its port");
        }
        var pid = OptionalLong.of(Long.parseLong(m.group(3)));
        return new Against(m.group(1), new Contender(url.getPort(), key, model, pid));
    }
}
