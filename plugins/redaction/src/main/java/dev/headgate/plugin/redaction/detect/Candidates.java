package dev.headgate.plugin.redaction.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What detectors took for something in a text, and which of it holds.
 *
 * <p>Each character belongs to the strongest candidate that covers it: the more confident, of equals the longer, then the
 * earlier, then the kind that comes first. A finding is a run of characters that belong to one candidate, so that nothing
 * any detector saw is left uncovered, except scraps of fewer than {@value #SCRAP} characters. What a candidate longer than
 * {@link Finding#LONGEST} covers belongs to it alone: nothing begins inside it. All of this depends on what covers a place
 * and on nothing further away, which is what lets streams be decided piece by piece.
 */
final class Candidates {
    private static final int SCRAP = 4;

    /** A span that a detector saw. Of a long one that goes on beyond the text {@code tail} finds the end. */
    record Candidate(String kind, int start, int end, int confidence, boolean endless, Tail tail) {
        boolean isLong() {
            return length() > Finding.LONGEST;
        }

        /** All long ones are equally long, since a stream cannot wait for their ends. */
        int length() {
            return Math.min(end - start, Finding.LONGEST + 1);
        }
    }

    /** A run of characters that belong to a candidate, which itself reaches to {@code reach}. */
    record Held(String kind, int start, int end, int confidence, int reach, boolean endless, Tail tail) {
        boolean isLong() {
            return end - start > Finding.LONGEST;
        }
    }

    private static final Comparator<Candidate> STRENGTH = Comparator.comparingInt(Candidate::confidence)
            .thenComparingInt(Candidate::length)
            .thenComparing(Candidate::start, Comparator.reverseOrder())
            .thenComparing(Candidate::kind, Comparator.reverseOrder());

    private static final Comparator<Candidate> ORDER = Comparator.comparingInt(Candidate::start)
            .thenComparing(Candidate::isLong, Comparator.reverseOrder())
            .thenComparing(STRENGTH.reversed());

    private final ArrayList<Candidate> seen = new ArrayList<>();

    void add(String kind, int start, int end, int confidence) {
        seen.add(new Candidate(kind, start, end, confidence, false, Tail.NONE));
    }

    void addEndless(String kind, int start, int end, int confidence, Tail tail) {
        seen.add(new Candidate(kind, start, end, confidence, true, tail));
    }

    /** What holds of the candidates that begin at {@code first} or later, in order. */
    List<Held> resolve(int first) {
        if (seen.isEmpty()) {
            return List.of();
        }
        if (seen.size() > 1) {
            seen.sort(ORDER);
        }
        List<Held> out = new ArrayList<>();
        int floor = first;
        int i = 0;
        while (i < seen.size()) {
            Candidate one = seen.get(i);
            if (one.start < floor) {
                i++;
                continue;
            }
            if (one.isLong()) {
                out.add(new Held(one.kind, one.start, one.end, one.confidence, one.end, one.endless, one.tail));
                floor = one.end;
                i++;
                continue;
            }
            int end = one.end;
            int next = i + 1;
            while (next < seen.size()
                    && seen.get(next).start < end
                    && !seen.get(next).isLong()) {
                end = Math.max(end, seen.get(next).end);
                next++;
            }
            // A long one is the strongest of all and begins where the others end.
            int cut = next < seen.size() && seen.get(next).isLong() ? Math.min(end, seen.get(next).start) : end;
            if (next == i + 1) {
                emit(one, one.start, cut, out);
            } else {
                paint(seen.subList(i, next), one.start, cut, out);
            }
            i = next;
        }
        return out;
    }

    private static void paint(List<Candidate> cluster, int from, int to, List<Held> out) {
        var weakestFirst = new ArrayList<>(cluster);
        weakestFirst.sort(STRENGTH);
        int[] owner = new int[to - from];
        Arrays.fill(owner, -1);
        for (int c = 0; c < weakestFirst.size(); c++) {
            Candidate candidate = weakestFirst.get(c);
            if (candidate.start < to) {
                Arrays.fill(owner, candidate.start - from, Math.min(to, candidate.end) - from, c);
            }
        }
        int start = 0;
        for (int at = 1; at <= owner.length; at++) {
            if (at == owner.length || owner[at] != owner[start]) {
                if (owner[start] >= 0) {
                    emit(weakestFirst.get(owner[start]), from + start, from + at, out);
                }
                start = at;
            }
        }
    }

    private static void emit(Candidate c, int start, int end, List<Held> out) {
        boolean whole = start == c.start && end == c.end;
        if (whole || end - start >= SCRAP) {
            out.add(new Held(c.kind, start, end, c.confidence, c.end, false, Tail.NONE));
        }
    }
}
