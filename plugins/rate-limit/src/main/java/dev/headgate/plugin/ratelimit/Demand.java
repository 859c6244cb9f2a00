package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Content;
import dev.headgate.api.Exchange;
import dev.headgate.api.Operation;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.plugin.ratelimit.Bill.Spent;
import dev.headgate.plugin.ratelimit.Rule.Dimension;
import dev.headgate.plugin.ratelimit.Rule.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What one request asks of each limit that it meets: its input as counted, and the most that its answer may come to. */
final class Demand {
    private static final long LEAST_OUTPUT = 16;

    private final RateLimit limits;
    private final Exchange exchange;
    private final List<Rule> rules;
    private final int rank;
    private final boolean ofTokens;

    private Counter.Count input = Counter.Count.NOTHING;
    private boolean encoded;
    private long output;
    private boolean unlimited;
    private boolean clamped;

    Demand(RateLimit limits, Exchange exchange, List<Rule> rules, int rank) {
        this.limits = limits;
        this.exchange = exchange;
        this.rules = rules;
        this.rank = rank;
        this.ofTokens = ofTokens(rules);
    }

    private static boolean ofTokens(List<Rule> rules) {
        for (Rule rule : rules) {
            if (rule.dimension().ofTokens()) {
                return true;
            }
        }
        return false;
    }

    List<Rule> rules() {
        return rules;
    }

    /** Whether it has to be counted at all. */
    boolean ofTokens() {
        return ofTokens;
    }

    /** Its input, as far as it has been counted. */
    Counter.Count input() {
        return input;
    }

    /** The most that one answer may come to; 0 of what is not generated. */
    long output() {
        return output;
    }

    // ---- counting

    /** Has been counted quickly. */
    void counted(Counter.Count quick) {
        input = quick;
        if (exchange.operation() != Operation.CHAT && exchange.operation() != Operation.COMPLETION) {
            return; // what is not generated has no tokens of its own
        }
        OptionalLong asked = exchange.outputCeiling();
        unlimited = asked.isEmpty();
        output = asked.orElseGet(() -> limits.outputs().of(exchange.model()));
    }

    /** Whether a limit may be so close that the quick count is too coarse, and there is a finer one. */
    boolean wantsEncoding() {
        if (ofTokens && !encoded) {
            for (Rule rule : rules) {
                if (rule.dimension().ofTokens() && rule.near(most(rule))) {
                    return limits.counter().encodes(exchange.model());
                }
            }
        }
        return false;
    }

    /** Counts token by token; may be called from any thread, with the request's content. */
    Counter.Count encode(Content content) {
        return limits.counter().encoded(input, content, exchange.model());
    }

    /** Has been counted token by token. */
    void encoded(Counter.Count finer) {
        input = finer;
        encoded = true;
    }

    // ---- claiming

    /** What it claims, all in one step. */
    List<Claim> claims(Instant now) {
        var claims = new ArrayList<Claim>(rules.size());
        for (Rule rule : rules) {
            Limit limit = rule.at(now);
            if (rule.scope() == Scope.GATEWAY && rule.dimension() == Dimension.CONCURRENT) {
                limit = limits.shares().of(limit, exchange.principal(), rank);
            }
            claims.add(new Claim(limit, claimed(rule)));
        }
        return claims;
    }

    /**
     * What it claims of one: its count while there is plenty, and close to the end what it cannot exceed, as far as that
     * is left.
     */
    long claimed(Rule rule) {
        long close = amount(rule.dimension(), input.tokens(), output * exchange.choices());
        if (!rule.dimension().ofTokens()) {
            return close;
        }
        long most = most(rule);
        return rule.near(most) ? Math.min(most, Math.max(close, rule.remaining())) : close;
    }

    private long most(Rule rule) {
        return amount(rule.dimension(), input.most(), output * exchange.choices());
    }

    private long amount(Dimension dimension, long in, long out) {
        long amount = switch (dimension) {
            case REQUESTS, CONCURRENT -> 1;
            case INPUT -> in;
            case OUTPUT -> out;
            case TOKENS -> limits.weighted(exchange.model(), in + out);
        };
        return Math.clamp(amount, 0, Limit.MAX_AMOUNT);
    }

    /** What is settled of each limit. */
    long[] amounts(Spent spent) {
        long[] amounts = new long[rules.size()];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = amount(rules.get(i).dimension(), spent.input(), spent.output());
        }
        return amounts;
    }

    /** Remembers how the limits stand, and tells whether less is claimed of the one that refused than it was. */
    boolean lessened(Held held) {
        Rule by = rules.get(held.refusedBy().orElseThrow());
        long before = claimed(by);
        remember(held.left());
        return claimed(by) < before;
    }

    void remember(List<Left> left) {
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).remaining(left.get(i).remaining());
        }
    }

    // ---- less than was asked for

    /** Lowers the answer's limit to what is left, when that is worth an answer; once at most. */
    boolean clamp(Held held) {
        if (clamped) {
            return false;
        }
        long room = output;
        for (int i = 0; i < rules.size(); i++) {
            long left = held.left().get(i).remaining();
            long its = switch (rules.get(i).dimension()) {
                case TOKENS -> limits.unweighted(exchange.model(), left) - input.most();
                case OUTPUT -> left;
                default -> Long.MAX_VALUE;
            };
            room = Math.min(room, its / exchange.choices());
        }
        clamped = true;
        if (room < LEAST_OUTPUT || room >= output) {
            return false;
        }
        output = room;
        return true;
    }

    /** Writes the limit that was held into the request, where it is another than its own. */
    void write() {
        if (clamped || (unlimited && limits.setsOutput() && output > 0)) {
            exchange.body(Members.limited(exchange.body(), output, newer(exchange.model())));
        }
    }

    /** Those that know no {@code max_tokens} any more. */
    private static boolean newer(String model) {
        String bare = model.substring(model.lastIndexOf('/') + 1);
        return bare.startsWith("gpt-5") || Encodings.reasoning(bare);
    }
}
