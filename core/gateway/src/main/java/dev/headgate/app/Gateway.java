package dev.headgate.app;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure;
import dev.headgate.api.settings.Secret;
import dev.headgate.config.Admin;
import dev.headgate.config.Changes;
import dev.headgate.config.ConfigError;
import dev.headgate.config.GatewayConfig;
import dev.headgate.config.Positions;
import dev.headgate.config.Redis;
import dev.headgate.config.Server;
import dev.headgate.config.Tls;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dispatch.ExchangeState;
import dev.headgate.dispatch.FilterOutcome;
import dev.headgate.dispatch.Observer;
import dev.headgate.dispatch.Snapshot;
import dev.headgate.http.AdminPlane;
import dev.headgate.http.DataPlane;
import dev.headgate.http.Health;
import dev.headgate.http.HttpLimits;
import dev.headgate.http.Report;
import dev.headgate.http.admin.AdminCall;
import dev.headgate.http.admin.DrillCalls;
import dev.headgate.http.admin.ExplainCall;
import dev.headgate.http.admin.FilterCall;
import dev.headgate.http.admin.UsageCall;
import dev.headgate.plugin.PluginSet;
import dev.headgate.state.CurrentState;
import dev.headgate.telemetry.AccessLog;
import dev.headgate.telemetry.ExchangeReport;
import dev.headgate.telemetry.FilterMetrics;
import dev.headgate.telemetry.LineWriter;
import dev.headgate.telemetry.Metrics;
import dev.headgate.time.Clock;
import dev.headgate.upstream.Upstream;
import dev.headgate.upstream.drill.Drills;
import dev.headgate.upstream.health.Benched;
import dev.headgate.upstream.health.Concurrency;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: its listeners, its upstreams and the snapshot in place. Starts, takes new configurations over, and
 * stops in order. Its methods block and belong on no event loop.
 */
