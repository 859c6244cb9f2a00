package dev.headgate.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The settings that a gateway is measured with.
 *
 * @param keys configured keys; 0 lets callers on this machine in without one
 * @param models configured routes, each to the mock
 * @param loops event loops; as many as there are processors when empty
 * @param accessLog whether the access log goes to a file, so that its cost is in, or to nowhere
 */
record GatewaySetup(String name, int keys, int models, OptionalInt loops, boolean accessLog) {
    private static final int KEYS_A_TEAM = 100;

    /** Keys, routing, metrics and access log, as a gateway is run; one event loop, as it is pinned to one processor. */
    static final GatewaySetup DEFAULT = new GatewaySetup("headgate", 1, 10, OptionalInt.of(1), true);

    /** As little as the configuration allows. */
    static final GatewaySetup BARE = new GatewaySetup("headgate, bare", 0, 1, OptionalInt.of(1), false);

    /** As the launcher starts it. */
    static GatewaySetup unpinned() {
        return new GatewaySetup("headgate", 1, 10, OptionalInt.empty(), true);
    }

    GatewaySetup withKeys(int count) {
        return new GatewaySetup("headgate, " + Spread.number(count, 0) + " keys", count, models, loops, accessLog);
    }

    GatewaySetup withModels(int count) {
        return new GatewaySetup("headgate, " + Spread.number(count, 0) + " routes", keys, count, loops, accessLog);
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
    String yaml(int port, int adminPort, int mockPort) {
        var y = new StringBuilder(256);
        y.append(
                "server: { host: 127.0.0.1, port: %d, drain: 1s, event-loops: %d }\n".formatted(port, loops.orElse(0)));
        y.append("admin: { host: 127.0.0.1, port: %d }\n".formatted(adminPort));
        y.append("upstreams:\n");
        y.append(
                "  mock: { provider: openai-compatible, base-url: \"http://127.0.0.1:%d/v1\", max-connections: 20000 }\n"
                        .formatted(mockPort));
        y.append("models:\n");
        modelIds().forEach(m -> y.append(' ').append(m).append(": mock/mock-model\n"));
        if (keys > 0) {
            y.append("teams:\n");
            for (int t = 0; t * KEYS_A_TEAM < keys; t++) {
                y.append(" t").append(t).append(": {}\n");
            }
            y.append("keys:\n");
            for (int k = 0; k < keys; k++) {
                y.append("- {name: k").append(k).append(",team: t").append(k / KEYS_A_TEAM);
                y.append(",sha256: ").append(sha256(secret(k))).append("}\n");
            }
        }
        return y.toString();
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
