package dev.headgate.plugin.wordguard;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Scope;
import dev.headgate.plugin.wordguard.WordGuardFactory.Action;
import dev.headgate.plugin.wordguard.WordGuardFactory.Side;
import dev.headgate.plugin.wordguard.WordGuardFactory.Word;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The patterns for one kind of text, joined into one for each action. Whatever the text, the time they take grows with
 * its length alone.
 */
record Rules(Optional<Pattern> block, Optional<Pattern> masked, String mask, Optional<GatewayException> blocked) {
    /** Lets everything through. */
    static final Rules NONE = new Rules(Optional.empty(), Optional.empty(), "", Optional.empty());

    static Rules of(WordGuardFactory.Settings settings, Side side, Scope scope, GatewayException blocked) {
        return new Rules(
                joined(settings, Action.BLOCK, side, scope),
                joined(settings, Action.MASK, side, scope),
                settings.mask(),
                Optional.of(blocked));
    }

    private static Optional<Pattern> joined(WordGuardFactory.Settings settings, Action action, Side side, Scope scope) {
        String all = settings.words().stream()
                .filter(w -> w.action() == action && w.looksAt(side, scope))
                .map(Word::pattern)
                .map(p -> "(?:" + p + ")")
                .collect(Collectors.joining("|"));
        return all.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(all));
    }

    boolean none() {
        return block.isEmpty() && masked.isEmpty();
    }

    /**
     * A whole text with its matches masked.
     *
     * @throws GatewayException when something in it is blocked
     */
    String over(String text) {
        if (block.isPresent() && block.get().matcher(text).find()) {
            throw blocked.orElseThrow();
        }
        return masked.isEmpty() ? text : masked.get().matcher(text).replaceAll(Matcher.quoteReplacement(mask));
    }
}
