package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Attempt;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Outcome;
import dev.headgate.api.Usage;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a request that has ended is charged with: the usage that providers report, of all its attempts, as far as it can be
 * true, else the gateway's own count of what went in and out.
 */
final class Bill {
    /** No text has so many bytes for each of its tokens; less than this was not counted, whoever says so. */
    private static final int MOST_BYTES_A_TOKEN = 32;

    /** How far a usage may exceed what could be expected before it is taken for nonsense. */
    private static final int MOST_TIMES = 16;

    private static final long SLACK = 1_000_000;

    /** Tokens of requests and of answers. */
    record Spent(long input, long output) {
        static final Spent NOTHING = new Spent(0, 0);
    }

    private final RateLimit limits;
    private final Exchange exchange;
    private final Counter.Count input;
    private final boolean generates;
    private final long ceiling;
    private final Delivered answer;

    /**
     * A bill yet to be made out.
     *
     * @param output the most that one answer may come to, as it was held; 0 of what is not generated
     */
    Bill(RateLimit limits, Exchange exchange, Counter.Count input, long output, Delivered answer) {
        this.limits = limits;
        this.exchange = exchange;
        this.input = input;
        this.generates = output > 0;
        this.ceiling = Math.max(output, 1) * exchange.choices();
        this.answer = answer;
    }

    /** What it comes to, now that the request has ended like this. */
    Spent of(Outcome outcome) {
        List<Attempt> attempts = exchange.attempts();
        long in = 0;
        long out = 0;
        if (attempts.isEmpty()) {
            // A filter has answered, if anybody has, and says what that counts as; nothing can be learnt from it.
            Usage usage = exchange.usage();
            return new Spent(usage.prompt().orElse(0), usage.completion().orElse(0));
        }
        boolean answered = false;
        for (Attempt a : attempts) {
            if (a.failure().isEmpty()) {
                answered = true;
            } else if (believable(a.usage())) {
                in += a.usage().prompt().orElse(0);
                out += a.usage().completion().orElse(0);
            } else if (generated(a.failure().get())) {
                in += input.tokens();
            }
        }
        if (!answered) {
            return new Spent(in, out);
        }
        Spent last = answer.streamed() && outcome.failure().isPresent() ? cutShort() : whole(attempts.size());
        return new Spent(in + last.input, out + last.output);
    }

    /** Of an answer that came to its end. */
    private Spent whole(int attempts) {
        Usage usage = exchange.usage();
        if (!believable(usage) || fallsShort(usage)) {
            countedHere();
            return new Spent(input.tokens(), own());
        }
        if (attempts == 1) {
            // Without what filters have asked for besides.
            OptionalLong reported = exchange.attempts().getLast().usage().prompt();
            reported.ifPresent(n -> limits.counter().learn(exchange.model(), input, n));
        }
        if (generates && usage.completion().isEmpty() && own() > 0) {
            countedHere();
            return new Spent(usage.prompt().orElse(input.tokens()), own());
        }
        long out = usage.completion().orElse(0);
        if (answer.streamed()) {
            // What was thought and not shown costs tokens without a byte.
            limits.counter()
                    .learnAnswer(
                            exchange.model(),
                            answer.bytes(exchange),
                            out - usage.reasoning().orElse(0));
        }
        return new Spent(usage.prompt().orElse(input.tokens()), out);
    }

    /** Of a stream whose end nobody saw: what was reported up to then, and at least what went out. */
    private Spent cutShort() {
        Usage usage = exchange.usage();
        boolean known = believable(usage);
        countedHere();
        return new Spent(
                known ? usage.prompt().orElse(input.tokens()) : input.tokens(),
                Math.max(known ? usage.completion().orElse(0) : 0, own()));
    }

    private void countedHere() {
        exchange.note("tokens", "counted-here");
        limits.countedHere();
    }

    /** What was delivered, by the count made here. */
    private long own() {
        return limits.counter().delivered(exchange.model(), answer.bytes(exchange), answer.events());
    }

    /** Whether the provider has, or may have, worked on a request that came to this end. */
    private static boolean generated(Failure.Kind kind) {
        return switch (kind) {
            case UPSTREAM_TIMEOUT, UPSTREAM_BROKE_OFF, CLIENT_GONE, OUTRUN -> true;
            default -> false;
        };
    }

    /** Whether a usage says something, and nothing absurd. */
    private boolean believable(Usage usage) {
        if (usage.prompt().isEmpty() && usage.completion().isEmpty()) {
            return false;
        }
        long in = usage.prompt().orElse(0);
        long out = usage.completion().orElse(0);
        return in >= 0 && in <= MOST_TIMES * input.most() + SLACK && out >= 0 && out <= MOST_TIMES * ceiling + SLACK;
    }

    /** Whether a usage is far less than what was seen to go in and out. */
    private boolean fallsShort(Usage usage) {
        return (usage.prompt().isPresent() && usage.prompt().getAsLong() * MOST_BYTES_A_TOKEN < input.bytes())
                || (generates
                        && usage.completion().isPresent()
                        && answer.mayExceed(usage.completion().getAsLong() * MOST_BYTES_A_TOKEN / 2)
                        && usage.completion().getAsLong() * MOST_BYTES_A_TOKEN < answer.bytes(exchange));
    }
}
