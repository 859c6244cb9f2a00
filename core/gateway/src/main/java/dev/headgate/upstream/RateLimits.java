package dev.headgate.upstream;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limits an operator reports beside an answer, each with what is left of it and when it is whole again.
 *
 * <p>Several stand in one answer, and only one of them need have refused the request. Those of which nothing is left
 * count, and among them the one that takes longest, since the request needs them all. When something is left of every
 * one, the request was too large for what remained, most likely of the limit that is nearest to its end: the one with
 * the least part left. Where even that is not told, the shortest counts: to ask too early costs one more refusal, but a
 * limit by the day that was hardly touched may take hours to be whole again.
 */
final class RateLimits {
    private static final List<Name> NAMES = Stream.concat(
                    Stream.of("-requests", "-tokens", "-input-images", "-requests-day", "-tokens-minute", "")
                            .map(Name::common),
                    Stream.of("-requests", "-tokens", "-input-tokens", "-output-tokens")
                            .map(Name::anthropic))
            .toList();

    private static final Comparator<Limit> NEAREST_ITS_END = Comparator.comparing(Limit::left);
    private static final Comparator<Limit> LONGEST = Comparator.comparing(Limit::reset, Comparator.reverseOrder());
    private static final Comparator<Limit> SHORTEST = Comparator.comparing(Limit::reset);

    private RateLimits() {}

    /** The headers that speak of one limit. */
    private record Name(String limit, String remaining, String reset, Optional<String> period) {
        static Name common(String what) {
            String prefix = "x-ratelimit-";
            return new Name(
                    prefix + "limit" + what,
                    prefix + "remaining" + what,
                    prefix + "reset" + what,
                    Optional.of(prefix + "renewalperiod" + what));
        }

        static Name anthropic(String what) {
            String prefix = "anthropic-ratelimit" + what;
            return new Name(prefix + "-limit", prefix + "-remaining", prefix + "-reset", Optional.empty());
        }
    }

    /** One limit that is not whole: the part of it that is left, up to one, and the time until it is whole again. */
    private record Limit(BigDecimal left, Duration reset) {
        boolean spent() {
            return left.signum() == 0;
        }
    }

    /** How long to wait for the limit that refused a request. */
    static Optional<Duration> reset(Engine.Answer answer, Instant now) {
        List<Limit> limits =
                NAMES.stream().flatMap(n -> limit(n, answer, now).stream()).toList();
        Comparator<Limit> order =
                NEAREST_ITS_END.thenComparing(limits.stream().anyMatch(Limit::spent) ? LONGEST : SHORTEST);
        return limits.stream().min(order).map(Limit::reset);
    }

    private static Optional<Limit> limit(Name name, Engine.Answer answer, Instant now) {
        Optional<String> period = name.period().flatMap(answer::header);
        return answer.header(name.reset())
                .flatMap(v -> Wait.of(v, now).map(reset -> withinPeriod(reset, v, period, now)))
                .filter(Duration::isPositive)
                .map(reset -> new Limit(left(answer.header(name.remaining()), answer.header(name.limit())), reset));
    }

    /** Azure writes seconds or milliseconds, both as plain numbers; a wait beyond the limit's own period is the latter. */
    private static Duration withinPeriod(Duration reset, String written, Optional<String> period, Instant now) {
        boolean beyond = period.flatMap(p -> Wait.of(p, now))
                .filter(p -> reset.compareTo(p) > 0)
                .isPresent();
        return beyond ? Wait.millis(written).orElse(reset) : reset;
    }

    private static BigDecimal left(Optional<String> remaining, Optional<String> limit) {
        Optional<BigDecimal> rest = remaining.flatMap(Wait::number);
        if (rest.filter(r -> r.signum() == 0).isPresent()) {
            return BigDecimal.ZERO;
        }
        return limit.flatMap(Wait::number)
                .filter(l -> l.signum() > 0)
                .flatMap(l -> rest.map(r -> r.divide(l, MathContext.DECIMAL32)))
                .map(BigDecimal.ONE::min)
                .orElse(BigDecimal.ONE);
    }
}
