package dev.headgate.upstream;

import dev.headgate.credential.Proof;
import dev.headgate.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A credential to send, with all that goes along with it.
 *
 * @param secrets what of it must never be shown; nothing where none is needed
 * @param whole headers of requests for whole answers
 * @param streamed headers of requests for streams
 * @param signer makes further headers for each request; null where there are none
 */
record Credential(List<String> secrets, FixedHeaders whole, FixedHeaders streamed, Proof.@Nullable Signer signer)
        implements Access {
    /**
     * Of a provider that needs none.
     *
     * @param headers configured ones that go with every request
     */
    static Credential none(Provider provider, List<Map.Entry<String, String>> headers) {
        return of(List.of(), provider, headers, List.of(), null);
    }

    /** Of a provider that knows us by this key. */
    static Credential of(String key, Provider provider, List<Map.Entry<String, String>> headers) {
        return of(List.of(key), provider, headers, List.of(provider.authorization(key)), null);
    }

    /** Of a provider that knows us by this proof. */
    static Credential of(Proof proof, Provider provider, List<Map.Entry<String, String>> headers) {
        return switch (proof) {
            case Proof.Header h ->
                of(proof.secrets(), provider, headers, List.of(Map.entry(h.name(), h.value())), null);
            case Proof.Signer s -> of(proof.secrets(), provider, headers, List.of(), s);
        };
    }

    private static Credential of(
            List<String> secrets,
            Provider provider,
            List<Map.Entry<String, String>> headers,
            List<Map.Entry<String, String>> proof,
            Proof.@Nullable Signer signer) {
        return new Credential(
                secrets,
                headers(provider, headers, proof, provider.accept(false)),
                headers(provider, headers, proof, provider.accept(true)),
                signer);
    }

    private static FixedHeaders headers(
            Provider provider,
            List<Map.Entry<String, String>> headers,
            List<Map.Entry<String, String>> proof,
            String accept) {
        var all = new ArrayList<Map.Entry<String, String>>();
        all.add(Map.entry("content-type", "application/json"));
        all.add(Map.entry("accept", accept));
        all.add(Map.entry("accept-encoding", "identity"));
        all.add(Map.entry("user-agent", "headgate"));
        provider.headers().stream()
                .filter(h -> headers.stream().noneMatch(c -> c.getKey().equalsIgnoreCase(h.getKey())))
                .forEach(all::add);
        all.addAll(headers);
        all.addAll(proof);
        return new FixedHeaders(all);
    }

    @Override
    public Credential now(Loop loop) {
        return this;
    }

    @Override
    public String toString() {
        return "Credential[]";
    }
}
