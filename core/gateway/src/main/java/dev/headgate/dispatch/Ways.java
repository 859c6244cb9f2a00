package dev.headgate.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headgate.api.Operation;
import dev.headgate.api.Phase;
import dev.headgate.identity.Caller;
import dev.headgate.wire.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one configuration says about how requests are answered, in a digest for each team, model and operation. Those of
 * the models asked for most are kept. Safe to share between threads.
 */
final class Ways {
    private static final int KEPT = 4096;

    private final Filters filters;
    private final Map<String, String> upstreams;
    private final Cache<Asked, Optional<String>> known =
            Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

    private record Asked(String team, String model, Operation operation) {}

    /**
     * @param upstreams a digest of what each upstream is, by its name
     */
    Ways(Filters filters, Map<String, String> upstreams) {
        this.filters = filters;
        this.upstreams = Map.copyOf(upstreams);
    }

    /** That of this caller's requests for this model, or empty when it leads to nothing that may be asked. */
    Optional<String> of(Snapshot snapshot, Caller caller, String model, Operation operation) {
        var asked = new Asked(caller.team().name(), model, operation);
        Optional<String> way = known.getIfPresent(asked);
        if (way == null) {
            way = Legs.find(snapshot, caller, model, operation).flatMap(legs -> digest(legs, asked));
            known.put(asked, way);
        }
        return way;
    }

    private Optional<String> digest(Legs legs, Asked asked) {
        List<Leg> reachable = legs.of(legs.route().reachable().toList());
        if (reachable.isEmpty()) {
            return Optional.empty();
        }
        var digest = new Digest();
        add(digest, filters.all());
        add(digest, filters.teams().getOrDefault(asked.team(), List.of()));
        add(digest, filters.routes().getOrDefault(legs.route(), List.of()));
        digest.text(legs.route().name());
        for (Leg leg : reachable) {
            String upstream = leg.target().upstream();
            digest.text(upstream).text(leg.model()).text(upstreams.getOrDefault(upstream, ""));
        }
        return Optional.of(digest.hex());
    }

    /** What only observes changes neither requests nor answers. */
    private static void add(Digest digest, List<Installed> list) {
        digest.text("filters");
        FilterChain.inOrder(list).stream()
                .filter(i -> i.contract().phase() != Phase.OBSERVE)
                .forEach(i -> digest.text(i.contract().name())
                        .text(i.contract().skip() ? "skip" : "fail")
                        .text(i.version()));
    }
}
