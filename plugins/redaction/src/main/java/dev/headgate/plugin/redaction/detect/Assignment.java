package dev.headgate.plugin.redaction.detect;

import java.util.Locale;
import java.util.Set;

/**
 * Values assigned to names that speak of secrets, in code, configuration, command lines, headers and sentences:
 * {@code api_key = "…"}, {@code --password …}, {@code Password=…;}, {@code <secret>…</secret>}. What makes a value a secret
 * is told by {@link Plausible}; the word alone does not.
 */
final class Assignment {
    /** What a name is the name of. */
    enum Sort {
        /** Somebody chose it. */
        PASSWORD,
        /** A machine drew it. */
        KEY,
        /** Short of the word key alone: it takes more to believe it. */
        BARE_KEY
    }

    private static final String[] PASSWORDS = {
        "password",
        "passwd",
        "passwort",
        "contrase\u00f1a",
        "mot de passe",
        "passphrase",
        "pwd",
        "userpass",
        "_pass",
        "pass",
        "kennwort",
        "senha"
    };

    private static final String[] KEYS = {
        "api_key",
        "api-key",
        "api key",
        "apikey",
        "apitoken",
        "secret",
        "token",
        "access_key",
        "access-key",
        "access key",
        "accesskey",
        "auth_key",
        "authkey",
        "private_key",
        "private-key",
        "privatekey",
        "presharedkey",
        "credential",
        "signing_key",
        "signingkey",
        "encryption_key",
        "encryptionkey",
        "encryption key",
        "license_key",
        "licensekey",
        "license key",
        "account_key",
        "accountkey",
        "storage_key",
        "storagekey",
        "service_key",
        "servicekey",
        "master_key",
        "masterkey",
        "subscription-key",
        "subscription_key",
        "deploykey",
        "deploy_key",
        "insertkey",
        "querykey",
        "connection_string",
        "authorization",
        "x-auth",
        "webhook_url",
        "jwt",
        "bearer",
        "reporter_id",
        "unseal key",
        "sonar.login",
        "crumb",
        "consumer_key",
        "consumerkey",
        "stream_key",
        "streamkey",
        "recovery key",
        "fbconnectkey",
        "client_credential",
        "sig",
        "session_id"
    };

    /** What goes on from a name so that it names something about a secret. */
    private static final Set<String> ABOUT = Set.of(
            "label",
            "placeholder",
            "field",
            "length",
            "policy",
            "hint",
            "reset",
            "url",
            "uri",
            "path",
            "file",
            "filename",
            "name",
            "type",
            "expiry",
            "expires",
            "expiration",
            "expiresin",
            "ttl",
            "age",
            "count",
            "limit",
            "usage",
            "max",
            "min",
            "hash",
            "algorithm",
            "algo",
            "regex",
            "pattern",
            "validator",
            "changed",
            "confirmation",
            "strength",
            "form",
            "input",
            "page",
            "link",
            "prompt",
            "text",
            "title",
            "message",
            "error",
            "format",
            "encoder",
            "provider",
            "manager",
            "service",
            "endpoint",
            "header",
            "prefix",
            "suffix",
            "size",
            "budget",
            "version",
            "region",
            "index",
            "ref",
            "arn");

    private static final Chars.Set NAME = Chars.set("A-Za-z0-9_-");
    private static final Chars.Set BARE = Chars.set("A-Za-z0-9_.+/~!@#$%^*?:-");
    private static final Tail TAIL = Tail.of(BARE);

    /** How far after its name a value may begin. */
    private static final int REACH = 56;

    private final Sort sort;

    private Assignment(Sort sort) {
        this.sort = sort;
    }

    static void register(Triggers.Builder to) {
        for (String password : PASSWORDS) {
            to.literal(password, new Assignment(Sort.PASSWORD)::met);
        }
        for (String key : KEYS) {
            to.literal(key, new Assignment(Sort.KEY)::met);
        }
        to.literal("key", new Assignment(Sort.BARE_KEY)::met);
    }

    private void met(Scan scan, int start, int after) {
        if (after - start <= 4 && Chars.isAlnum(scan.at(start - 1)) && !startsHump(scan, start)) {
            return;
        }
        if (sort == Sort.BARE_KEY && !isPartOfName(scan.at(start - 1))) {
            return;
        }
        int at = after;
        while (at - after < 24 && NAME.has(scan.at(at))) {
            at++;
        }
        if (!goesOnWell(scan, after, at)) {
            return;
        }
        var value = Operator.after(scan, start, at, start + REACH);
        if (value.from() < 0 || value.from() >= scan.length) {
            return;
        }
        look(scan, value, scan.text.substring(start, at).toLowerCase(Locale.ROOT));
    }

    private static boolean isPartOfName(char before) {
        return Chars.isAlnum(before) || before == '_' || before == '-' || before == '.';
    }

    /** Whether a short name begins a hump of a longer one, as in {@code dbPass}. */
    private static boolean startsHump(Scan scan, int start) {
        return Chars.isUpper(scan.at(start)) && !Chars.isUpper(scan.at(start - 1));
    }

