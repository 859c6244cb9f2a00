package dev.headgate.plugin.redaction.detect;

/** Web addresses: a scheme, or www., and a host whose last label could exist. */
final class Url {
    private static final Chars.Set PATH = Chars.set("A-Za-z0-9._~:/?#@!$&*+,;=%()'-");

    private Url() {}

    static void register(Triggers.Builder to) {
        to.prefix("http://", Url::met);
        to.prefix("https://", Url::met);
        to.prefix("www.", Url::met);
    }

    private static void met(Scan scan, int start, int after) {
        if (scan.at(start - 1) == '/') {
            return;
        }
        int stop = Math.min(scan.length, start + Finding.LONGEST + 1);
        int end = after;
        int label = after;
        while (end < stop && (Chars.isAlnum(scan.at(end)) || scan.at(end) == '-' || scan.at(end) == '.')) {
            if (scan.at(end++) == '.' && end < stop && Chars.isAlnum(scan.at(end))) {
                label = end;
            }
        }
        int host = end;
        while (host > label && scan.at(host - 1) == '.') {
            host--;
        }
        boolean path = end < stop
                && (scan.at(end) == '/' || scan.at(end) == ':' || scan.at(end) == '?' || scan.at(end) == '#');
        while (path && end < stop && PATH.has(scan.at(end))) {
            end++;
        }
        boolean isLong = end - start > Finding.LONGEST;
        if (!isLong && scan.mayGoOn(end)) {
            scan.open(start);
            return;
        }
        if (label == after || host <= label || !TopLevel.mayBe(scan.text, label, host)) {
            return;
        }
        // What stands far behind the host is left to what is looked for inside it.
        path &= !isLong;
        end = path ? end : host;
        while (end > host && ".,;:!?)'".indexOf(scan.at(end - 1)) >= 0) {
            end--;
        }
        scan.found(Kind.URL, start, end, 90);
    }
}
