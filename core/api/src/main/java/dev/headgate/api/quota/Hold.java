package dev.headgate.api.quota;

import java.time.Duration;
import java.util.List;

/**
 * What is to be taken in one step, of all these limits or of none. A hold is a lease: one that is neither settled nor
 * renewed in time is over, all that it claimed is taken to have been spent, and what it had of a concurrency is free
 * again.
 *
 * @param id never used for another hold, and by no caller's choice; at most
 *     {@link dev.headgate.api.StateStore#MAX_KEY} characters
 * @param claims at most {@link #MAX_CLAIMS}, each of another key
 * @param lease how long it lasts unless it is renewed, a millisecond to a day
 */
public record Hold(String id, List<Claim> claims, Duration lease) {
    /** How many claims one hold may have. */
    public static final int MAX_CLAIMS = 64;

    private static final Duration LONGEST = Duration.ofDays(1);

    public Hold {
        claims = List.copyOf(claims);
        if (id.isEmpty() || id.length() > dev.headgate.api.StateStore.MAX_KEY) {
            throw new IllegalArgumentException(
                    "an id of " + id.length() + " characters; use 1 to " + dev.headgate.api.StateStore.MAX_KEY);
        }
        if (claims.size() > MAX_CLAIMS) {
            throw new IllegalArgumentException(claims.size() + " claims in one hold; use at most " + MAX_CLAIMS);
        }
        if (lease.toMillis() < 1 || lease.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a lease of " + lease + "; use 1 ms to a day");
        }
        for (int i = 1; i < claims.size(); i++) {
            String key = claims.get(i).limit().key();
            for (int j = 0; j < i; j++) {
                if (claims.get(j).limit().key().equals(key)) {
                    throw new IllegalArgumentException("two claims of " + key + " in one hold");
                }
            }
        }
    }
}
