package dev.headgate.telemetry;

import dev.headgate.api.Attempt;
import java.time.Duration;
import java.util.List;

/** One line for each exchange that ends, without any of its text. */
public final class AccessLog {
    private final LineWriter out;

    public AccessLog(LineWriter out) {
        this.out = out;
    }

    public void write(ExchangeReport r) {
        out.write(to -> append(r, to));
    }

    /** Words the line, without its end. */
    public static void append(ExchangeReport r, StringBuilder s) {
        s.append(r.id()).append(' ').append(r.team()).append(' ').append(r.key());
        s.append(' ').append(r.model()).append(" → ");
        s.append(r.upstream().isEmpty() ? "-" : r.upstream());
        s.append(" status=").append(r.status());
        r.failure().ifPresent(f -> s.append(" failure=").append(f.label()));
        if (!r.attempts().isEmpty()) {
            s.append(" attempts=").append(r.attempts().size()).append('(');
            attempts(s, r.attempts());
            s.append(')');
        }
        if (!r.dropped().isEmpty()) {
            s.append(" dropped=").append(String.join(",", r.dropped()));
        }
        r.timeToFirstToken().ifPresent(t -> s.append(" ttft=").append(text(t)));
        s.append(" total=").append(text(r.total()));
        r.usage().prompt().ifPresent(n -> s.append(" in=").append(n));
        r.usage().cached().ifPresent(n -> {
            if (n > 0) {
                s.append("(cached ").append(n).append(')');
            }
        });
        r.usage().completion().ifPresent(n -> s.append(" out=").append(n));
        if (!r.notes().isEmpty()) {
            r.notes()
                    .forEach((name, value) ->
                            s.append(' ').append(name).append('=').append(value));
        }
    }

    private static void attempts(StringBuilder s, List<Attempt> attempts) {
        for (int i = 0; i < attempts.size(); i++) {
            Attempt a = attempts.get(i);
            s.append(i == 0 ? "" : ", ").append(a.upstream()).append(' ');
            s.append(a.failure().isEmpty() ? "ok" : a.outcome());
            if (attempts.size() > 1) {
                s.append(' ').append(text(a.elapsed())); // of a single one ttft and total say it
            }
            if (a.failure().isPresent()) {
                // What a lost attempt has used is said here, what the answer used at the end of the line.
                a.usage().prompt().ifPresent(n -> s.append(" in=").append(n));
                a.usage().completion().ifPresent(n -> s.append(" out=").append(n));
            }
        }
    }

    /** A duration as people read it: {@code 412ms}, {@code 2.9s}. */
    static String text(Duration d) {
        long millis = d.toMillis();
        return millis < 1000 ? millis + "ms" : millis / 1000 + "." + millis % 1000 / 100 + "s";
    }
}
