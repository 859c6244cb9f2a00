package dev.headgate.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The settings that a gateway is measured with.
 *
 * @param keys configured keys; 0 lets callers on this machine in without one
 * @param models configured routes, each to the mock
 * @param loops event loops; as many as there are processors when empty
 * @param accessLog whether the access log goes to a file, so that its cost is in, or to nowhere
 * @param provider whose format the mock is spoken to in
 * @param transport how sockets are driven, as HEADGATE_TRANSPORT says it
 */
record GatewaySetup(
        String name,
        int keys,
        int models,
        OptionalInt loops,
        boolean accessLog,
        GatewayFilters filters,
        Provider provider,
        String transport) {
    private static final String USUAL = "auto";
    private static final int KEYS_A_TEAM = 100;

    /** Whom the mock plays. */
    enum Provider {
        /** The caller's own format: requests and answers pass as they are. */
        OPENAI("openai-compatible", "/v1"),
        ANTHROPIC("anthropic", "");

        private final String id;
        private final String path;

        Provider(String id, String path) {
            this.id = id;
            this.path = path;
        }
    }

    /** Keys, limits, routing, metrics and access log, as a gateway is run; one event loop, as it is pinned to one processor. */
    static final GatewaySetup DEFAULT =
            new GatewaySetup("headgate", 1, 10, OptionalInt.of(1), true, GatewayFilters.LIMITS, Provider.OPENAI, USUAL);

    /** As little as the configuration allows. */
    static final GatewaySetup BARE = new GatewaySetup(
            "headgate, bare", 0, 1, OptionalInt.of(1), false, GatewayFilters.NONE, Provider.OPENAI, USUAL);

    /** As the launcher starts it. */
    static GatewaySetup unpinned() {
        return DEFAULT.withLoops("headgate", OptionalInt.empty());
    }

    GatewaySetup withKeys(int count) {
        String named = "headgate, " + Spread.number(count, 0) + " keys";
        return new GatewaySetup(named, count, models, loops, accessLog, filters, provider, transport);
    }

    GatewaySetup withModels(int count) {
        String named = "headgate, " + Spread.number(count, 0) + " routes";
        return new GatewaySetup(named, keys, count, loops, accessLog, filters, provider, transport);
    }

    GatewaySetup withLoops(String named, OptionalInt count) {
        return new GatewaySetup(named, keys, models, count, accessLog, filters, provider, transport);
    }

    GatewaySetup withFilters(String named, GatewayFilters others) {
        return new GatewaySetup(named, keys, models, loops, accessLog, others, provider, transport);
    }

    GatewaySetup withProvider(String named, Provider other) {
        return new GatewaySetup(named, keys, models, loops, accessLog, filters, other, transport);
    }

    GatewaySetup withTransport(String named, String other) {
        return new GatewaySetup(named, keys, models, loops, accessLog, filters, provider, other);
    }

    /** What the launcher is given. A file of very many keys is read with a larger heap. */
    Map<String, String> environment() {
        var all = new HashMap<>(Map.of("HEADGATE_TRANSPORT", transport));
        if (keys > 10_000) {
            all.put("HEADGATE_HEAP", "1g");
        }
        return all;
    }

    static String secret(int i) {
        return "bench-caller-key-%07d".formatted(i);
    }

    static String model(int i) {
        return "model-%06d".formatted(i);
    }

    List<String> secrets() {
        return IntStream.range(0, keys).mapToObj(GatewaySetup::secret).toList();
    }

    List<String> modelIds() {
        return IntStream.range(0, models).mapToObj(GatewaySetup::model).toList();
    }

    /** The configuration file; keys as digests, so that the file is as an operator would have it. */
    String yaml(int port, int adminPort, int mockPort, int redisPort, Path requestLog) {
        var y = new StringBuilder(256);
        y.append(
                "server: { host: 127.0.0.1, port: %d, drain: 1s, event-loops: %d }\n".formatted(port, loops.orElse(0)));
        y.append("admin: { host: 127.0.0.1, port: %d }\n".formatted(adminPort));
        y.append("upstreams:\n");
        y.append(
                "  mock: { provider: %s, base-url: \"http://127.0.0.1:%d%s\", api-key: mock-key, max-connections: 20000 }\n"
                        .formatted(provider.id, mockPort, provider.path));
        y.append("models:\n");
        modelIds().forEach(m -> y.append(' ').append(m).append(": mock/mock-model\n"));
        if (keys > 0) {
            y.append("teams:\n");
            for (int t = 0; t * KEYS_A_TEAM < keys; t++) {
                y.append(" t")
                        .append(t)
                        .append(
                                filters.limits()
                                        ? ": { limits: { requests: 900M/min, tokens: 900G/min, concurrent: 100000 } }\n"
                                        : ": {}\n");
            }
            y.append("keys:\n");
            for (int k = 0; k < keys; k++) {
                y.append("- {name: k").append(k).append(",team: t").append(k / KEYS_A_TEAM);
                y.append(",sha256: ").append(sha256(secret(k))).append("}\n");
            }
        }
        return y.append(filters.yaml(requestLog, redisPort)).toString();
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
