package dev.headgate.plugin.redaction.detect;

/** E-mail addresses, looked for around an {@code @}: RFC 5321's lengths, the characters that are in use. */
final class Email {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = Finding.LONGEST;

    private Email() {}

    static void register(Triggers.Builder to) {
        to.literal("@", Email::met);
    }

    private static void met(Scan scan, int at, int after) {
        int start = localStart(scan, at);
        if (start < 0 || scan.at(at - 1) == '.' || isUserInfo(scan, start)) {
            return;
        }
        int stop = Math.min(after + LONGEST_DOMAIN, start + Finding.LONGEST);
        int end = after;
        int domainEnd = -1;
        int likely = -1;
        int labelStart = after;
        while (true) {
            char c = scan.at(end);
            boolean inLabel = end < stop && (Chars.isAlnum(c) || c == '-');
            if (!inLabel) {
                if (end == labelStart || scan.at(labelStart) == '-' || scan.at(end - 1) == '-') {
                    break;
                }
                if (labelStart > after && TopLevel.mayBe(scan.text, labelStart, end)) {
                    domainEnd = end;
                    if (TopLevel.is(scan.text, labelStart, end)) {
                        likely = end;
                    }
                }
                if (c != '.' || end >= stop) {
                    break;
                }
                labelStart = end + 1;
            }
            end++;
        }
        if ((scan.mayGoOn(end) && end < stop) || (scan.mayGoOn(end + 1) && scan.at(end) == '.')) {
            scan.open(start);
            return;
        }
        if (likely > 0) {
            if (!isRepository(scan, start, at, likely)) {
                scan.found(Kind.EMAIL, start, likely, 95);
            }
        } else if (domainEnd > 0) {
            scan.found(Kind.EMAIL, start, domainEnd, 60);
        }
    }

    /** Where the part before the {@code @} begins, or -1 if it cannot be one. */
    private static int localStart(Scan scan, int at) {
        int start = at;
        while (start > 0 && at - start <= LONGEST_LOCAL && isLocal(scan.at(start - 1))) {
            start--;
        }
        if (at - start > LONGEST_LOCAL) {
            return -1;
        }
        while (start < at && !Chars.isAlnum(scan.at(start)) && scan.at(start) != '_') {
            start++;
        }
        return start < at ? start : -1;
    }

    private static boolean isLocal(char c) {
        return Chars.isAlnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%' || c == '\'';
    }

    /** Whether what looks like the beginning is the password of a URL. */
    private static boolean isUserInfo(Scan scan, int start) {
        if (scan.at(start - 1) != ':' && scan.at(start - 1) != '/') {
            return false;
        }
        int at = start - 1;
        while (at > 0
                && start - at < Scan.WORD
                && Chars.isWord(scan.at(at))
                && !(scan.at(at) == '/' && scan.at(at - 1) == '/')) {
            at--;
        }
        return scan.at(at) == '/' && scan.at(at - 1) == '/';
    }

    /** Whether it is the address of a repository, as in {@code git@github.com:org/name}. */
    private static boolean isRepository(Scan scan, int start, int at, int end) {
        return at - start == 3 && scan.text.startsWith("git", start) && scan.at(end) == ':';
    }
}
