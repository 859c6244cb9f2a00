package dev.headgate.plugin.redaction.detect;

import dev.headgate.plugin.redaction.detect.Candidates.Held;
import java.util.List;

/**
 * A text looked through as it comes. What is told is what is settled: no text that may follow makes anything else of it.
 * At most {@link Detectors#MOST_HELD} characters are held back, and as a rule no more than the word that has begun.
 *
 * <p>The findings are those of {@link Detectors#find} over the whole text, wherever it was cut.
 */
public final class Watch {
    /** Is told of a text in order, without gaps. */
    public interface Sink {
        /** Text in which nothing was found. */
        void clear(String text);

        /**
         * Something was found.
         *
         * @param value the text of it; of a long one ({@link Finding#isLong}) the beginning alone, and the rest is told
         *     nowhere
         */
        void found(String kind, double confidence, String value, boolean isLong);
    }

    private final Triggers triggers;
    private String window = "";
    /** How many characters of the text came before the window. */
    private long offset;
    /** Where in the window what has not been told begins. */
    private int told;
    /** Before which place in the window no candidate can begin: nothing begins inside a long finding. */
    private int floor;

    private boolean fromStart = true;
    private boolean inside;
    private Tail tail = Tail.NONE;

    Watch(Triggers triggers) {
        this.triggers = triggers;
    }

    /** Takes more of the text. */
    public void more(String piece, Sink sink) {
        if (!piece.isEmpty()) {
            window = window.concat(piece);
            advance(false, sink);
        }
    }

    /** Takes note that the text has ended; the watch may then be used for another one. */
    public void end(Sink sink) {
        advance(true, sink);
        window = "";
        offset = 0;
        told = 0;
        floor = 0;
        fromStart = true;
        inside = false;
    }

    /** How many characters are held back. */
    public int held() {
        return window.length() - told;
    }

    private void advance(boolean ended, Sink sink) {
        if (passedOver()) {
            tellSettled(ended, sink);
        }
        forget();
    }

    /** Passes over what a long finding still covers; whether its end has come. */
    private boolean passedOver() {
        if (!inside) {
            return true;
        }
        int end = tail.end(window, told);
        told = end < 0 ? window.length() : end;
        floor = told;
        if (end >= 0) {
            inside = false;
        }
        return end >= 0;
    }

    /** Tells what is settled. */
    private void tellSettled(boolean ended, Sink sink) {
        Scan scan = new Scan(triggers, window, offset, ended).over();
        List<Held> held = scan.held(Math.max(floor, fromStart ? 0 : triggers.lookBehind()));
        int settled = scan.settled(held);
        for (Held h : held) {
            if (h.start() < told) {
                continue;
            }
            if (h.endless()) {
                if (h.start() > settled) {
                    break;
                }
                clear(h.start(), sink);
                tell(h, sink);
                tail = h.tail();
                inside = true;
                told = window.length();
                floor = told;
                return;
            }
            if (h.end() > settled) {
                break;
            }
            clear(h.start(), sink);
            tell(h, sink);
            told = h.end();
            if (h.end() - h.start() > Finding.LONGEST) {
                floor = told;
            }
        }
        clear(Math.max(told, settled), sink);
    }

    private void tell(Held h, Sink sink) {
        boolean isLong = h.end() - h.start() > Finding.LONGEST;
        sink.found(
                h.kind(),
                h.confidence() / 100.0,
                window.substring(h.start(), isLong ? h.start() + Finding.LONGEST : h.end()),
                isLong);
    }

    private void clear(int to, Sink sink) {
        int end = to;
        // The halves of a surrogate pair stay together.
        if (end < window.length()
                && end > told
                && Character.isLowSurrogate(window.charAt(end))
                && Character.isHighSurrogate(window.charAt(end - 1))) {
            end--;
        }
        if (end > told) {
            sink.clear(window.substring(told, end));
            told = end;
        }
    }

    private void forget() {
        // As much is kept of what was told that candidates that began there look as they did.
        int gone = told - triggers.lookBehind() - Finding.LONGEST;
        if (gone > 0) {
            window = window.substring(gone);
            offset += gone;
            told -= gone;
            floor = Math.max(0, floor - gone);
            fromStart = false;
        }
    }
}
