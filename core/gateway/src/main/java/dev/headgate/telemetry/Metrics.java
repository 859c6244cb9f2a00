package dev.headgate.telemetry;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Usage;
import dev.headgate.plugin.Tallies;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * The gateway's metrics, in Prometheus' text format. Every label value comes from the configuration or from a closed
 * list, never from a caller, so their number is bounded. Safe to share between threads.
 */
public final class Metrics {
    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600};
    private static final double[] PAUSES = {.001, .0025, .005, .01, .02, .04, .08, .15, .3, .6, 1.2, 2.5, 5};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .withoutExemplars()
            .name("headgate_requests_total")
            .help("Exchanges that have ended.")
            .labelNames("operation", "route", "status")
            .register(registry);
    private final Counter failures = Counter.builder()
            .withoutExemplars()
            .name("headgate_failures_total")
            .help("Exchanges that failed, by the kind of failure; a stream that broke off had begun with status 200.")
            .labelNames("route", "kind")
            .register(registry);
    private final Counter attempts = Counter.builder()
            .withoutExemplars()
            .name("headgate_attempts_total")
            .help("Attempts at upstreams by how they ended: ok, or the kind of failure.")
            .labelNames("upstream", "outcome")
            .register(registry);
    private final Counter tokens = Counter.builder()
            .withoutExemplars()
            .name("headgate_tokens_total")
            .help("Tokens as reported by upstreams; cached and reasoning are parts of input and output.")
            .labelNames("team", "route", "direction")
            .register(registry);
    private final Counter lostTokens = Counter.builder()
            .withoutExemplars()
            .name("headgate_lost_tokens_total")
            .help("Tokens that upstreams reported for attempts whose answers nobody got, as far as they did.")
            .labelNames("route", "upstream", "direction")
            .register(registry);
    private final Counter shadowAttempts = Counter.builder()
            .withoutExemplars()
            .name("headgate_shadow_attempts_total")
            .help("Copies sent to shadow targets by how they ended: ok, or the kind of failure.")
            .labelNames("route", "upstream", "outcome")
            .register(registry);
    private final Counter shadowTokens = Counter.builder()
            .withoutExemplars()
            .name("headgate_shadow_tokens_total")
            .help("Tokens of copies sent to shadow targets, which stand in no other figure.")
            .labelNames("route", "upstream", "direction")
            .register(registry);
    private final Counter benched = Counter.builder()
            .withoutExemplars()
            .name("headgate_credentials_refused_total")
            .help("Times that a provider refused a credential of ours, which is then left alone for a while.")
            .labelNames("upstream")
            .register(registry);
    private final Counter fetched = Counter.builder()
            .withoutExemplars()
            .name("headgate_credential_fetches_total")
            .help("Fetches of credentials that expire, by how they ended: obtained, absent, refused or broken.")
            .labelNames("upstream", "outcome")
            .register(registry);
    private final Histogram total = histogram("headgate_request_duration_seconds", "From request to end.", SECONDS);
    private final Histogram firstToken =
            histogram("headgate_time_to_first_token_seconds", "From request to the answer's first content.", SECONDS);
    private final Counter filterCalls = Counter.builder()
            .withoutExemplars()
            .name("headgate_filter_calls_total")
            .help(
                    "Calls of filters by how they went: kept, failed, timed-out, blocked, abandoned by the caller, or benched when not called.")
            .labelNames("filter", "outcome")
            .register(registry);
    private final Counter filterSeconds = Counter.builder()
            .withoutExemplars()
            .name("headgate_filter_seconds_total")
            .help("Time that filters took for themselves, without that of what they stand around.")
            .labelNames("filter")
            .register(registry);
    private final Counter filterCpuSeconds = Counter.builder()
            .withoutExemplars()
            .name("headgate_filter_cpu_seconds_total")
            .help(
                    "Processor time of filters on event loops, from one call in 256; none of those with threads of their own.")
            .labelNames("filter")
            .register(registry);
    private final Histogram failedAttempts = Histogram.builder()
            .name("headgate_failed_attempt_duration_seconds")
            .help("From the beginning of an attempt to its failure.")
            .labelNames("upstream", "outcome")
            .classicOnly()
            .withoutExemplars()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Histogram pause =
            histogram("headgate_inter_token_seconds", "Mean pause between pieces of a stream.", PAUSES);
    private final Gauge inFlight = Gauge.builder()
            .withoutExemplars()
            .name("headgate_in_flight")
            .help("Exchanges under way.")
            .register(registry);
    private final Counter reloads = Counter.builder()
            .name("headgate_config_reloads_total")
            .help("Configurations read since the start: applied or refused.")
            .labelNames("outcome")
            .register(registry);
    private final Gauge configInfo = Gauge.builder()
            .name("headgate_config_info")
            .help("The configuration in place.")
            .labelNames("version")
            .register(registry);

    private Histogram histogram(String name, String help, double[] bounds) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames("operation", "route", "upstream")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(bounds)
                .register(registry);
    }

    /** Adds a gauge that is asked for its value whenever metrics are read. */
    public void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(c -> c.call((double) value.getAsLong()))
                .register(registry);
    }

    /** Adds a counter that is asked for its value whenever metrics are read. */
    public void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(c -> c.call((double) value.getAsLong()))
                .register(registry);
    }

    /**
     * Adds a gauge with a value for each upstream, asked for whenever metrics are read. Values of one name are summed: a
     * changed upstream and its old self stand side by side until the old one's last request has ended.
     */
    public void perUpstream(String name, String help, Consumer<ObjLongConsumer<String>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("upstream")
                .callback(c -> {
                    var sums = new TreeMap<String, Long>();
                    values.accept((upstream, value) -> sums.merge(upstream, value, Long::sum));
                    sums.forEach((upstream, sum) -> c.call((double) sum, upstream));
                })
                .register(registry);
    }

    /** Adds what plugins count, whatever they come to count while the gateway runs. */
    public void tallies(Tallies tallies) {
        registry.register((MultiCollector) () -> new MetricSnapshots(
                tallies.all().stream().map(Metrics::snapshot).toList()));
    }

    private static MetricSnapshot snapshot(Tallies.Counted counted) {
        if (counted.level()) {
            var level = GaugeSnapshot.builder().name(counted.name()).help(counted.help());
            counted.sums()
                    .forEach((values, sum) -> level.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .labels(Labels.of(counted.labels(), values))
                            .value(sum)
                            .build()));
            return level.build();
        }
        var snapshot = CounterSnapshot.builder().name(counted.name()).help(counted.help());
        counted.sums()
                .forEach((values, sum) -> snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(Labels.of(counted.labels(), values))
                        .value(sum)
                        .build()));
        return snapshot.build();
    }

    public void begun() {
        inFlight.inc();
    }

    /** An exchange that had begun has ended. */
    public void ended(ExchangeReport r) {
        inFlight.dec();
        refused(r);
    }

    /** A request that never became an exchange has been answered. */
    public void refused(ExchangeReport r) {
        requests.labelValues(r.operation(), r.route(), Integer.toString(r.status()))
                .inc();
        r.failure().ifPresent(f -> failures.labelValues(r.route(), f.label()).inc());
        for (Attempt a : r.attempts()) {
            attempts.labelValues(a.upstream(), a.failure().map(Kind::label).orElse("ok"))
                    .inc();
            a.failure().ifPresent(kind -> {
                failedAttempts
                        .labelValues(a.upstream(), kind.label())
                        .observe(a.elapsed().toNanos() / 1e9);
                count(lostTokens, r.route(), a);
            });
        }
        if (!r.upstream().isEmpty()) {
            observe(total, r, r.total());
            r.timeToFirstToken().ifPresent(t -> observe(firstToken, r, t));
            r.meanPause().ifPresent(t -> observe(pause, r, t));
            count(r);
        }
    }

    private static void observe(Histogram h, ExchangeReport r, Duration d) {
        h.labelValues(r.operation(), r.route(), r.upstream()).observe(d.toNanos() / 1e9);
    }

    private void count(ExchangeReport r) {
        Usage u = r.usage();
        count(r, "input", u.prompt());
        count(r, "output", u.completion());
        count(r, "cached", u.cached());
        count(r, "reasoning", u.reasoning());
    }

    private void count(ExchangeReport r, String direction, OptionalLong n) {
        if (n.isPresent() && n.getAsLong() > 0) {
            tokens.labelValues(r.team(), r.route(), direction).inc(n.getAsLong());
        }
    }

    /** A copy of an exchange has ended. */
    public void shadowed(String route, Attempt a) {
        shadowAttempts
                .labelValues(route, a.upstream(), a.failure().map(Kind::label).orElse("ok"))
                .inc();
        count(shadowTokens, route, a);
    }

    private static void count(Counter tokens, String route, Attempt a) {
        a.usage()
                .prompt()
                .ifPresent(n -> tokens.labelValues(route, a.upstream(), "input").inc(n));
        a.usage()
                .completion()
                .ifPresent(
                        n -> tokens.labelValues(route, a.upstream(), "output").inc(n));
    }

    /** Those of the filter of this name. */
    public FilterMetrics filter(String name) {
        return new FilterMetrics(name, filterCalls, filterSeconds, filterCpuSeconds);
    }

    /** A provider has refused a credential of this upstream. */
    public void benched(String upstream) {
        benched.labelValues(upstream).inc();
    }

    /** A credential that expires was fetched for this upstream, or could not be had. */
    public void fetched(String upstream, String outcome) {
        fetched.labelValues(upstream, outcome).inc();
    }

    /** A configuration was read: applied, or refused with the old one staying. */
    public void reloaded(boolean applied) {
        reloads.labelValues(applied ? "applied" : "refused").inc();
    }

    /** The version of the configuration now in place. */
    public void configured(String version) {
        configInfo.clear();
        configInfo.labelValues(version).set(1);
    }

    /** The text that a scrape reads. */
    public byte[] text() {
        var out = new ByteArrayOutputStream(16 * 1024);
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
