package dev.headgate.upstream;

import dev.headgate.provider.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A configured operator: its provider, its credential, and the engine that reaches it. Shared by all event loops; it
 * lives as long as a snapshot refers to it.
 */
public final class Upstream {
    private final String name;
    private final Provider provider;
    private final List<Credential> credentials;
    private final AtomicInteger turn = new AtomicInteger();
    private final Engine engine;
    private final long maxResponse;
    private final LongAdder inFlight = new LongAdder();

    /**
     * @param credentials provider keys, used in turn; none where none is needed
     * @param headers configured headers that go with every request
     * @param maxResponse the longest whole answer in bytes
     */
    public Upstream(
            String name,
            Provider provider,
            List<String> credentials,
            List<Map.Entry<String, String>> headers,
            Engine engine,
            long maxResponse) {
        this.name = name;
        this.provider = provider;
        this.credentials = credentials.isEmpty()
                ? List.of(Credential.of(Optional.empty(), provider, headers))
                : credentials.stream()
                        .map(c -> Credential.of(Optional.of(c), provider, headers))
                        .toList();
        this.engine = engine;
        this.maxResponse = maxResponse;
    }

    public String name() {
        return name;
    }

    public Provider provider() {
        return provider;
    }

    /** Makes one attempt. */
    public UpstreamAttempt attempt(Loop loop, AttemptRequest request) {
        return new UpstreamAttempt(loop, this, request);
    }

    /** Attempts under way now. */
    public long inFlight() {
        return inFlight.sum();
    }

    /** Connections open now. */
    public int connections() {
        return engine.connections();
    }

    public void close() {
        engine.close();
    }

    /** The credential for the next attempt. */
    Credential credential() {
        int n = credentials.size();
        return credentials.get(n == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), n));
    }

    Engine engine() {
        return engine;
    }

    long maxResponse() {
        return maxResponse;
    }

    void begun() {
        inFlight.increment();
    }

    void ended() {
        inFlight.decrement();
    }
}
