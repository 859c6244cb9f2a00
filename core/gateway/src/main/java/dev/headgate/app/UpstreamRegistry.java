package dev.headgate.app;

import dev.headgate.config.Breaker;
import dev.headgate.config.HttpVersion;
import dev.headgate.config.Share;
import dev.headgate.provider.Provider;
import dev.headgate.time.Clock;
import dev.headgate.upstream.Engine;
import dev.headgate.upstream.Fetcher;
import dev.headgate.upstream.Identity;
import dev.headgate.upstream.Upstream;
import dev.headgate.upstream.echo.EchoEngine;
import dev.headgate.upstream.health.Benched;
import dev.headgate.upstream.health.BreakerLimits;
import dev.headgate.upstream.health.Concurrency;
import dev.headgate.upstream.health.CredentialHealth;
import dev.headgate.upstream.http1.Http1Engine;
import dev.headgate.upstream.http2.Http2Engine;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upstreams in use by any snapshot. One that a new configuration leaves unchanged keeps its connections; one that
 * no snapshot uses any more is closed. Safe to share between threads.
 */
final class UpstreamRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamRegistry.class);

    private final Vertx vertx;
    private final int loops;
    private final OnBenched onBenched;
    private final OnFetched onFetched;
    private final Map<UpstreamPlan, Shared> shared = new HashMap<>();

    private static final class Shared {
        final Upstream upstream;
        int users;

        Shared(Upstream upstream) {
            this.upstream = upstream;
        }
    }

    /** Told when a provider refuses a credential. */
    interface OnBenched {
        /**
         * A credential is left alone for a while.
         *
         * @param credential its place among the upstream's, from 0
         */
        void benched(String upstream, int credential, Benched refusal);
    }

    /** Told whenever a credential that expires has been fetched, or could not be had. */
    interface OnFetched {
        void fetched(String upstream, Fetcher.Outcome outcome);
    }

    UpstreamRegistry(Vertx vertx, int loops, OnBenched onBenched, OnFetched onFetched) {
        this.vertx = vertx;
        this.loops = loops;
        this.onBenched = onBenched;
        this.onFetched = onFetched;
    }

    /**
     * The upstreams for these plans by name, all to be given back with {@link #release}. When one cannot be opened, none
     * is.
     */
    synchronized Map<String, Upstream> acquire(List<UpstreamPlan> plans) {
        var acquired = new HashMap<String, Upstream>();
        try {
            plans.forEach(p -> acquired.put(p.name(), acquire(p)));
            return acquired;
        } catch (RuntimeException e) {
            release(plans.subList(0, acquired.size()));
            throw e;
        }
    }

    private Upstream acquire(UpstreamPlan plan) {
        Shared s = shared.computeIfAbsent(plan, p -> new Shared(open(p)));
        s.users++;
        return s.upstream;
    }

    synchronized void release(List<UpstreamPlan> plans) {
        plans.forEach(this::release);
    }

    private void release(UpstreamPlan plan) {
        Shared s = shared.get(plan);
        if (s != null && --s.users == 0) {
            shared.remove(plan);
            s.upstream.close();
        }
    }

    /** The upstreams open now. */
    synchronized List<Upstream> inUse() {
        return shared.values().stream().map(s -> s.upstream).toList();
    }

    private Upstream open(UpstreamPlan plan) {
        Provider provider = plan.provider();
        return new Upstream(
                plan.name(),
                provider,
                Dialects.translations(provider),
                identities(plan),
                List.copyOf(plan.config().headers().entrySet()),
                health(plan),
                concurrency(plan),
                engine(plan),
                plan.maxResponse());
    }

    private List<Identity> identities(UpstreamPlan plan) {
        Stream<Identity> keys = plan.keys().stream().map(k -> new Identity.Key(k.reveal()));
        Stream<Identity> fetched = plan.source().stream().map(s -> new Identity.Sourced(s, fetcher(plan.name())));
        return Stream.concat(keys, fetched).toList();
    }

    private Fetcher fetcher(String upstream) {
        return new Fetcher(origin -> new Http1Engine(origin, loops, 1, Optional.empty()), (outcome, why) -> {
            onFetched.fetched(upstream, outcome);
            if (outcome != Fetcher.Outcome.OBTAINED) {
                LOG.error("upstream {}: no credential could be obtained: {}", upstream, why);
            }
        });
    }

    /** What is inside the gateway is never left alone: its faulty models would take the others along. */
    private static BreakerLimits limits(UpstreamPlan plan) {
        Breaker b = plan.config().breaker();
        if (inside(plan) || !b.on()) {
            return BreakerLimits.OFF;
        }
        return new BreakerLimits(
                true,
                percent(b.failures()),
                Math.min(b.minimumCalls(), b.window()),
                b.window(),
                percent(b.slow()),
                b.slowAfter(),
                b.open().min(),
                b.open().max());
    }

    private List<CredentialHealth> health(UpstreamPlan plan) {
        BreakerLimits limits = limits(plan);
        return IntStream.range(0, Math.max(1, plan.keys().size()))
                .mapToObj(i -> new CredentialHealth(
                        limits, refusal -> onBenched.benched(plan.name(), i, refusal), Clock.SYSTEM.nanos()))
                .toList();
    }

    private static Optional<Concurrency> concurrency(UpstreamPlan plan) {
        return plan.config()
                .concurrency()
                .map(c -> c.adaptive() ? Concurrency.adaptive(c.max()) : Concurrency.fixed(c.max()));
    }

    private static int percent(Share share) {
        return (int) Math.max(1, Math.round(share.fraction() * 100));
    }

    private static boolean inside(UpstreamPlan plan) {
        return plan.baseUrl().startsWith("echo:");
    }

    private Engine engine(UpstreamPlan plan) {
        if (inside(plan)) {
            return new EchoEngine();
        }
        URI base = URI.create(plan.baseUrl());
        int connections = plan.config().maxConnections();
        HttpVersion version = plan.config().httpVersion();
        boolean negotiated = version == HttpVersion.AUTO && base.getScheme().equalsIgnoreCase("https");
        return version == HttpVersion.HTTP2 || negotiated
                ? new Http2Engine(vertx, base, loops, connections, plan.config().caCertificate())
                : new Http1Engine(base, loops, connections, plan.config().caCertificate());
    }
}
