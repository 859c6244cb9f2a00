package dev.headgate.plugin.redaction.detect;

import java.util.List;
import java.util.Random;

/** Texts drawn at random: values of the forms that issuers publish, values people assign, and what only looks like one. */
final class Drawn {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String HEX = DIGITS + "abcdef";
    private static final String ALNUM = LOWER + UPPER + DIGITS;

    private static final List<String> AROUND = List.of(
            "%",
            "the value is %, please rotate it",
            "{\"value\":\"%\",\"n\":1}",
            "x: %\ny: 2\n",
            "export X='%'\n",
            "curl -H 'X-Auth: %' https://api.example.net/v1",
            "I pasted %\n");

    private static final List<String> NAMES = List.of(
            "password",
            "db_password",
            "DB_PASSWORD",
            "smtpPassword",
            "api_key",
            "apiKey",
            "API_KEY",
            "client_secret",
            "clientSecret",
            "secret_key",
            "SECRET_ACCESS_KEY",
            "auth_token",
            "accessToken",
            "access_token",
            "encryption_key",
            "private_token");

    private static final List<String> ASSIGNED = List.of(
            "%s = \"%s\"",
            "%s: \"%s\"",
            "%s=%s\n",
            "export %s=%s\n",
            "{\"%s\": \"%s\"}",
            "const %s = '%s';",
            "  %s: %s\n",
            "--%s %s --verbose",
            "<%1$s>%2$s</%1$s>",
            "set('%s', '%s')",
            "\"%s\" => \"%s\"");

    private static final List<String> WORDS = List.of(
            "river", "gate", "level", "water", "north", "valley", "user", "order", "report", "index", "cache", "build",
            "model", "stream", "queue", "client", "batch", "image", "table", "field");

    private final Random random;

    Drawn(long seed) {
        random = new Random(seed);
    }

    String of(String alphabet, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A value of a form: characters, classes and counts as in a regular expression. */
    String value(String pattern) {
        var text = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            String alphabet;
            if (pattern.charAt(at) == '[') {
                int close = pattern.indexOf(']', at);
                alphabet = members(pattern.substring(at + 1, close));
                at = close + 1;
            } else {
                alphabet = String.valueOf(pattern.charAt(at++));
            }
            int count = 1;
            if (at < pattern.length() && pattern.charAt(at) == '{') {
                int close = pattern.indexOf('}', at);
                String[] counts = pattern.substring(at + 1, close).split(",", -1);
                int least = Integer.parseInt(counts[0]);
                int most = counts.length == 1 ? least : counts[1].isEmpty() ? least + 30 : Integer.parseInt(counts[1]);
                count = least + random.nextInt(most - least + 1);
                at = close + 1;
            }
            text.append(of(alphabet, count));
        }
        return text.toString();
    }

    private static String members(String set) {
        var all = new StringBuilder();
        for (char c = ' '; c < 127; c++) {
            if (Chars.set(set).has(c)) {
                all.append(c);
            }
        }
        return all.toString();
    }

    /** A value of a form with something around it, and with a word before it where the form alone says too little. */
    String around(Tokens.Form form, String value) {
        return form.near().isEmpty()
                ? one(AROUND).replace("%", value)
                : one(form.near())
                        + one(List.of(" ", " = \"", ": ", "=", "_value: \""))
                        + value
                        + one(List.of("", "\n", "\"", " "));
    }

    /** Something assigned to a name that speaks of secrets. */
    String assigned(String value) {
        return one(ASSIGNED).formatted(one(NAMES), value);
    }

    /** A value that a machine drew. */
    String key() {
        return switch (random.nextInt(6)) {
            case 0 -> of(HEX, 32);
            case 1 -> of(HEX, 40);
            case 2 -> of(ALNUM, 20 + random.nextInt(30));
            case 3 -> of(ALNUM + "_-", 24 + random.nextInt(40));
            case 4 -> of(ALNUM + "+/", 43) + "=";
            default -> of(LOWER + DIGITS, 24 + random.nextInt(16));
        };
    }

    /** What looks like a secret, or stands where one could, and is none. */
    String nearMiss() {
        return switch (random.nextInt(30)) {
            case 0 -> "commit " + of(HEX, 40);
            case 1 -> "sha256:" + of(HEX, 64);
            case 2 -> "request " + uuid() + " took 12 ms";
            case 3 -> "\"integrity\": \"sha512-" + of(ALNUM + "+/", 86) + "==\"";
            case 4 -> "background: url(data:image/png;base64," + of(ALNUM + "+/", 120) + ")";
            case 5 -> one(NAMES) + " = os.environ[\"" + one(WORDS).toUpperCase(java.util.Locale.ROOT) + "\"]";
            case 6 -> one(NAMES) + ": ${" + one(WORDS) + "_" + one(WORDS) + "}";
            case 7 -> one(NAMES) + " = process.env." + one(WORDS).toUpperCase(java.util.Locale.ROOT) + ";";
            case 8 -> one(NAMES) + " = get_" + one(NAMES) + "(" + one(WORDS) + ")";
            case 9 -> one(NAMES) + "=\"your-" + one(WORDS) + "-key-here\"";
            case 10 -> one(NAMES) + ": <your " + one(WORDS) + ">";
            case 11 -> one(NAMES) + "=" + "x".repeat(8 + random.nextInt(30));
            case 12 -> one(NAMES) + ": \"{{ ." + one(WORDS) + "." + one(WORDS) + " }}\"";
            case 13 -> "\"max_tokens\": " + (100 + random.nextInt(9000));
            case 14 -> "\"token_type\": \"bearer\", \"expires_in\": " + random.nextInt(10000);
            case 15 -> "the password must have at least " + (8 + random.nextInt(9)) + " characters";
            case 16 -> "cache_key = \"" + one(WORDS) + ":" + one(WORDS) + ":" + random.nextInt(100) + "\"";
            case 17 -> "version 1." + random.nextInt(40) + "." + random.nextInt(9) + "-" + of(HEX, 7);
            case 18 -> "etag: W/\"" + of(HEX, 32) + "\"";
            case 19 -> "primary_key: " + one(WORDS) + "_" + one(WORDS) + "_id";
            case 20 -> "if (token == null) { throw new " + camel() + "Exception(\"no token\"); }";
            case 21 -> "class " + camel() + camel() + "TokenProvider extends " + camel() + "Provider {";
            case 22 -> "public_key: " + of(ALNUM + "+/", 43) + "=";
            case 23 -> "https://cdn.example.com/assets/" + one(WORDS) + "." + of(HEX, 20) + ".js";
            case 24 -> "password: string; // the " + one(WORDS) + " of the " + one(WORDS);
            case 25 -> "ghp_" + of(ALNUM, 1 + random.nextInt(34));
            case 26 -> "AKIA" + of(UPPER + DIGITS, 1 + random.nextInt(14)) + " is too short";
            case 27 -> "sk-" + one(WORDS) + "-" + one(WORDS) + " and sk_" + one(WORDS);
            case 28 -> "xoxb-" + one(WORDS) + " AIza" + of(ALNUM, random.nextInt(30));
            default ->
                "secretName: " + one(WORDS) + "-tls, token: " + one(WORDS) + ", password: "
                        + one(List.of("null", "None", "\"\"", "true"));
        };
    }

    private String uuid() {
        return of(HEX, 8) + "-" + of(HEX, 4) + "-" + of(HEX, 4) + "-" + of(HEX, 4) + "-" + of(HEX, 12);
    }

    private String camel() {
        String word = one(WORDS);
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
