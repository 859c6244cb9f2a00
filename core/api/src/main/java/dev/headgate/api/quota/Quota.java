package dev.headgate.api.quota;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import java.util.Optional;

/**
 * What somebody may use, as it is written in the file.
 *
 * @param concurrent 0 for as many as there are
 */
@Describe("What may be used; each limit is there only when it is written.")
public record Quota(
        @Describe("Requests, such as 600/min.") Optional<Rates> requests,

        @Describe("Tokens of requests and answers together, such as 200k/min.")
        Optional<Rates> tokens,

        @Describe("Tokens of requests alone.") Optional<Rates> inputTokens,

        @Describe("Tokens of answers alone.") Optional<Rates> outputTokens,

        @Describe("Requests at one time; 0 for no limit.") @Default("0") @Range(min = "0", max = "1000000")
        int concurrent) {
    /** No limit at all. */
    public static final Quota NONE =
            new Quota(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

    /** Whether nothing is limited. */
    public boolean none() {
        return equals(NONE);
    }
}
