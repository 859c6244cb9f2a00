package dev.headgate.upstream.drill;

import java.util.Optional;

/**
 * A fault for some of the traffic, for some time.
 *
 * @param key the name of the only key it strikes, or that of any
 * @param model the only model it strikes, as callers name it, or any
 * @param upstream the only upstream it strikes; absent: whichever an exchange asks first
 * @param share the part of the attempts meant that it strikes, above 0 and up to 1
 * @param until when it is over, in the clock's nanoseconds
 */
public record Drill(
        String id,
        Fault fault,
        Optional<String> key,
        Optional<String> model,
        Optional<String> upstream,
        double share,
        long until) {

    /** Whether an attempt is meant, leaving the share out of account. */
    boolean means(String itsKey, String itsModel, String itsUpstream, boolean first) {
        return key.filter(k -> !k.equals(itsKey)).isEmpty()
                && model.filter(m -> !m.equals(itsModel)).isEmpty()
                && upstream.map(u -> u.equals(itsUpstream)).orElse(first);
    }
}