    /** Whether the name is of a secret to its end: neither another word nor something about one. */
    private static boolean goesOnWell(Scan scan, int after, int end) {
        if (after == end) {
            return true;
        }
        char next = scan.at(after);
        boolean plural = next == 's' && (after + 1 == end || !Character.isLowerCase(scan.at(after + 1)));
        if (Character.isLowerCase(next) && !plural && Character.isLowerCase(scan.at(after - 1))) {
            return false;
        }
        String rest = scan.text
                .substring(after, end)
                .toLowerCase(Locale.ROOT)
                .replace("_", "")
                .replace("-", "");
        return !ABOUT.contains(rest);
    }

    private void look(Scan scan, Operator.Value value, String name) {
        int from = value.from();
        if (scan.isInsideLong(from)) {
            return;
        }
        int stop = Math.min(scan.length, from + Finding.LONGEST + 1);
        int end = from;
        char quote = value.quote();
        while (end < stop && (quote == 0 ? BARE.has(scan.text.charAt(end)) : inQuotes(scan.text.charAt(end), quote))) {
            end++;
        }
        boolean isLong = end - from > Finding.LONGEST;
        if (!isLong && scan.mayGoOn(end + 1)) {
            scan.open(from);
            return;
        }
        boolean closed = !isLong && quote != 0 && scan.at(end) == quote;
        if (quote != 0 && !closed) {
            // No value has line ends or is that long: what it begins with is looked at as if it were bare.
            end = from;
            while (end < stop && BARE.has(scan.text.charAt(end))) {
                end++;
            }
            isLong = end - from > Finding.LONGEST;
        }
        if (!closed && !isLong) {
            while (end > from && ".,:;!?".indexOf(scan.at(end - 1)) >= 0 && !value.tight()) {
                end--;
            }
        }
        if (end == from) {
            return;
        }
        int confidence = confidence(
                scan,
                value,
                name,
                scan.text.substring(from, Math.min(end, from + Finding.LONGEST)),
                closed,
                scan.at(end));
        if (confidence == 0 || !scan.wants(confidence)) {
            return;
        }
        int last = isLong ? TAIL.end(scan.text, end) : end;
        if (last < 0 && scan.mayGoOn(scan.length)) {
            scan.foundSoFar(Kind.ASSIGNED_SECRET.label(), from, confidence, TAIL);
        } else {
            scan.found(Kind.ASSIGNED_SECRET, from, last < 0 ? scan.length : last, confidence);
        }
    }

    private static boolean inQuotes(char c, char quote) {
        return c != quote && c >= ' ';
    }

    private int confidence(Scan scan, Operator.Value value, String name, String text, boolean quoted, char next) {
        if (!quoted && (next == '(' || next == '[' || next == '{')) {
            return 0;
        }
        if (sort == Sort.PASSWORD) {
            return password(value, text, quoted, next);
        }
        if (Plausible.isUuid(text)) {
            return sort == Sort.KEY && !name.contains("session") ? 55 : 0;
        }
        boolean random = Plausible.isRandom(text);
        if (sort == Sort.BARE_KEY) {
            return random && text.length() >= 20 && !isPublic(scan, value.nameStart()) ? 60 : 0;
        }
        if (random) {
            return 80;
        }
        // A secret somebody chose, where it stands in quotes.
        return name.startsWith("secret")
                        && quoted
                        && text.length() >= 8
                        && Plausible.isPassword(text)
                        && !Plausible.isStandIn(text)
                        && text.indexOf(' ') < 0
                ? 55
                : 0;
    }

    private static boolean isPublic(Scan scan, int nameStart) {
        String before =
                scan.text.substring(Math.max(0, nameStart - 12), nameStart).toLowerCase(Locale.ROOT);
        return before.contains("public")
                || before.contains("primary")
                || before.contains("foreign")
                || before.contains("host")
                || before.contains("cache")
                || before.contains("object")
                || before.contains("sort")
                || before.contains("partition")
                || before.contains("s3")
                || before.contains("idempoten");
    }

    private static int password(Operator.Value value, String text, boolean quoted, char next) {
        if (Plausible.isVariable(text) || text.length() < 5) {
            return 0;
        }
        // A connection string names nothing but values.
        if (!quoted && next == ';' && value.tight() && value.assigned() && !isPath(text)) {
            return 60;
        }
        if (Plausible.isStandIn(text)) {
            return 0;
        }
        if (quoted) {
            boolean sentence = text.indexOf(' ') >= 0;
            if (sentence) {
                return 0;
            }
            return Plausible.isPassword(text)
                    ? 80
                    : value.sentence() || text.length() < 6 || text.endsWith(":") ? 0 : 55;
        }
        if (isPath(text)) {
            return 0;
        }
        if (Plausible.isPassword(text)) {
            return value.sentence() ? 60 : 70;
        }
        return value.assigned() && text.length() >= 6 && !speaksOfSecrets(text) ? 50 : 0;
    }

    /** Whether it is an expression of names with dots between them, or a call. */
    private static boolean isPath(String text) {
        boolean dot = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            dot |= c == '.';
            if (c != '.' && c != '_' && !Chars.isAlnum(c)) {
                return false;
            }
        }
        return dot && !Chars.isDigit(text.charAt(0));
    }

    private static boolean speaksOfSecrets(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String word : new String[] {
            "pass", "pwd", "secret", "token", "key", "field", "input", "value", "config", "self", "this", "args", "opt",
            "param", "prompt", "hash", "user", "get", "new", "crypt", "random", "cred", "env"
        }) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
