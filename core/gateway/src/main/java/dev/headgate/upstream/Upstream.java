package dev.headgate.upstream;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Translation;
import dev.headgate.provider.Provider;
import dev.headgate.upstream.health.Concurrency;
import dev.headgate.upstream.health.CredentialHealth;
import dev.headgate.upstream.health.Permit;
import dev.headgate.upstream.health.RetryBudget;
import dev.headgate.upstream.health.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configured operator: its provider, our identities there with the health of each, and the engine that reaches it. Shared
 * by all event loops; it lives as long as a snapshot refers to it.
 */
public final class Upstream {
    private final String name;
    private final Provider provider;
    private final Map<String, Optional<Translation>> translations;
    private final List<Way> ways;
    private final AtomicInteger turn = new AtomicInteger();
    private final RetryBudget retries = new RetryBudget();
    private final @Nullable Concurrency concurrency;
    private final Engine engine;
    private final long maxResponse;
    private final LongAdder inFlight = new LongAdder();
    private final Map<String, Load> loads = new ConcurrentHashMap<>();

    /** A way to be known and how well it works. */
    private record Way(Access access, CredentialHealth health) {}

    /**
     * @param translations the ways to wire formats other than the hub's own, by their names
     * @param identities ours, used in turn; none where none is needed
     * @param headers configured headers that go with every request
     * @param health that of each identity's credential, or of the upstream itself where none is needed
     * @param concurrency how many attempts may be under way at once; empty where that is not limited
     * @param maxResponse the longest whole answer in bytes
     */
    public Upstream(
            String name,
            Provider provider,
            Map<String, Translation> translations,
            List<Identity> identities,
            List<Map.Entry<String, String>> headers,
            List<CredentialHealth> health,
            Optional<Concurrency> concurrency,
            Engine engine,
            long maxResponse) {
        this.name = name;
        this.provider = provider;
        this.translations = translations.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, t -> Optional.of(t.getValue())));
        this.concurrency = concurrency.orElse(null);
        this.engine = engine;
        this.maxResponse = maxResponse;
        var all = new ArrayList<Way>();
        for (int i = 0; i < health.size(); i++) {
            Access access = identities.isEmpty()
                    ? Credential.none(provider, headers)
                    : access(name, provider, identities.get(i), headers);
            all.add(new Way(access, health.get(i)));
        }
        this.ways = List.copyOf(all);
    }

    private static Access access(
            String name, Provider provider, Identity identity, List<Map.Entry<String, String>> headers) {
        return switch (identity) {
            case Identity.Key k -> Credential.of(k.secret(), provider, headers);
            case Identity.Sourced s ->
                new FetchedCredential(name, s.source(), s.fetcher(), proof -> Credential.of(proof, provider, headers));
        };
    }

    public String name() {
        return name;
    }

    public Provider provider() {
        return provider;
    }

    /** The way to the wire format it speaks for this model; empty where it asks for this as the hub does. */
    public Optional<Translation> translation(String model, Operation operation) {
        Optional<Translation> there = translations.getOrDefault(provider.dialect(model), Optional.empty());
        return there.isPresent() && there.get().operations().contains(operation) ? there : Optional.empty();
    }

    /**
     * Leave to make an attempt, with the credential whose turn it is among those that are well.
     *
     * @param lastResort whether one that was throttled a moment ago will do, when no other can be had
     */
    public Optional<Admission> admit(String model, long now, boolean lastResort) {
        if (concurrency == null) {
            return admit(null, model, now, lastResort);
        }
        Concurrency.Slot slot = concurrency.tryEnter(now);
        if (slot == null) {
            return Optional.empty();
        }
        Optional<Admission> leave = admit(slot, model, now, lastResort);
        if (leave.isEmpty()) {
            slot.leave();
        }
        return leave;
    }

    private Optional<Admission> admit(Concurrency.@Nullable Slot slot, String model, long now, boolean lastResort) {
        int n = ways.size();
        if (n == 1) {
            return admit(ways.getFirst(), slot, model, now, lastResort);
        }
        int first = Math.floorMod(turn.getAndIncrement(), n);
        Optional<Admission> leave = inTurn(first, slot, model, now, false);
        return leave.isPresent() || !lastResort ? leave : inTurn(first, slot, model, now, true);
    }

    private Optional<Admission> inTurn(
            int first, Concurrency.@Nullable Slot slot, String model, long now, boolean lastResort) {
        for (int i = 0; i < ways.size(); i++) {
            Optional<Admission> leave = admit(ways.get((first + i) % ways.size()), slot, model, now, lastResort);
            if (leave.isPresent()) {
                return leave;
            }
        }
        return Optional.empty();
    }

    private static Optional<Admission> admit(
            Way way, Concurrency.@Nullable Slot slot, String model, long now, boolean lastResort) {
        Permit permit = way.health.tryAcquire(model, now, lastResort);
        return permit == null ? Optional.empty() : Optional.of(new Admission(way.access, permit, slot));
    }

    /** Leave to pretend an attempt, which bears on nobody's health. */
    public Admission pretend() {
        return new Admission(ways.getFirst().access, null, null);
    }

    /** How the best of its credentials stands, or that it is full. */
    public Standing standing(String model, long now) {
        Standing best = best(model, now);
        return concurrency != null && best.usable(true) && concurrency.full(now)
                ? new Standing(Standing.State.FULL, now)
                : best;
    }

    private Standing best(String model, long now) {
        return ways.size() == 1
                ? ways.getFirst().health.standing(model, now)
                : standings(model, now).stream()
                        .min(Comparator.comparing(Standing::state).thenComparingLong(s -> s.until() - now))
                        .orElseThrow();
    }

    /** How each of its credentials stands, in the order configured. */
    public List<Standing> standings(String model, long now) {
        return ways.stream().map(w -> w.health.standing(model, now)).toList();
    }

    /** How many attempts may be under way at once; empty where that is not limited. */
    public Optional<Concurrency> concurrency() {
        return Optional.ofNullable(concurrency);
    }

    /** What bounds the tries that follow a failure. */
    public RetryBudget retries() {
        return retries;
    }

    /**
     * What the target carries that this upstream is inside of routes.
     *
     * @param model as configured, so that there are no more of these than targets
     */
    public Load load(String model) {
        Load known = loads.get(model);
        return known != null ? known : loads.computeIfAbsent(model, m -> new Load());
    }

    /** Makes one attempt. */
    public UpstreamAttempt attempt(Loop loop, AttemptRequest request, Admission admission, Load load) {
        return new UpstreamAttempt(loop, this, request, admission, load);
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

    public Engine engine() {
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
