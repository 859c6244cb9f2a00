package dev.headgate.plugin.redaction.detect;

/** Where numbers begin and end. */
final class Numbers {
    private Numbers() {}

    /** Whether a number may begin at a place: it goes on from no letter, digit or longer number. */
    static boolean beginsAt(Scan scan, int start) {
        char before = scan.at(start - 1);
        if (Chars.isAlnum(before) || before == '_') {
            return false;
        }
        return !(before == '.' || before == '-' || before == '/' || before == ',')
                || !Chars.isDigit(scan.at(start - 2));
    }

    /** Whether a number may end before a place: neither a letter nor a decimal goes on. */
    static boolean endsAt(Scan scan, int end) {
        char after = scan.at(end);
        if (Chars.isAlnum(after) || after == '_') {
            return false;
        }
        return !(after == '.' || after == ',' || after == '-' || after == '/') || !Chars.isDigit(scan.at(end + 1));
    }
}
