package dev.headgate.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a way of running the gateway costs beside the default one, under the same load.
 *
 * @param variants at most three
 */
record VariantsScenario(
        String name,
        String about,
        List<GatewaySetup> variants,
        Function<Lab, Load> load,
        List<Comparison.Column> columns)
        implements Scenario {

    private static final List<Comparison.Column> REQUEST = List.of(
            new Comparison.Column("CPU µs/request", "cpu_us", 1),
            new Comparison.Column("requests/s, one core", "rps", 0));
    /** Without the delay: the time that a chunk was sent at stands in its text, where redaction may find something. */
    private static final List<Comparison.Column> CHUNK = List.of(
            new Comparison.Column("CPU µs/chunk", "cpu_us", 1), new Comparison.Column("chunks/s", "chunks_s", 0));

    static Scenario filters() {
        return new VariantsScenario(
                "filters",
                "As `chat-1k`: with limits alone, which is the default here; with every filter that looks at a request on its way, redaction of everything that it knows among them; and answered from the cache.",
                List.of(
                        GatewaySetup.DEFAULT.withFilters("headgate, no filters", GatewayFilters.NONE),
                        GatewaySetup.DEFAULT.withFilters("headgate, all filters", GatewayFilters.ALL),
                        GatewaySetup.DEFAULT.withFilters("headgate, cache hits", GatewayFilters.CACHE)),
                Lab::chat1k,
                REQUEST);
    }

    static Scenario sharedLimits() {
        return new VariantsScenario(
                "shared-limits",
                "As `chat-1k`, with the limits held in a Redis on this machine, on the processor of mock and load: a request is held and settled there, one round trip each. That Redis is what makes the rounds noisy.",
                List.of(GatewaySetup.DEFAULT.withFilters("headgate, limits in Redis", GatewayFilters.SHARED_LIMITS)),
                Lab::chat1k,
                REQUEST);
    }

    static Scenario ioUring() {
        return new VariantsScenario(
                "io-uring",
                "As `chat-1k`, with the gateway started as `HEADGATE_TRANSPORT=io_uring ./headgate run`.",
                List.of(GatewaySetup.DEFAULT.withTransport("headgate, io_uring", "io_uring")),
                Lab::chat1k,
                REQUEST);
    }

    static Scenario ioUringStreams() {
        return new VariantsScenario(
                "io-uring-streams",
                "As `streams-100`, which keep the gateway less busy, with the gateway started as `HEADGATE_TRANSPORT=io_uring ./headgate run`.",
                List.of(GatewaySetup.DEFAULT.withTransport("headgate, io_uring", "io_uring")),
                Lab::streams100,
                CHUNK);
    }

    static Scenario filteredStreams() {
        return new VariantsScenario(
                "filters-streams",
                "As `streams-100`, with every filter that looks at a request or an answer on its way.",
                List.of(GatewaySetup.DEFAULT.withFilters("headgate, all filters", GatewayFilters.ALL)),
                Lab::streams100,
                CHUNK);
    }

    static Scenario translated() {
        return new VariantsScenario(
                "translated",
                "As `chat-1k`, with the mock spoken to in Anthropic's format, so that requests and answers are translated.",
                List.of(GatewaySetup.DEFAULT.withProvider("headgate, translated", GatewaySetup.Provider.ANTHROPIC)),
                Lab::chat1k,
                REQUEST);
    }

    static Scenario translatedStreams() {
        return new VariantsScenario(
                "translated-streams",
                "As `streams-100`, with the mock spoken to in Anthropic's format, so that every event is translated.",
                List.of(GatewaySetup.DEFAULT.withProvider("headgate, translated", GatewaySetup.Provider.ANTHROPIC)),
                Lab::streams100,
                CHUNK);
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
        List<Entrant> others = new ArrayList<>();
        try {
            for (GatewaySetup variant : variants) {
                others.add(lab.headgate().entrant(variant, lab.port(10 + 2 * others.size())));
            }
            Load same = load.apply(lab);
            Map<Entrant, Load> field = new LinkedHashMap<>();
            field.put(lab.nginx(), same);
            field.put(lab.gateway(), same);
            others.forEach(o -> field.put(o, same));
            Comparison found = lab.rounds().pinned(field);
            Table table = found.table(columns);
            return new Section(name, about, List.of(table), found.noise(), List.of());
        } finally {
            others.forEach(Entrant::close);
        }
    }
}
