package dev.headgate.plugin.redaction.detect;

import java.util.Map;

/** Passwords that are arguments of calls which take a user and a password: {@code new NetworkCredential("ann", "…")}. */
final class Arguments {
    /** How far after a call's name its password may begin. */
    private static final int REACH = 90;

    private static final int LONGEST = 80;

    /** What is called, and which of its arguments is the password. */
    private static final Map<String, Integer> CALLS = Map.ofEntries(
            Map.entry("networkcredential(", 2),
            Map.entry("directoryentry(", 3),
            Map.entry("usernamepasswordcredentials(", 2),
            Map.entry("usernamepasswordcredential(", 2),
            Map.entry("passwordauthentication(", 2),
            Map.entry("httpbasicauth(", 2),
            Map.entry("setbasicauth(", 2),
            Map.entry("basicauth(", 2),
            Map.entry("basicawscredentials(", 2),
            Map.entry("awsbasiccredentials.create(", 2),
            Map.entry("mysqli(", 3),
            Map.entry("mysql_connect(", 3),
            Map.entry("mysqli_connect(", 3),
            Map.entry("drivermanager.getconnection(", 3),
            Map.entry("new pdo(", 3),
            Map.entry("dbi->connect(", 3),
            Map.entry("ftp_login(", 3),
            Map.entry("smtp.login(", 2),
            Map.entry("server.login(", 2),
            Map.entry("ftp.login(", 2),
            Map.entry("smtp.plainauth(", 3),
            Map.entry("convertto-securestring ", 1));

    private final int wanted;

    private Arguments(int wanted) {
        this.wanted = wanted;
    }

    static void register(Triggers.Builder to) {
        CALLS.forEach((call, wanted) -> to.literal(call, new Arguments(wanted)::met));
    }

    private void met(Scan scan, int start, int after) {
        int from = argument(scan, after, Math.min(scan.length, start + REACH));
        if (from < 0) {
            return;
        }
        char quote = scan.at(from - 1);
        int end = from;
        while (end < scan.length && end - from <= LONGEST && scan.at(end) != quote && scan.at(end) >= ' ') {
            end++;
        }
        if (scan.mayGoOn(end)) {
            scan.open(from);
        } else if (scan.at(end) == quote && end - from >= 4 && end - from <= LONGEST) {
            String value = scan.text.substring(from, end);
            if (!StandIns.isVariable(value) && !StandIns.isStandIn(value) && value.indexOf(' ') < 0) {
                scan.found(Kind.ASSIGNED_SECRET, from, end, 75);
            }
        }
    }

    /** Where the wanted argument begins inside its quotes; -1 when it stands in none or begins too far away. */
    private int argument(Scan scan, int after, int stop) {
        int at = after;
        for (int n = 1; n <= wanted; n++) {
            while (at < stop && scan.at(at) <= ' ') {
                at++;
            }
            char quote = scan.at(at);
            boolean quoted = quote == '"' || quote == '\'';
            if (n == wanted) {
                return quoted && at < stop ? at + 1 : -1;
            }
            at += quoted ? 1 : 0;
            while (at < stop && scan.at(at) != (quoted ? quote : ',')) {
                at++;
            }
            while (at < stop && scan.at(at) != ',') {
                at++;
            }
            at++;
        }
        return -1;
    }
}
