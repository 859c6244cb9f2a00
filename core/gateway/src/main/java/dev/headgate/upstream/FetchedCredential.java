package dev.headgate.upstream;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.credential.Grant;
import dev.headgate.credential.Proof;
import dev.headgate.credential.Source;
import dev.headgate.credential.Step;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.provider.Classification;
import dev.headgate.upstream.Fetcher.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A credential that expires. It is fetched when the first attempt needs it, and anew while the old one still serves;
 * never twice at a time, however many wait. After a failure nobody asks again for a while. Safe to share between threads.
 */
final class FetchedCredential implements Access {
    /** So long before its end it is fetched anew: metadata services give the old one until it has five minutes left. */
    private static final Duration AHEAD = Duration.ofSeconds(225);
    /** So long before its end it is not sent any more, because a request takes time too. */
    private static final Duration SPARE = Duration.ofSeconds(10);

    /** Whatever it says of its end, it serves so long; ours may be the clock that is wrong. */
    private static final Duration LEAST_LIFE = Duration.ofSeconds(10);

    private static final Duration MOST_LIFE = Duration.ofDays(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int LONGEST_REASON = 300;

    private final String upstream;
    private final Source source;
    private final Fetcher fetcher;
    private final Function<Proof, Credential> prepare;
    private volatile @Nullable Held held;

    // guarded by this
    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private boolean fetching;
    private boolean failing;
    private long resumesAt;
    private Duration pause = Duration.ZERO;
    private Failure failure = Failure.of(Kind.INTERNAL, "No credential has been asked for yet.");
    private boolean renewed;
    private long renewedAt;

    /** Whoever waits for a credential is told once, on the loop given, and never while asking. */
    interface Waiter {
        void ready(Credential credential);

        void failed(Failure why);
    }

    /**
     * What was obtained last. It ends by either clock: one may have stood still while the machine slept, the other may
     * have been set.
     */
    private record Held(Credential credential, boolean lasts, long aheadAt, long endsAt, Instant ends) {
        boolean over(Loop loop) {
            return !lasts
                    && (loop.clock().nanos() - endsAt >= 0
                            || !loop.clock().now().isBefore(ends));
        }

        boolean toRenew(Loop loop) {
            return !lasts && loop.clock().nanos() - aheadAt >= 0;
        }
    }

    /**
     * @param upstream its name, for messages
     * @param prepare makes a credential to send of what was obtained
     */
    FetchedCredential(String upstream, Source source, Fetcher fetcher, Function<Proof, Credential> prepare) {
        this.upstream = upstream;
        this.source = source;
        this.fetcher = fetcher;
        this.prepare = prepare;
    }

    @Override
    public @Nullable Credential now(Loop loop) {
        Held h = held;
        if (h == null || h.over(loop)) {
            return null;
        }
        if (h.toRenew(loop)) {
            renew(loop);
        }
        return h.credential;
    }

    private synchronized void renew(Loop loop) {
        if (!fetching && !resting(loop)) {
            fetch(loop);
        }
    }

    private boolean resting(Loop loop) {
        return failing && loop.clock().nanos() - resumesAt < 0;
    }

    /**
     * Tells the waiter as soon as there is a credential, or that none can be had.
     *
     * @return ends the wait untold
     */
    synchronized Runnable await(Loop loop, Waiter waiter) {
        var told = new Told(loop, waiter);
        Held h = held;
        if (h != null && !h.over(loop)) {
            told.ready(h.credential);
        } else if (!fetching && resting(loop)) {
            told.failed(failure);
        } else {
            waiting.add(told);
            if (!fetching) {
                fetch(loop);
            }
        }
        return () -> forget(told);
    }

    private synchronized void forget(Told told) {
        told.stopped = true;
        waiting.remove(told);
    }

    /**
     * Whether another try is worth it because this credential may no longer be one; it is fetched anew then. One that
     * was fetched anew for that reason a moment ago is not.
     */
    synchronized boolean outlived(Loop loop, Credential credential, UpstreamError error) {
        if (!source.outlived(error)) {
            return false;
        }
        Held h = held;
        if (h == null || !h.credential.equals(credential)) {
            return true; // it is not the latest any more
        }
        long now = loop.clock().nanos();
        if (renewed && now - renewedAt < LONGEST_PAUSE.toNanos()) {
            return false;
        }
        renewed = true;
        renewedAt = now;
        held = null;
        return true;
    }

    private void fetch(Loop loop) {
        fetching = true;
        fetcher.fetch(loop, () -> source.begin(loop.clock().now()), step -> ended(loop, step));
    }

    private synchronized void ended(Loop loop, Step last) {
        fetching = false;
        List<Waiter> all = List.copyOf(waiting);
        waiting.clear();
        if (!(last instanceof Step.Obtained o)) {
            failed(loop, last, all);
            return;
        }
        try {
            Held h = hold(loop, o.grant());
            held = h;
            failing = false;
            pause = Duration.ZERO;
            fetcher.ended(Outcome.OBTAINED, "");
            all.forEach(w -> w.ready(h.credential));
        } catch (IllegalArgumentException e) {
            failed(loop, new Step.Broken("what was given as a credential holds characters that no header has"), all);
        }
    }

    private void failed(Loop loop, Step last, List<Waiter> all) {
        pause = min(pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2), LONGEST_PAUSE);
        failing = true;
        resumesAt = loop.clock().nanos() + pause.toNanos();
        Failure f = failure(last);
        failure = f;
        fetcher.ended(outcome(last), shortened(Classification.withoutSecrets(why(last))));
        all.forEach(w -> w.failed(f));
    }

