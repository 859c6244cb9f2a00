package dev.headgate.plugin.redaction.detect;

import dev.headgate.plugin.redaction.detect.Candidates.Held;
import java.util.Arrays;
import java.util.List;

/** One pass over a text, or over what there is of it so far. */
final class Scan implements Literals.Sink {
    /** How far before its beginning a candidate looks: for a context word, and for what bounds it. */
    static final int LOOK_BEHIND = 96;

    /** How far a context word may stand before what it speaks of. */
    static final int CONTEXT_REACH = 64;

    /** The longest word whose beginning is looked for from a character inside it. */
    static final int WORD = 84;

    private static final int FAR = -1_000_000;

    final String text;
    final int length;
    /** How many characters of the whole text came before this one. */
    final long offset;
    /** One reader of numbers for the whole pass. */
    final Digits digits;

    private final boolean ended;
    private final Triggers triggers;
    private final int[] context;
    private final Candidates candidates = new Candidates();
    private int open;
    private int longFrom;
    private int longTo;

    Scan(Triggers triggers, String text, long offset, boolean ended) {
        this.offset = offset;
        this.triggers = triggers;
        this.text = text;
        this.length = text.length();
        this.digits = new Digits(this);
        this.ended = ended;
        this.context = new int[triggers.contexts()];
        Arrays.fill(context, FAR);
        this.open = length;
    }

    /** Looks through the text for candidates that begin at the given place or after it. */
    Scan over() {
        Literals literals = triggers.literals();
        boolean numbers = triggers.anyNumbers();
        int state = 0;
        boolean digit = false;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            state = literals.step(state, c);
            if (literals.ends(state)) {
                literals.meet(state, i + 1, this);
            }
            if (c <= '9' && c >= '0') {
                if (!digit && numbers) {
                    triggers.number(this, i);
                }
                digit = true;
            } else {
                digit = false;
            }
        }
        for (CustomPattern pattern : triggers.patterns()) {
            pattern.over(this);
        }
        if (!ended) {
            open(length - literals.begun(state));
            open(wordBegun());
            // A sign, a bracket or two letters may stand before a number with a blank between them.
            open(length - 4);
        }
        return this;
    }

    /** Where the word begins that the text ends in, which a character yet to come may make into something. */
    private int wordBegun() {
        int at = length;
        while (at > 0 && length - at <= WORD + 1 && Chars.isWord(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    @Override
    public void met(int literal, int start, int end) {
        triggers.met(this, literal, start, end);
    }

    /** The character at a place, or 0 beyond either end. */
    char at(int index) {
        return index >= 0 && index < length ? text.charAt(index) : 0;
    }

    /** Whether the text may yet go on at a place. */
    boolean mayGoOn(int index) {
        return index >= length && !ended;
    }

    void contextMet(int kind, int end) {
        context[kind] = end;
    }

    /** Whether a word of the given meaning stands closely before a place. */
    boolean hasContext(int kind, int start) {
        int end = context[kind];
        return end <= start && start - end <= CONTEXT_REACH;
    }

    void found(Kind kind, int start, int end, int confidence) {
        found(kind.label(), start, end, confidence);
    }

    void found(String kind, int start, int end, int confidence) {
        if (end - start > Finding.LONGEST) {
            longFrom = start;
            longTo = end;
        }
        if (triggers.wants(text, kind, start, end, confidence)) {
            candidates.add(kind, start, end, confidence);
        }
    }

    /** Whether anything of such a confidence is wanted at all. */
    boolean wants(int confidence) {
        return triggers.wants(confidence);
    }

    /** Whether what begins at a place begins inside a long finding, and so is none: its end need not be looked for. */
    boolean isInsideLong(int start) {
        return start > longFrom && start < longTo;
    }

    /**
     * What has come to the end of the text and may go on: a long finding, once it is one, and until then open.
     *
     * @param tail finds its end in the text that follows
     */
    void foundSoFar(String kind, int start, int confidence, Tail tail) {
        if (length - start <= Finding.LONGEST) {
            open(start);
        } else if (triggers.wants(text, kind, start, length, confidence)) {
            longFrom = start;
            longTo = length;
            candidates.addEndless(kind, start, length, confidence, tail);
        }
    }

    /** Says that later text may make something, or something else, of what begins at a place. */
    void open(int start) {
        open = Math.min(open, Math.max(0, start));
    }

    /** What was found from a place on. */
    List<Held> held(int first) {
        return candidates.resolve(first);
    }

    /** Up to where no later text can change what was found: no further than the findings that what is open may overlap. */
    int settled(List<Held> held) {
        int undecided = open;
        for (Held h : held) {
            // Nothing begins inside a long finding, so that what is open there does not matter.
            if (h.isLong() && h.start() < undecided && undecided < h.end()) {
                undecided = h.end();
            }
        }
        int bound = undecided;
        for (Held h : held) {
            if (h.reach() > undecided && !h.endless()) {
                bound = Math.min(bound, h.start());
            }
        }
        return bound;
    }
}
