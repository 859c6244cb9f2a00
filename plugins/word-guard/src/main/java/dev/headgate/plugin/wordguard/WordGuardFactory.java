package dev.headgate.plugin.wordguard;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.Scope;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Required;
import dev.headgate.api.settings.Shorthand;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes filters that block or mask what matches a pattern.
 *
 * <pre>{@code
 * filters:
 *   - word-guard:
 *       words:
 *         - '(?i)project\s+bluebird'
 *         - { pattern: '\bID-\d{6}\b', action: mask, scopes: [ message, tool-output ], in: request }
 * }</pre>
 */
@Extension
public final class WordGuardFactory implements FilterFactory<WordGuardFactory.Settings> {
    /** What is done about a match. */
    enum Action {
        BLOCK,
        MASK
    }

    /** Where a text comes from. */
    enum Side {
        REQUEST,
        ANSWER
    }

    @Describe("Blocks or masks words in the texts of requests and answers, streams included.")
    record Settings(
            @Describe("What is looked for.") @Required List<Word> words,

            @Describe("What stands in the place of a masked match.")
            @Default("***")
            @Matches(value = "[^\\x00-\\x1f]{1,32}", use = "1 to 32 characters without line breaks")
            String mask,

            @Describe("What the caller is told when something was blocked; the match is never told.")
            @Default("The text contains something that this gateway does not let through.")
            @Matches(value = "[^\\x00-\\x1f]{1,300}", use = "1 to 300 characters without line breaks")
            String message,

            @Describe(
                    "How many characters of a stream are held back at most, and so the longest match that is found in one.")
            @Default("256")
            @Range(min = "16", max = "4096")
            int window) {
        Settings {
            if (words.size() > 500) {
                throw new IllegalArgumentException("words: at most 500; join some of them with |");
            }
        }
    }

    @Describe("A pattern and what it means.")
    record Word(
            @Describe("A regular expression in RE2's syntax; (?i) in front of it ignores case.")
            String pattern,

            @Describe("Whether a text with a match is refused, or the match masked.") @Default("block")
            Action action,

            @Describe("The parts of a conversation that are looked at; all but metadata when empty.")
            List<Scope> scopes,

            @Describe("Whether requests or answers are looked at; both when empty.")
            List<Side> in) {
        Word {
            try {
                if (Pattern.compile(pattern).matcher("").find()) {
                    throw new IllegalArgumentException("pattern: matches nothing at all, and so everywhere");
                }
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("pattern: not a regular expression: " + e.getDescription(), e);
            }
        }

        /** A word that is blocked wherever it stands. */
        @Shorthand
        static Word of(@Describe("A pattern that is blocked wherever it stands.") String pattern) {
            return new Word(pattern, Action.BLOCK, List.of(), List.of());
        }

        boolean looksAt(Side side, Scope scope) {
            boolean there = scopes.isEmpty() ? scope != Scope.METADATA : scopes.contains(scope);
            return there && (in.isEmpty() || in.contains(side));
        }
    }

    @Override
    public String name() {
        return "word-guard";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        return new WordGuard(settings);
    }
}
