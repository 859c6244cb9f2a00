package dev.headgate.plugin.wordguard;

import com.google.re2j.Matcher;
import dev.headgate.api.StreamRewriter;

/**
 * A running text under guard. What a match of at most the window's length could still begin in is held back, so that what
 * comes out is what would come of the whole text; of a longer match only what the window shows is found.
 */
final class GuardedLane implements StreamRewriter {
    private final Rules rules;
    private final int window;
    /** The last character given out, which a pattern may look back at, and what is held back. */
    private final StringBuilder text = new StringBuilder();

    private int from;

    GuardedLane(Rules rules, int window) {
        this.rules = rules;
        this.window = window;
    }

    @Override
    public String more(String piece) {
        if (rules.none()) {
            return piece;
        }
        text.append(piece);
        return release(text.length() - window - 1, false);
    }

    @Override
    public String end() {
        return release(text.length(), true);
    }

    /** Gives out what stands before {@code until}, masked, and no part of a match that may go on. */
    private String release(int until, boolean last) {
        int length = text.length();
        rules.block().ifPresent(pattern -> {
            Matcher m = pattern.matcher(text);
            if (m.find(from) && (last || m.end() < length || length - m.start() > window)) {
                throw rules.blocked().orElseThrow();
            }
        });
        var out = new StringBuilder();
        int at = from;
        int limit = Math.min(until, blockedFrom(last));
        if (rules.masked().isPresent()) {
            Matcher m = rules.masked().get().matcher(text);
            while (at <= length && m.find(at) && m.start() < limit) {
                if (!last && m.end() == length && length - m.start() <= window) {
                    limit = m.start();
                    break;
                }
                out.append(text, at, m.start()).append(rules.mask());
                at = m.end();
            }
        }
        if (limit > at) {
            int cut = !last && Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
            out.append(text, at, Math.max(at, cut));
            at = Math.max(at, cut);
        }
        forget(at);
        return out.toString();
    }

    /** Where a match begins that may yet have to be blocked. */
    private int blockedFrom(boolean last) {
        if (last || rules.block().isEmpty()) {
            return text.length();
        }
        Matcher m = rules.block().get().matcher(text);
        return m.find(from) ? m.start() : text.length();
    }

    private void forget(int given) {
        int keep = Math.max(0, given - 1);
        if (keep > 0 && Character.isLowSurrogate(text.charAt(keep)) && given > 1) {
            keep--;
        }
        text.delete(0, keep);
        from = given - keep;
    }
}
