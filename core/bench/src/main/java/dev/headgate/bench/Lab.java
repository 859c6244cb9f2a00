package dev.headgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a scenario has at hand: those that are measured, the mock, the rounds, and how long things may take. */
final class Lab implements AutoCloseable {
    static final String HEADGATE = GatewaySetup.DEFAULT.name();
    static final String NGINX = "nginx";
    static final String HAPROXY = "HAProxy";

    private final Options options;
    private final Tempo tempo;
    private final Path room;
    private final Cpus cpus;
    private final Mock mock;
    private final Redis redis;
    private final Rounds rounds;
    private final PlainProxies proxies;
    private final HeadgateProcess headgate;
    private final Map<String, Entrant> kept = new LinkedHashMap<>();
    private final Map<String, Comparison> done = new HashMap<>();

    Lab(Path root, Options options, Tempo tempo, long files) throws IOException {
        this.options = options;
        this.tempo = tempo;
        this.room = Files.createDirectories(root.resolve("target/bench"));
        Path sources = root.resolve("core/bench");
        Tools tools = new Tools(sources.resolve("native"), room);
        this.cpus = new Cpus(options.measuredCpu(), options.otherCpu(), Machine.canPin(options));
        this.mock = new Mock(tools, cpus, options.port(), room.resolve("mock.log"));
        this.redis = new Redis(cpus, options.port() + 15, room.resolve("redis.log"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(tempo.limit());
        this.rounds = new Rounds(tools, mock, cpus, tempo, room.resolve("load.out"), end);
        this.proxies = new PlainProxies(sources.resolve("proxies"), room, mock, files);
        this.headgate = new HeadgateProcess(root.resolve("headgate"), room, mock, redis);
    }

    /** Whether time is short. */
    boolean quick() {
        return options.quick();
    }

    Tempo tempo() {
        return tempo;
    }

    Mock mock() {
        return mock;
    }

    Rounds rounds() {
        return rounds;
    }

    PlainProxies proxies() {
        return proxies;
    }

    HeadgateProcess headgate() {
        return headgate;
    }

    /** One of the sixteen ports; the mock has the first. */
    int port(int i) {
        if (i < 1 || i >= Options.PORTS) {
            throw new IllegalArgumentException("no port " + i);
        }
        return options.port() + i;
    }

    /** A file in the bench's own folder, one value a line. */
    Path file(String name, List<String> lines) throws NotMeasured {
        try {
            return Files.write(room.resolve(name), lines);
        } catch (IOException e) {
            throw new NotMeasured("not measured: " + e.getMessage());
        }
    }

    Entrant nginx() {
        return kept.computeIfAbsent(NGINX, n -> proxies.nginx(n, port(1), 1));
    }

    Entrant haproxy() {
        return kept.computeIfAbsent(HAPROXY, n -> proxies.haproxy(n, port(2), 1));
    }

    Entrant gateway() {
        return kept.computeIfAbsent(HEADGATE, n -> headgate.entrant(GatewaySetup.DEFAULT, port(3)));
    }

    private Entrant bare() {
        return kept.computeIfAbsent(GatewaySetup.BARE.name(), n -> headgate.entrant(GatewaySetup.BARE, port(5)));
    }

    private Optional<Entrant> other() {
        return options.against()
                .map(a -> kept.computeIfAbsent(
                        a.name(),
                        n -> new Entrant(
                                n, true, () -> new Entrant.Running(a.contender(), () -> release(a), () -> {}))));
    }

    /** nginx, HAProxy, the gateway as it is run, and whom it is compared with, all under this load. */
    Map<Entrant, Load> field(Load load) {
        Map<Entrant, Load> field = new LinkedHashMap<>();
        List.of(nginx(), haproxy(), gateway()).forEach(e -> field.put(e, load));
        other().ifPresent(e -> field.put(e, load));
        return field;
    }

    /** The same with the bare gateway, where there is time for it. */
    Map<Entrant, Load> fieldAndBare(Load load) {
        Map<Entrant, Load> field = field(load);
        if (!quick()) {
            field.put(bare(), load);
        }
        return field;
    }

    /** Streams at this pace, measured once for all scenarios that look at them. */
    Comparison streams(int streams, Mock.Pace pace) throws InterruptedException {
        String key = streams + " " + pace;
        if (!done.containsKey(key)) {
            done.put(key, rounds.pinned(field(Load.streams(streams, pace, tempo.streamWindow()))));
        }
        return done.get(key);
    }

    Load streams100() {
        return Load.streams(100, Mock.Pace.USUAL, tempo.streamWindow());
    }

    Load chat1k() {
        return Load.chat("chat-1k", 1024, tempo.warm(), tempo.window());
    }

    Load chat100k() {
        return Load.chat("chat-100k", 100 * 1024, tempo.warm(), tempo.window());
    }

    private void release(Options.Against other) {
        try {
            cpus.free(other.contender().pid().orElseThrow());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kept.values().forEach(Entrant::close);
        mock.close();
        redis.close();
    }
}
