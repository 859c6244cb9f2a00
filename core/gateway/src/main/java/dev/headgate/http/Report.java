package dev.headgate.http;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure;
import dev.headgate.api.Operation;
import dev.headgate.api.Outcome;
import dev.headgate.api.Usage;
import dev.headgate.dialect.ModelId;
import dev.headgate.dispatch.ExchangeState;
import dev.headgate.identity.Caller;
import dev.headgate.telemetry.ExchangeReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers, while a request is under way, what its report will say. */
public final class Report {
    private final String id;
    private String operation = "none";
    private String team = "-";
    private String key = "-";
    private boolean quiet;
    private @Nullable ExchangeState exchange;
    private Optional<Failure.Kind> failure = Optional.empty();

    Report(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Leaves this request out of the log and the metrics: health checks come by the minute. */
    void quiet() {
        quiet = true;
    }

    void operation(Operation o) {
        operation = o.label();
    }

    void caller(Caller c) {
        team = c.principal().team();
        key = c.principal().key();
    }

    void exchange(ExchangeState e) {
        exchange = e;
    }

    void failed(Failure f) {
        failure = Optional.of(f.kind());
    }

    void write(DataPlane plane, int status, long nanos) {
        if (quiet) {
            return;
        }
        ExchangeState e = exchange;
        var total = Duration.ofNanos(nanos);
        if (e != null) {
            e.ended(new Outcome(status, failure.or(() -> e.failure().map(Failure::kind)), total, e.timeToFirstToken()));
        }
        ExchangeReport r = e == null ? refused(status, total) : of(e, status, failure, total);
        if (e == null) {
            plane.metrics().refused(r);
        } else {
            plane.metrics().ended(r);
        }
        plane.log().write(r);
    }

    private ExchangeReport refused(int status, Duration total) {
        return new ExchangeReport(
                id,
                team,
                key,
                operation,
                "-",
                "",
                "",
                status,
                failure,
                List.of(),
                List.of(),
                Optional.empty(),
                total,
                Optional.empty(),
                Usage.NONE,
                Map.of());
    }

    /** What there is to say of an exchange that has ended like this. */
    public static ExchangeReport of(ExchangeState e, int status, Optional<Failure.Kind> failure, Duration total) {
        return new ExchangeReport(
                e.id(),
                e.principal().team(),
                e.principal().key(),
                e.operation().label(),
                ModelId.wellFormed(e.model()) ? e.model() : "-",
                e.route(),
                e.upstream(),
                status,
                failure.or(() -> e.failure().map(Failure::kind)),
                e.attempts(),
                e.dropped(),
                e.timeToFirstToken(),
                total,
                e.meanPause(),
                e.ownUsage(),
                e.notes());
    }

    /** The attempts as a header: {@code openai;429;212ms, anthropic;200;410ms}. */
    static String trail(List<Attempt> attempts) {
        var trail = new StringBuilder(48);
        for (Attempt a : attempts) {
            if (!trail.isEmpty()) {
                trail.append(", ");
            }
            trail.append(a.upstream()).append(';').append(a.outcome()).append(';');
            trail.append(a.elapsed().toMillis()).append("ms");
        }
        return trail.toString();
    }
}