    private static Outcome outcome(Step last) {
        return switch (last) {
            case Step.Obtained o -> Outcome.OBTAINED;
            case Step.Absent a -> Outcome.ABSENT;
            case Step.Refused r -> Outcome.REFUSED;
            case Step.Broken b -> Outcome.BROKEN;
            case Step.Read r -> Outcome.BROKEN;
            case Step.Call c -> Outcome.BROKEN;
        };
    }

    private Held hold(Loop loop, Grant grant) {
        Credential credential = prepare.apply(grant.proof());
        if (grant.expires().isEmpty()) {
            return new Held(credential, true, 0, 0, Instant.MAX);
        }
        Instant wall = loop.clock().now();
        Duration said = min(Duration.between(wall, grant.expires().get()), MOST_LIFE);
        Duration life = min(LEAST_LIFE, said).equals(said) ? LEAST_LIFE : said;
        Duration spare = min(SPARE, life.dividedBy(10));
        // One that is short of its end when it comes is not asked for again at once.
        Duration ahead = min(AHEAD, life.dividedBy(4));
        long now = loop.clock().nanos();
        return new Held(
                credential,
                false,
                now + life.minus(ahead).toNanos(),
                now + life.minus(spare).toNanos(),
                wall.plus(life).minus(spare));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Failure failure(Step last) {
        return last instanceof Step.Broken
                ? Failure.of(
                        Kind.UPSTREAM_UNREACHABLE,
                        "The gateway could not fetch its own credential for the upstream '" + upstream
                                + "'. This is not about your key. Try again later.")
                : Failure.of(
                        Kind.UPSTREAM_AUTH,
                        "The gateway is not given its own credential for the upstream '" + upstream
                                + "'. This is not about your key; the gateway's operator must look into it.");
    }

    private static String why(Step last) {
        return switch (last) {
            case Step.Absent a -> "there is none: " + a.why();
            case Step.Refused r -> r.why();
            case Step.Broken b -> b.why();
            case Step.Obtained o -> "";
            case Step.Read r -> r.file();
            case Step.Call c -> c.call().place();
        };
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "…" : text;
    }

    /** Tells a waiter on its own loop, unless it has left. */
    private static final class Told implements Waiter {
        private final Loop loop;
        private final Waiter waiter;
        private volatile boolean stopped;

        Told(Loop loop, Waiter waiter) {
            this.loop = loop;
            this.waiter = waiter;
        }

        @Override
        public void ready(Credential credential) {
            tell(() -> waiter.ready(credential));
        }

        @Override
        public void failed(Failure why) {
            tell(() -> waiter.failed(why));
        }

        private void tell(Runnable what) {
            var _ = loop.after(0, () -> {
                if (!stopped) {
                    what.run();
                }
            });
        }
    }
}
