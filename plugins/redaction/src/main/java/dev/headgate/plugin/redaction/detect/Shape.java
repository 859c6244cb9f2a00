package dev.headgate.plugin.redaction.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * What issuers publish of their tokens: characters, classes and how often, as in {@code ghp_[A-Za-z0-9]{36}}. Each part takes
 * what it can and gives nothing back, so that matching takes one look at each character.
 */
final class Shape {
    private record Part(Chars.Set set, int least, int most) {}

    private final String prefix;
    private final List<Part> parts = new ArrayList<>();
    private final Chars.Set last;
    private final boolean endless;

    private Shape(String pattern) {
        int at = 0;
        while (at < pattern.length() && pattern.charAt(at) != '[') {
            at++;
        }
        prefix = pattern.substring(0, at);
        while (at < pattern.length()) {
            Chars.Set set;
            if (pattern.charAt(at) == '[') {
                int close = pattern.indexOf(']', at);
                set = Chars.set(pattern.substring(at + 1, close));
                at = close + 1;
            } else {
                char c = pattern.charAt(at++);
                set = Chars.set(String.valueOf(c));
            }
            int least = 1;
            int most = 1;
            if (at < pattern.length() && pattern.charAt(at) == '{') {
                int close = pattern.indexOf('}', at);
                String[] counts = pattern.substring(at + 1, close).split(",", -1);
                least = Integer.parseInt(counts[0]);
                most = counts.length == 1
                        ? least
                        : counts[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(counts[1]);
                at = close + 1;
            }
            parts.add(new Part(set, least, most));
        }
        last = parts.isEmpty() ? Chars.ALNUM : parts.getLast().set;
        endless = !parts.isEmpty() && parts.getLast().most == Integer.MAX_VALUE;
        long decided = prefix.length();
        for (Part part : parts) {
            decided += part.most == Integer.MAX_VALUE ? part.least : part.most;
        }
        if (decided > Finding.LONGEST) {
            throw new IllegalArgumentException(pattern + ": only decided after " + decided + " characters");
        }
    }

    static Shape of(String pattern) {
        return new Shape(pattern);
    }

    /** What it always begins with. */
    String prefix() {
        return prefix;
    }

    /**
     * Looks for it at a place and tells the scan of it.
     *
     * @param start where what it is part of begins
     * @return whether it is there
     */
    boolean at(Scan scan, Kind kind, int start, int at, int confidence) {
        if (!scan.wants(confidence)) {
            return false;
        }
        int end = end(scan, start, at);
        if (end < 0 || StandIns.speaksToTheReader(scan.text, at, Math.min(end, at + Finding.LONGEST))) {
            return false;
        }
        if (endless && scan.mayGoOn(end)) {
            scan.foundSoFar(kind.label(), start, confidence, Tail.of(last));
        } else {
            scan.found(kind, start, end, confidence);
        }
        return true;
    }

    /** Where it ends that begins at a place, or -1; the scan is told when that is not decided yet. */
    private int end(Scan scan, int start, int begin) {
        if (!scan.text.startsWith(prefix, begin) || (endless && scan.isInsideLong(start))) {
            return -1;
        }
        int at = begin + prefix.length();
        for (Part part : parts) {
            int from = at;
            long most = Math.min((long) from + part.most, scan.length);
            while (at < most && part.set.has(scan.text.charAt(at))) {
                at++;
            }
            if (scan.mayGoOn(at) && at - from < part.most) {
                if (part.most == Integer.MAX_VALUE && at - from >= part.least) {
                    return scan.length;
                }
                scan.open(start);
                return -1;
            }
            if (at - from < part.least) {
                return -1;
            }
        }
        if (!endless && scan.mayGoOn(at)) {
            scan.open(start);
            return -1;
        }
        return !endless && (last.has(scan.at(at)) || Chars.isAlnum(scan.at(at))) ? -1 : at;
    }
}
