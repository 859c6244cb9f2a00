package dev.headgate.dispatch;

import dev.headgate.price.Prices;
import dev.headgate.route.Standings;
import dev.headgate.route.Target;
import dev.headgate.upstream.Upstream;
import dev.headgate.upstream.health.Standing;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How targets stand at one moment, as their upstreams know it. */
final class UpstreamStandings implements Standings {
    /** A target whose upstream is not open is the last to be asked. */
    private static final int NOT_OPEN = 10;

    private final Map<String, Upstream> upstreams;
    private final Optional<Prices> prices;
    private final long now;

    UpstreamStandings(Map<String, Upstream> upstreams, Optional<Prices> prices, long now) {
        this.upstreams = upstreams;
        this.prices = prices;
        this.now = now;
    }

    @Override
    public int unfitness(Target target, String model) {
        Upstream upstream = upstreams.get(target.upstream());
        if (upstream == null) {
            return NOT_OPEN;
        }
        Standing s = upstream.standing(model, now);
        return s.usable(false) ? 0 : s.usable(true) ? 1 : 2;
    }

    @Override
    public double cost(Target target) {
        Upstream upstream = upstreams.get(target.upstream());
        if (upstream == null) {
            return Double.POSITIVE_INFINITY;
        }
        OptionalLong begins = upstream.load(target.model()).latency().estimate(now);
        long inFlight = inFlight(target);
        // One of which nothing is known yet is tried by one request, not by all that come meanwhile.
        return begins.isPresent() ? (double) begins.getAsLong() * (inFlight + 1) : inFlight == 0 ? 0 : Double.MAX_VALUE;
    }

    @Override
    public long inFlight(Target target) {
        Upstream upstream = upstreams.get(target.upstream());
        return upstream == null ? 0 : upstream.load(target.model()).inFlight();
    }

    @Override
    public double price(Target target, String model) {
        Upstream upstream = upstreams.get(target.upstream());
        // Requests read more than they write; three to one is the usual blend.
        return Optional.ofNullable(upstream)
                .flatMap(u -> prices.flatMap(p -> p.of(u.provider().name(), model)))
                .map(p -> (double) p.of(3, 1))
                .orElse(Double.POSITIVE_INFINITY);
    }
}
