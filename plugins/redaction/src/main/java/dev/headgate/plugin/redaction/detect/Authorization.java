package dev.headgate.plugin.redaction.detect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Credentials of HTTP's Basic and Bearer schemes (RFC 7617, RFC 6750), and of commands that take a user and a password. */
final class Authorization {
    private static final Chars.Set BEARER = Chars.set("A-Za-z0-9_.~+/=-");
    private static final Chars.Set COMMAND = Chars.set("A-Za-z0-9_.~+/=!@#$%^*?:-");
    private static final Tail BEARER_TAIL = Tail.of(BEARER);
    private static final int LONGEST_BASIC = 100;

    private final int command;

    private Authorization(int command) {
        this.command = command;
    }

    static void register(Triggers.Builder to) {
        var a = new Authorization(to.context(Context.LOGIN));
        to.prefix("bearer ", (scan, start, after) -> bearer(scan, after, 16));
        // Where a header is written out even a short one is no word.
        to.prefix("authorization: bearer ", (scan, start, after) -> bearer(scan, after, 12));
        to.prefix("basic ", Authorization::basic);
        to.literal(" -u ", a::user);
        to.literal(" -p ", a::password);
    }

    private static void bearer(Scan scan, int after, int least) {
        int stop = Math.min(scan.length, after + Finding.LONGEST + 1);
        int end = after;
        while (end < stop && BEARER.has(scan.text.charAt(end))) {
            end++;
        }
        boolean isLong = end - after > Finding.LONGEST;
        if (!isLong && scan.mayGoOn(end)) {
            scan.open(after);
        } else if (!scan.isInsideLong(after)
                && scan.wants(85)
                && end > after
                && Plausible.isRandom(scan.text.substring(after, Math.min(end, after + Finding.LONGEST)), least)) {
            int last = isLong ? BEARER_TAIL.end(scan.text, end) : end;
            if (last < 0 && scan.mayGoOn(scan.length)) {
                scan.foundSoFar(Kind.AUTHORIZATION.label(), after, 85, BEARER_TAIL);
            } else {
                scan.found(Kind.AUTHORIZATION, after, last < 0 ? scan.length : last, 85);
            }
        }
    }

    private static void basic(Scan scan, int start, int after) {
        int end = after;
        while (end - after < LONGEST_BASIC && Chars.BASE64.has(scan.at(end)) && scan.at(end) != 0) {
            end++;
        }
        if (scan.mayGoOn(end)) {
            scan.open(after);
            return;
        }
        if (end - after < 8 || (end - after) % 4 != 0) {
            return;
        }
        try {
            String decoded = new String(
                    Base64.getDecoder().decode(scan.text.substring(after, end)), StandardCharsets.ISO_8859_1);
            if (decoded.indexOf(':') > 0 && decoded.chars().allMatch(c -> c >= ' ')) {
                scan.found(Kind.AUTHORIZATION, after, end, 95);
            }
        } catch (IllegalArgumentException e) {
            // Not base64, and so no credentials.
            return;
        }
    }

    private void user(Scan scan, int start, int after) {
        int colon = scan.text.indexOf(':', after, Math.min(scan.length, after + 64));
        int from = argument(scan, after);
        int end = argumentEnd(scan, from);
        if (scan.mayGoOn(end)) {
            scan.open(from);
        } else if (scan.hasContext(command, start)
                && colon > from
                && colon < end - 4
                && !StandIns.isVariable(scan.text.substring(colon + 1, end))) {
            scan.found(Kind.AUTHORIZATION, from, end, 80);
        }
    }

    private void password(Scan scan, int start, int after) {
        int from = argument(scan, after);
        int end = argumentEnd(scan, from);
        if (scan.mayGoOn(end)) {
            scan.open(from);
        } else if (scan.hasContext(command, start) && end - from >= 5) {
            String value = scan.text.substring(from, end);
            if (!StandIns.isVariable(value)
                    && !StandIns.isStandIn(value)
                    && !value.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ':')) {
                scan.found(Kind.AUTHORIZATION, from, end, 65);
            }
        }
    }

    private static int argument(Scan scan, int after) {
        return scan.at(after) == '"' || scan.at(after) == '\'' ? after + 1 : after;
    }

    private static int argumentEnd(Scan scan, int from) {
        int end = from;
        while (end - from < 100 && COMMAND.has(scan.at(end)) && scan.at(end) != 0) {
            end++;
        }
        return end;
    }
}
