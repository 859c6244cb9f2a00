package dev.headgate.plugin.redaction.detect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/** JSON Web Tokens (RFC 7519): the first member of the header, decoded, is one that RFC 7515 or RFC 7516 names. */
final class Jwt {
    private static final Set<String> MEMBERS = Set.of(
            "alg",
            "typ",
            "kid",
            "enc",
            "cty",
            "jku",
            "jwk",
            "x5u",
            "x5c",
            "x5t",
            "x5t#S256",
            "crit",
            "zip",
            "epk",
            "apu",
            "apv",
            "iv",
            "tag",
            "p2s",
            "p2c",
            "b64",
            "ver",
            "iss");

    private static final Chars.Set RUN = Chars.set("A-Za-z0-9_.-");
    private static final Tail TAIL = Tail.of(RUN);

    /** How much of the header is decoded. */
    private static final int LOOKED_AT = 24;

    private Jwt() {}

    static void register(Triggers.Builder to) {
        to.prefix("eyJ", Jwt::met);
    }

    private static void met(Scan scan, int start, int after) {
        if (!scan.text.startsWith("eyJ", start)
                || RUN.has(scan.at(start - 1))
                || scan.isInsideLong(start)
                || !scan.wants(98)) {
            return;
        }
        int end = start;
        int dots = 0;
        int second = 0;
        while (end < scan.length && RUN.has(scan.text.charAt(end)) && end - start <= Finding.LONGEST) {
            if (scan.text.charAt(end++) == '.' && ++dots == 1) {
                second = end;
            }
        }
        boolean isLong = end - start > Finding.LONGEST;
        if (!isLong && scan.mayGoOn(end)) {
            scan.open(start);
            return;
        }
        boolean whole = isLong || dots == 4 || (dots == 2 && scan.text.startsWith("eyJ", second) && end - second > 8);
        if (!whole || !hasHeader(scan.text, start)) {
            return;
        }
        int last = isLong ? TAIL.end(scan.text, end) : end;
        if (last < 0 && scan.mayGoOn(scan.length)) {
            scan.foundSoFar(Kind.JWT.label(), start, 98, TAIL);
        } else {
            scan.found(Kind.JWT, start, last < 0 ? scan.length : last, 98);
        }
    }

    private static boolean hasHeader(String text, int start) {
        int end = start;
        while (end < text.length() && end - start < LOOKED_AT && Chars.BASE64URL.has(text.charAt(end))) {
            end++;
        }
        String decoded = new String(
                Base64.getUrlDecoder().decode(text.substring(start, start + (end - start) / 4 * 4)),
                StandardCharsets.ISO_8859_1);
        int from = decoded.indexOf('"');
        int to = decoded.indexOf('"', from + 1);
        return from >= 0 && to > from && MEMBERS.contains(decoded.substring(from + 1, to));
    }
}
