package dev.headgate.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;

/** What is counted of the calls of one filter; looked up once, because filters are called more often than anything else. */
public final class FilterMetrics {
    private final String filter;
    private final Counter calls;
    private final CounterDataPoint kept;
    private final CounterDataPoint seconds;
    private final CounterDataPoint cpuSeconds;

    FilterMetrics(String filter, Counter calls, Counter seconds, Counter cpuSeconds) {
        this.filter = filter;
        this.calls = calls;
        this.kept = calls.labelValues(filter, "kept");
        this.seconds = seconds.labelValues(filter);
        this.cpuSeconds = cpuSeconds.labelValues(filter);
    }

    /** A call in which it did what it is for. */
    public void kept(long ownNanos, long cpuNanos) {
        kept.inc();
        took(ownNanos, cpuNanos);
    }

    /**
     * A call that went otherwise, or was not made.
     *
     * @param outcome of a closed list
     */
    public void failed(String outcome, long ownNanos, long cpuNanos) {
        calls.labelValues(filter, outcome).inc();
        took(ownNanos, cpuNanos);
    }

    private void took(long ownNanos, long cpuNanos) {
        seconds.inc(ownNanos / 1e9);
        if (cpuNanos > 0) { // known of few calls
            cpuSeconds.inc(cpuNanos / 1e9);
        }
    }
}