public final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Duration LONGEST_STEP = Duration.ofSeconds(30);

    private final Configuration configuration;
    /** What it began with; no more is kept of the first blueprint, whose plugins may have to go. */
    private final GatewayConfig first;

    private final Positions positions;
    private final Vertx vertx;
    private final int loops;
    private final UpstreamRegistry upstreams;
    private final StateRegistry states;
    private final AtomicReference<Snapshot> current;
    private final Observer observer = new Observer() {
        @Override
        public void shadowed(String route, Attempt attempt) {
            metrics.shadowed(route, attempt);
        }

        @Override
        public void begun() {
            metrics.begun();
        }

        @Override
        public void ended(ExchangeState asked, int status, Optional<Failure.Kind> failure, Duration total) {
            ExchangeReport report = Report.of(asked, status, failure, total);
            metrics.ended(report);
            dataPlane.log().write(report);
        }

        @Override
        public FilterCalls filter(String name) {
            FilterMetrics counted = metrics.filter(name);
            return (outcome, ownNanos, cpuNanos) -> {
                if (outcome == FilterOutcome.KEPT) {
                    counted.kept(ownNanos, cpuNanos);
                } else {
                    counted.failed(outcome.label(), ownNanos, cpuNanos);
                }
            };
        }
    };
    private final Drills drills = new Drills();
    private final Keepsakes keepsakes = new Keepsakes(Clock.SYSTEM);
    private final Health health = new Health();
    private final Metrics metrics;
    private final DataPlane dataPlane;
    private final AdminPlane adminPlane;
    private final ExecutorService reloader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("headgate-reload").factory());
    /** Closes what old configurations leave behind; what blocks there holds nobody else up. */
    private final ExecutorService retiring = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("headgate-retire").factory());

    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile Blueprint inPlace;
    private int port;
    private int adminPort;

    /**
     * @param configuration read again for every reload
     * @param first what it came to now
     * @param state what its plugins are lent
     * @param core what it runs on; closed with the gateway
     */
    Gateway(Configuration configuration, Blueprint first, CurrentState state, LineWriter accessLog, Core core) {
        this.configuration = configuration;
        this.first = first.config();
        this.positions = first.positions();
        this.inPlace = first;
        int wanted = first.config().server().eventLoops();
        this.loops = wanted == 0 ? core.loops() : Math.min(wanted, core.loops());
        this.vertx = core.vertx();
        this.metrics = core.metrics();
        metrics.tallies(configuration.tallies());
        this.upstreams = new UpstreamRegistry(
                vertx, loops, this::benched, (upstream, outcome) -> metrics.fetched(upstream, outcome.label()));
        this.states = new StateRegistry(vertx, state, metrics);
        this.current = new AtomicReference<>(open(first));
        Server server = first.config().server();
        this.dataPlane = new DataPlane(
                options(server),
                new HttpLimits(
                        server.maxRequest().bytes(),
                        server.headerTimeout(),
                        server.bodyTimeout(),
                        server.idleTimeout(),
                        server.writeTimeout(),
                        server.maxConnections()),
                Dialects.ALL,
                current::get,
                health,
                metrics,
                new AccessLog(accessLog),
                Clock.SYSTEM);
        this.adminPlane = new AdminPlane(
                new HttpServerOptions()
                        .setHost(first.config().admin().host())
                        .setPort(first.config().admin().port()),
                first.config().admin().token().map(Secret::reveal),
                health,
                calls());
        metrics.configured(first.version());
        metrics.counter("headgate_log_lines_dropped_total", "Log lines dropped.", accessLog::dropped);
        metrics.perUpstream(
                "headgate_upstream_in_flight",
                "Attempts under way.",
                c -> upstreams.inUse().forEach(u -> c.accept(u.name(), u.inFlight())));
        metrics.perUpstream(
                "headgate_upstream_connections",
                "Connections open to upstreams.",
                c -> upstreams.inUse().forEach(u -> c.accept(u.name(), u.connections())));
        metrics.perUpstream(
                "headgate_upstream_concurrency_limit",
                "Attempts that may be under way at once; 0 when that is not limited.",
                c -> upstreams
                        .inUse()
                        .forEach(u -> c.accept(
                                u.name(),
                                u.concurrency().map(Concurrency::limit).orElse(0))));
        metrics.perUpstream(
                "headgate_upstream_unusable_credentials",
                "Credentials that are left alone because they fail or are refused.",
                c -> upstreams.inUse().forEach(u -> c.accept(u.name(), unusable(u))));
        metrics.gauge(
                "headgate_drills",
                "Faults under way that an operator asked for.",
                () -> drills.underWay(Clock.SYSTEM.nanos()).size());
    }

    private List<AdminCall> calls() {
        var calls = new ArrayList<AdminCall>();
        calls.add(new AdminCall(
                "GET",
                "/metrics",
                r -> Future.succeededFuture(new AdminCall.Answer(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        new String(metrics.text(), StandardCharsets.UTF_8)))));
        calls.add(new AdminCall(
                "POST",
                "/config/reload",
                r -> reloadAsync()
                        .map(report -> new AdminCall.Answer(200, TEXT, report))
                        .recover(e -> Future.succeededFuture(
                                new AdminCall.Answer(422, TEXT, String.valueOf(e.getMessage()))))));
        calls.add(new ExplainCall(current::get, Clock.SYSTEM).call());
        calls.add(new UsageCall(current::get).call());
        calls.add(new FilterCall(current::get).call());
        calls.addAll(new DrillCalls(drills, Clock.SYSTEM).all());
        return calls;
    }

    private static long unusable(Upstream upstream) {
        return upstream.standings("", Clock.SYSTEM.nanos()).stream()
                .filter(s -> !s.usable(true))
                .count();
    }

    private static HttpServerOptions options(Server server) {
        var options = new HttpServerOptions().setHost(server.host()).setPort(server.port());
        server.tls().ifPresent(tls -> secure(options, tls));
        return options;
    }

    private static void secure(HttpServerOptions options, Tls tls) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(tls.certificate().toString())
                        .addKeyPath(tls.key().toString()));
        tls.clientCa()
                .ifPresent(ca -> options.setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
    }

    /** Opens what a blueprint needs, beside what is in place. */
    private Snapshot open(Blueprint blueprint) {
        List<UpstreamPlan> plans = blueprint.upstreams().values().stream()
                .filter(UpstreamPlan::ready)
                .toList();
        Map<String, Upstream> opened = upstreams.acquire(plans);
        Optional<Redis> redis = blueprint.config().state().redis();
        states.acquire(redis);
        return new Snapshot(
                blueprint.version(),
                blueprint.routes(),
                blueprint.keys(),
                opened,
                blueprint.models(),
                blueprint.filters(),
                plans.stream().collect(Collectors.toMap(UpstreamPlan::name, UpstreamPlan::version)),
                drills,
                keepsakes,
                observer,
                () -> {
                    upstreams.release(plans);
                    retire(blueprint, () -> states.release(redis));
                });
    }

    /** Closes a blueprint's plugins, which may block and so belongs on no event loop. */
    private void retire(Blueprint blueprint) {
        retire(blueprint, () -> {});
    }

    private void retire(Blueprint blueprint, Runnable then) {
        try {
            retiring.execute(() -> {
                blueprint.plugins().close();
                then.run();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("an exchange outlived the gateway; the plugin host closes its plugins");
        }
    }

    private void tellUnpinned(Blueprint blueprint) {
        PluginSet plugins = blueprint.plugins();
        health.unpinned(
                plugins.unpinnedAllowed() ? OptionalInt.of(plugins.unpinned().size()) : OptionalInt.empty());
        Unpinned.warnings(blueprint).forEach(w -> LOG.warn("{}", w.render()));
    }

    /** Somebody must look into it: a credential that a provider refuses does not heal by itself. */
    private void benched(String upstream, int credential, Benched refusal) {
        if (refusal.status() == 0) {
            LOG.error(
                    "upstream {}: credential {} could not be had; it is not asked for again for {} s",
                    upstream,
                    credential + 1,
                    refusal.rest().toSeconds());
            metrics.benched(upstream);
            return;
        }
        LOG.error(
                "upstream {}: the provider refused credential {} with status {}{}; it is not used for {} s",
                upstream,
                credential + 1,
                refusal.status(),
                refusal.model().map(m -> " for the model " + m).orElse(""),
                refusal.rest().toSeconds());
        metrics.benched(upstream);
    }

    /**
     * Listens and is ready.
     *
     * @throws StartException when an address cannot be taken; nothing is left running then
     */
    void start() {
        Server server = first.server();
        Admin admin = first.admin();
        try {
            adminPort = listen(adminPlane.start(vertx), "admin", admin.host(), admin.port());
            port = listen(dataPlane.start(vertx, loops), "server", server.host(), server.port());
        } catch (RuntimeException e) {
            stop(Duration.ZERO);
            throw e;
        }
        tellUnpinned(inPlace);
        health.enter(Health.Phase.READY);
    }

    private int listen(Future<Integer> listening, String section, String host, int port) {
        try {
            return await(listening);
        } catch (IllegalStateException e) {
            String why = String.valueOf(e.getMessage());
            boolean taken = why.contains("in use");
            throw new StartException(
                    positions.error(
                            section + (taken ? ".port" : ".host"),
                            host + ":" + port
                                    + (taken
                                            ? " is in use by another process; stop that or choose another port"
                                            : " cannot be listened on: " + why)),
                    e);
        }
    }

    /** The port callers reach, once started. */
    public int port() {
        return port;
    }

    /** The port operators reach, once started. */
    public int adminPort() {
        return adminPort;
    }

    /**
     * Reads the configuration again and puts it in place; exchanges under way keep the old one. When anything is wrong
     * with it, nothing changes.
     *
     * @return empty when it was applied, else all that is wrong
     */
    public List<String> reload() {
        try {
            return reloader.submit(this::reloadNow).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        } catch (RejectedExecutionException e) {
            return List.of("the gateway is stopping");
        } catch (ExecutionException e) {
            metrics.reloaded(false);
            LOG.error("the configuration could not be reloaded, the one in place stays", e.getCause());
            return List.of("the configuration could not be reloaded; see the log");
        }
    }

    private Future<String> reloadAsync() {
        Promise<String> done = Promise.promise();
        Thread.startVirtualThread(() -> {
            List<String> errors = reload();
            if (errors.isEmpty()) {
                done.complete("applied version " + inPlace.version() + "\n");
            } else {
                done.fail("not applied; the configuration in place stays\n" + String.join("\n", errors) + "\n");
            }
        });
        return done.future();
    }

    private List<String> reloadNow() {
        Configuration.Outcome outcome = configuration.read();
        List<ConfigError> found = outcome.blueprint().map(this::needsRestart).orElseGet(outcome::errors);
        if (!found.isEmpty()) {
            List<String> errors = found.stream().map(ConfigError::render).toList();
            outcome.blueprint().ifPresent(this::retire);
            metrics.reloaded(false);
            LOG.error("configuration not applied, the one in place stays:\n{}", String.join("\n", errors));
            return errors;
        }
        Blueprint next = outcome.blueprint().orElseThrow();
        Snapshot opened;
        try {
            opened = open(next);
        } catch (RuntimeException e) {
            retire(next);
            throw e;
        }
        current.getAndSet(opened).release();
        inPlace = next;
        tellUnpinned(next);
        metrics.configured(next.version());
        metrics.reloaded(true);
        LOG.info("configuration {} applied", next.version());
        return List.of();
    }

    /** What only a restart can change. */
    private List<ConfigError> needsRestart(Blueprint next) {
        GatewayConfig before = first;
        GatewayConfig after = next.config();
        return Stream.concat(
                        Changes.between(before.server(), after.server(), "server").stream(),
                        Changes.between(before.admin(), after.admin(), "admin").stream())
                .map(path -> next.positions().error(path, "changes only with a restart"))
                .toList();
    }

    /**
     * Stops being ready, lets what is under way finish within the configured time, and closes everything. Stopping again
     * does nothing.
     */
    void stop() {
        stop(inPlace.config().server().drain());
    }

    private void stop(Duration drain) {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        health.enter(Health.Phase.DRAINING);
        try {
            await(dataPlane.shutdown(drain), drain.plus(LONGEST_STEP));
        } catch (RuntimeException e) {
            LOG.warn("not all connections ended in time", e);
        }
        reloader.close(); // lets a reload under way finish, so that its snapshot is the one released
        current.get().release();
        await(adminPlane.close());
        await(states.close());
        await(vertx.close());
        retiring.shutdown();
        try {
            if (!retiring.awaitTermination(LONGEST_STEP.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("not all filters could be closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T await(Future<T> future) {
        return await(future, LONGEST_STEP);
    }

    private static <T> T await(Future<T> future, Duration limit) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("not done within " + limit.toSeconds() + " s", e);
        }
    }
}
