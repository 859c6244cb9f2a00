package dev.headgate.plugin.redaction;

import dev.headgate.api.Principal;
import dev.headgate.api.Scope;
import dev.headgate.api.Tally;
import dev.headgate.plugin.redaction.detect.Detectors;
import java.util.Locale;
import java.util.Optional;

/**
 * What holds for all exchanges under one use of the filter.
 *
 * @param hashes there when anything needs a key
 * @param restore whether placeholders in answers become what they stand for
 * @param metadata whether metadata are looked at
 * @param refuseUnknown whether a request is refused that has members nobody knows how to look into
 * @param found counts findings by kind, scope, direction and action
 * @param restored counts restored placeholders by scope
 */
record Rules(
        Policy policy,
        Detectors detectors,
        String mask,
        Optional<Hashes> hashes,
        Numbering numbering,
        boolean restore,
        boolean metadata,
        boolean refuseUnknown,
        Tally found,
        Tally restored) {
    /** The word for metric labels. */
    static String label(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether placeholders must differ from what already looks like one. Where they are the same throughout a
     * conversation and never restored, those of earlier answers stand in the request and mean the same value.
     */
    boolean avoids() {
        return policy.uses(Action.REPLACE) && (restore || numbering == Numbering.REQUEST);
    }

    /** For one exchange of this caller. */
    Redactor redactor(Principal caller) {
        Vault vault = numbering == Numbering.CONVERSATION
                ? Vault.keyed(hashes.orElseThrow(), caller.team() + "/" + caller.key())
                : Vault.counting();
        return new Redactor(this, vault);
    }
}
