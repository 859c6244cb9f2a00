package dev.headgate.api.quota;

/**
 * What a hold takes of one limit.
 *
 * @param amount at most this will be spent; 0 takes nothing and always fits
 */
public record Claim(Limit limit, long amount) {
    public Claim {
        if (amount < 0 || amount > Limit.MAX_AMOUNT) {
            throw new IllegalArgumentException("a claim of " + amount + "; use 0 to " + Limit.MAX_AMOUNT);
        }
    }
}
