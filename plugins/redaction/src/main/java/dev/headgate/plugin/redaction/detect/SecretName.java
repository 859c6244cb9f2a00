package dev.headgate.plugin.redaction.detect;

import java.util.Locale;
import java.util.Set;

/** Names that speak of secrets, as variables, members, options and headers have them. */
final class SecretName {
    /** What a name is the name of. */
    enum Sort {
        /** Somebody chose it. */
        PASSWORD,
        /** A machine drew it. */
        KEY,
        /** Short of the word key alone: it takes more to believe it. */
        BARE_KEY
    }

    private static final String PASSWORDS = """
            password|passwd|passwort|contrase\u00f1a|mot de passe|passphrase|pwd|userpass|_pass|pass|kennwort|senha|\
            contrasenya|parola|haslo|wachtwoord|adgangskode|l\u00f6senord|salasana""";

    private static final String KEYS = """
            api_key|api-key|api key|apikey|apitoken|secret|token|access_key|access-key|access key|accesskey|\
            auth_key|authkey|private_key|private-key|privatekey|presharedkey|credential|signing_key|signingkey|\
            encryption_key|encryptionkey|encryption key|license_key|licensekey|license key|account_key|\
            accountkey|storage_key|storagekey|service_key|servicekey|master_key|masterkey|subscription-key|\
            subscription_key|deploykey|deploy_key|insertkey|querykey|connection_string|authorization|x-auth|\
            webhook_url|jwt|bearer|reporter_id|unseal key|sonar.login|crumb|consumer_key|consumerkey|stream_key|\
            streamkey|recovery key|fbconnectkey|client_credential|sig|session_id|_pat|auth_token|authtoken|\
            sonarlogin|sonar_login|jwtsecret|otp_secret|signature_key|app_key|appkey|api_pass|bot_token""";

    /** What goes on from a name so that it names something about a secret. */
    private static final Set<String> ABOUT = Set.of("""
            label placeholder field length policy hint reset url uri path file filename name type expiry
            expires expiration expiresin ttl age count limit usage max min hash algorithm algo regex pattern
            validator changed confirmation strength form input page link prompt text title message error format
            encoder provider manager service endpoint header prefix suffix size budget version region index ref
            arn id ids names managername arns paths class classes types store factory holder source spec
            rotation scope scopes kind keyname keyref secretname audience issuer lifetime duration cost price
            prices window bucket buckets family stream pool secs seconds minutes budgets limits counts usages
            per info data status state validation check checker checks rule rules requirements protected
            required enabled disabled mode""".split("\\s+"));

    private static final Chars.Set NAME = Chars.set("A-Za-z0-9_-");

    private SecretName() {}

    /** Is told of names. */
    @FunctionalInterface
    interface Sink {
        void met(Sort sort, Scan scan, int start, int end);
    }

    static void register(Triggers.Builder to, Sink sink) {
        for (String password : PASSWORDS.split("\\|", -1)) {
            to.literal(password, (scan, start, after) -> met(Sort.PASSWORD, scan, start, after, sink));
        }
        for (String key : KEYS.split("\\|", -1)) {
            to.literal(key, (scan, start, after) -> met(Sort.KEY, scan, start, after, sink));
        }
        to.literal("key", (scan, start, after) -> met(Sort.BARE_KEY, scan, start, after, sink));
    }

    private static void met(Sort sort, Scan scan, int start, int after, Sink sink) {
        if (after - start <= 4 && Chars.isAlnum(scan.at(start - 1)) && !startsHump(scan, start)) {
            return;
        }
        if (sort == Sort.BARE_KEY && !isPartOfName(scan.at(start - 1))) {
            return;
        }
        int end = after;
        while (end - after < 24 && NAME.has(scan.at(end))) {
            end++;
        }
        if (goesOnWell(scan, after, end)) {
            sink.met(sort, scan, start, end);
        }
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

    /** Whether what stands before a name says that its value is for everybody. */
    static boolean isPublic(Scan scan, int nameStart) {
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
}
