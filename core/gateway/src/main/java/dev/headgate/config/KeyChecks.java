package dev.headgate.config;

import dev.headgate.api.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold of the credentials that callers and operators show. */
final class KeyChecks {
    private static final int LEAST = 16;
    private static final int LEAST_DISTINCT = 5;
    private static final int LONGEST_KNOWN = 64;
    /** Whole credentials made of words and counting that stand in examples everywhere. */
    private static final Pattern WELL_KNOWN = Pattern.compile(
            "(sk|key|api|my|your|the|here|change|me|replace|this|secret|password|passwd|test|testing|admin|default|example|token|master|dev|demo|letmein|headgate|litellm|qwerty|abc|def|xxx|0?1234(5(67?8?9?0?)?)?|[-_"
                    + " .])+");

    private final Binder binder;
    private final Findings findings;

    KeyChecks(Binder binder, Findings findings) {
        this.binder = binder;
        this.findings = findings;
    }

    void run(GatewayConfig config) {
        config.admin().token().ifPresent(token -> strong(token, "admin.token"));
        Map<String, String> names = new HashMap<>();
        Map<String, String> hashes = new HashMap<>();
        for (Key key : config.keys()) {
            String path = binder.path(key);
            String other = names.putIfAbsent(key.name(), path);
            if (other != null) {
                findings.error(path + ".name", "the name of " + other + " too; every key needs its own");
            }
            team(key, path, config.teams().keySet());
            credential(key, path, hashes);
        }
    }

    private void team(Key key, String path, Set<String> teams) {
        if (!teams.contains(key.team()) && !findings.written("teams." + key.team())) {
            findings.error(
                    path + ".team",
                    "no team " + findings.quoted(path + ".team", key.team()) + Nearest.hint(key.team(), teams));
        }
    }

    private void credential(Key key, String path, Map<String, String> hashes) {
        boolean secret = findings.written(path + ".secret");
        boolean sha256 = findings.written(path + ".sha256");
        if (secret == sha256) {
            findings.error(
                    path, secret ? "secret and sha256 are both written; use one of the two" : "write secret or sha256");
            return;
        }
        String at = path + (secret ? ".secret" : ".sha256");
        key.secret().ifPresent(s -> strong(s, at));
        key.secret().map(KeyChecks::hash).or(key::sha256).ifPresent(hash -> {
            String other = hashes.putIfAbsent(hash, path);
            if (other != null) {
                findings.error(at, "the same secret as " + other + "; every key needs its own");
            }
        });
    }

    private void strong(Secret secret, String path) {
        String text = secret.reveal();
        if (text.length() < LEAST) {
            findings.error(
                    path,
                    "shorter than " + LEAST + " characters; use a random one, such as from: openssl rand -hex 24");
        } else if ((text.length() <= LONGEST_KNOWN
                        && WELL_KNOWN.matcher(text.toLowerCase(Locale.ROOT)).matches())
                || text.chars().distinct().count() < LEAST_DISTINCT) {
            findings.error(path, "easily guessed; use a random one, such as from: openssl rand -hex 24");
        }
    }

    private static String hash(Secret secret) {
        return sha256(secret.reveal().getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
