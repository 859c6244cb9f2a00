package dev.headgate.plugin.redaction.detect;

/**
 * Private keys as RFC 7468, OpenSSH, PGP and PuTTY write them, from the BEGIN line to the END line; and the same once more in
 * base64.
 */
final class PrivateKey {
    private static final int LONGEST_LABEL = 48;
    private static final Tail BASE64 = Tail.of(Chars.BASE64);

    private PrivateKey() {}

    static void register(Triggers.Builder to) {
        to.literal("-----BEGIN ", PrivateKey::begun);
        to.literal("---- BEGIN SSH2 ENCRYPTED", PrivateKey::ssh);
        to.literal("Private-Lines:", PrivateKey::putty);
        to.prefix("LS0tLS1CRUdJTi", PrivateKey::encoded);
    }

    private static void begun(Scan scan, int start, int after) {
        int at = after;
        while (at - after < LONGEST_LABEL
                && (Chars.isUpper(scan.at(at)) || Chars.isDigit(scan.at(at)) || scan.at(at) == ' ')) {
            at++;
        }
        if (scan.mayGoOn(at + 5)) {
            scan.open(start);
        } else if (scan.text.startsWith("-----", at)
                && scan.text.substring(after, at).contains("PRIVATE KEY")) {
            block(scan, start, at + 5);
        }
    }

    private static void ssh(Scan scan, int start, int after) {
        block(scan, start, Math.min(scan.length, after + 17));
    }

    private static void putty(Scan scan, int start, int after) {
        int at = after;
        while (scan.at(at) == ' ' || Chars.isDigit(scan.at(at)) || scan.at(at) == '\r') {
            at++;
        }
        if (at < scan.length) {
            block(scan, at, at);
        }
    }

    private static void block(Scan scan, int start, int body) {
        if (scan.isInsideLong(start) || !scan.wants(99)) {
            return;
        }
        var block = new KeyBlock();
        int decided = Math.min(scan.length, start + Finding.LONGEST + 1);
        int end = body >= decided ? -1 : block.end(scan.text, body, decided);
        if (end < 0 && decided == scan.length && scan.mayGoOn(decided) && decided - start <= Finding.LONGEST) {
            scan.open(start);
            return;
        }
        if (!block.sawKey()) {
            return;
        }
        if (end < 0) {
            end = block.end(scan.text, Math.max(body, decided));
        }
        if (end < 0 && scan.mayGoOn(scan.length)) {
            scan.foundSoFar(Kind.PRIVATE_KEY.label(), start, 99, block);
        } else {
            scan.found(Kind.PRIVATE_KEY, start, end < 0 ? scan.length : end, 99);
        }
    }

    private static void encoded(Scan scan, int start, int after) {
        if (scan.isInsideLong(start) || !scan.wants(99)) {
            return;
        }
        int stop = Math.min(scan.length, start + Finding.LONGEST + 1);
        int at = after;
        while (at < stop && Chars.BASE64.has(scan.text.charAt(at))) {
            at++;
        }
        if (at - start <= Finding.LONGEST) {
            if (scan.mayGoOn(at)) {
                scan.open(start);
            }
            return;
        }
        String begin = scan.text.substring(start, stop);
        if (begin.contains("UFJJVkFURSBLRV") || begin.contains("BSSVZBVEUgS0VZ") || begin.contains("QUklWQVRFIEtFW")) {
            int end = BASE64.end(scan.text, at);
            if (end < 0 && scan.mayGoOn(scan.length)) {
                scan.foundSoFar(Kind.PRIVATE_KEY.label(), start, 99, BASE64);
            } else {
                scan.found(Kind.PRIVATE_KEY, start, end < 0 ? scan.length : end, 99);
            }
        }
    }
}
