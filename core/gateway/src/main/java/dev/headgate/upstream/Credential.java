package dev.headgate.upstream;

import dev.headgate.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way an upstream knows us, with all that goes along with it.
 *
 * @param secret the provider's key, which must never be shown; empty where none is needed
 * @param whole headers of requests for whole answers
 * @param streamed headers of requests for streams
 */
record Credential(Optional<String> secret, FixedHeaders whole, FixedHeaders streamed) {
    /**
     * @param headers configured ones that go with every request
     */
    static Credential of(Optional<String> secret, Provider provider, List<Map.Entry<String, String>> headers) {
        return new Credential(
                secret,
                headers(secret, provider, headers, "application/json"),
                headers(secret, provider, headers, "text/event-stream"));
    }

    private static FixedHeaders headers(
            Optional<String> secret, Provider provider, List<Map.Entry<String, String>> headers, String accept) {
        var all = new ArrayList<Map.Entry<String, String>>();
        all.add(Map.entry("content-type", "application/json"));
        all.add(Map.entry("accept", accept));
        all.add(Map.entry("accept-encoding", "identity"));
        all.add(Map.entry("user-agent", "headgate"));
        provider.headers().stream()
                .filter(h -> headers.stream().noneMatch(c -> c.getKey().equalsIgnoreCase(h.getKey())))
                .forEach(all::add);
        all.addAll(headers);
        secret.map(provider::authorization).ifPresent(all::add);
        return new FixedHeaders(all);
    }

    @Override
    public String toString() {
        return "Credential[]";
    }
}
