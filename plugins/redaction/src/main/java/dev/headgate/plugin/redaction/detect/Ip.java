package dev.headgate.plugin.redaction.detect;

/** IP addresses as RFC 4291 and RFC 5952 write them; those of no machine in particular are left out. */
final class Ip {
    private static final int LONGEST = 45;

    private final int version;

    private Ip(int version) {
        this.version = version;
    }

    static void register(Triggers.Builder to) {
        var ip = new Ip(to.context(Context.VERSION));
        to.number(ip::four);
        to.literal(":", Ip::six);
    }

    private void four(Scan scan, Digits d) {
        if (d.groups() < 4 || d.group(0) > 3 || d.separator(0) != '.') {
            return;
        }
        int end = fourAt(scan, d.start());
        if (end < 0
                || !Numbers.beginsAt(scan, d.start())
                || (scan.at(d.start() - 1) == ':' && Chars.isHex(scan.at(d.start() - 2)))
                || (!Numbers.endsAt(scan, end) && scan.at(end) != '/' && scan.at(end) != '-')) {
            return;
        }
        int first = (int) d.number(0, d.digitsTo(1));
        boolean nobody = first == 127 || first == 0 || d.number(0, d.digitsTo(4)) == 255_255_255_255L;
        boolean version = scan.hasContext(this.version, d.start());
        scan.found(Kind.IP, d.start(), end, nobody || version ? 30 : 85);
    }

    /** Where four numbers with dots between them end, or -1. */
    private static int fourAt(Scan scan, int start) {
        int at = start;
        for (int group = 0; group < 4; group++) {
            int value = 0;
            int from = at;
            while (Chars.isDigit(scan.at(at)) && at - from < 3) {
                value = value * 10 + scan.at(at++) - '0';
            }
            if (at == from || value > 255 || (at - from > 1 && scan.at(from) == '0') || Chars.isDigit(scan.at(at))) {
                return -1;
            }
            if (group < 3 && scan.at(at++) != '.') {
                return -1;
            }
        }
        return at;
    }

    /** Looks around the first colon of an address. */
    private static void six(Scan scan, int colon, int after) {
        int start = colon;
        while (Chars.isHex(scan.at(start - 1)) && colon - start < 5) {
            start--;
        }
        char before = scan.at(start - 1);
        if (colon - start > 4 || Chars.isAlnum(before) || before == ':' || before == '_') {
            return;
        }
        int groups = 0;
        int digits = 0;
        int hex = 0;
        boolean shortened = false;
        int at = start;
        while (at - start <= LONGEST) {
            int from = at;
            while (Chars.isHex(scan.at(at)) && at - from < 5) {
                digits += Chars.isDigit(scan.at(at)) ? 1 : 0;
                at++;
            }
            if (at - from > 4) {
                return;
            }
            hex += at - from;
            if (at > from && scan.at(at) == '.' && groups <= 6) {
                int end = fourAt(scan, from);
                if (end < 0) {
                    break;
                }
                at = end;
                groups += 2;
                break;
            }
            if (at > from) {
                groups++;
            } else if (groups > 0 || shortened) {
                break;
            }
            if (scan.at(at) != ':' || groups == 8) {
                break;
            }
            at++;
            if (scan.at(at) == ':') {
                if (shortened) {
                    return;
                }
                shortened = true;
                at++;
                if (!Chars.isHex(scan.at(at))) {
                    break;
                }
            }
        }
        if (scan.mayGoOn(at + 1)) {
            scan.open(start);
            return;
        }
        boolean whole = (groups == 8 && !shortened) || (shortened && groups < 8);
        char next = scan.at(at);
        if (!whole
                || (scan.at(at - 1) == ':' && !shortened)
                || Chars.isAlnum(next)
                || next == '_'
                || next == ':'
                || (shortened && (groups < 2 || hex < 5 || digits == 0))) {
            return;
        }
        scan.found(Kind.IP, start, at, 90);
    }
}
