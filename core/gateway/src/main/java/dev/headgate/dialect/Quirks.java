package dev.headgate.dialect;

import java.util.Map;
import java.util.Set;

/**
 * In what an operator departs from the wire format that it speaks. Whatever of a message is not concerned passes byte by
 * byte; an operator without quirks costs nothing.
 *
 * @param all the quirks it has
 * @param finishReasons its own words for why an answer ended, each with OpenAI's; {@link #FAILED} where there is none
 *     because the answer was given up
 * @param renames members of requests that it knows by another name
 * @param refuses members of requests that it does not accept
 */
public record Quirks(
        Set<Quirk> all, Map<String, String> finishReasons, Map<String, String> renames, Set<String> refuses) {
    /** Those of an operator that has none. */
    public static final Quirks NONE = new Quirks(Set.of(), Map.of(), Map.of(), Set.of());

    /** Stands for a reason that is a failure. */
    public static final String FAILED = "failed";

    public Quirks {
        all = Set.copyOf(all);
        finishReasons = Map.copyOf(finishReasons);
        renames = Map.copyOf(renames);
        refuses = Set.copyOf(refuses);
    }

    public boolean has(Quirk quirk) {
        return all.contains(quirk);
    }

    /** Whether there is none. */
    public boolean none() {
        return !inRequests() && !inAnswers();
    }

    /** Whether requests are to be looked at. */
    public boolean inRequests() {
        return !renames.isEmpty() || !refuses.isEmpty() || all.stream().anyMatch(Quirk::inRequests);
    }

    /** Whether answers are to be looked at. */
    public boolean inAnswers() {
        return !finishReasons.isEmpty() || all.stream().anyMatch(Quirk::inAnswers);
    }
}
