package dev.headgate.plugin.redaction.detect;

/** MAC addresses: six pairs of hexadecimal digits with colons or hyphens, or three fours with dots (IEEE 802). */
final class Mac {
    private Mac() {}

    static void register(Triggers.Builder to) {
        to.literal(":", (scan, start, end) -> met(scan, start, ':', 2, 6));
        to.literal("-", (scan, start, end) -> met(scan, start, '-', 2, 6));
        to.literal(".", (scan, start, end) -> met(scan, start, '.', 4, 3));
    }

    /** Looks around the first separator of an address. */
    private static void met(Scan scan, int separator, char c, int size, int groups) {
        int start = separator - size;
        if (start < 0 || Chars.isAlnum(scan.at(start - 1)) || scan.at(start - 1) == c || scan.at(start - 1) == '_') {
            return;
        }
        int at = start;
        boolean digits = false;
        boolean letters = false;
        for (int g = 0; g < groups; g++) {
            for (int i = 0; i < size; i++) {
                if (scan.mayGoOn(at)) {
                    scan.open(start);
                    return;
                }
                char hex = scan.at(at++);
                if (!Chars.isHex(hex)) {
                    return;
                }
                digits |= Chars.isDigit(hex);
                letters |= !Chars.isDigit(hex);
            }
            if (scan.mayGoOn(at)) {
                scan.open(start);
                return;
            }
            if (g < groups - 1 && scan.at(at++) != c) {
                return;
            }
        }
        char next = scan.at(at);
        if (Chars.isAlnum(next) || (next == c && (scan.mayGoOn(at + 1) || Chars.isHex(scan.at(at + 1))))) {
            if (scan.mayGoOn(at + 1)) {
                scan.open(start);
            }
            return;
        }
        if (digits && (letters || c == ':')) {
            scan.found(Kind.MAC, start, at, c == ':' ? 92 : 80);
        }
    }
}
