package dev.headgate.identity;

import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configured keys by the SHA-256 of their secret. Looking one up tells nothing about the secrets by its timing: the
 * digest is computed over all that was presented, found by its first eight bytes, and compared in constant time.
 */
public final class Keyring {
    private static final int MAX_KEY_LENGTH = 4096;
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Keyring::digest);

    private final Map<Long, Entry> entries;
    private final Optional<Caller> anonymous;

    private static final class Entry {
        final byte[] sha256;
        final Caller caller;

        Entry(byte[] sha256, Caller caller) {
            this.sha256 = sha256;
            this.caller = caller;
        }
    }

    private Keyring(Map<Long, Entry> entries, Optional<Caller> anonymous) {
        this.entries = entries;
        this.anonymous = anonymous;
    }

    /** A keyring in the making. */
    public static final class Builder {
        private final Map<Long, Entry> entries = new HashMap<>();

        /** Adds a key by the 32 bytes of its secret's SHA-256. */
        public Builder key(String name, Team team, byte[] sha256) {
            var caller = new Caller(new Principal(team.name(), name), team);
            if (entries.put(head(sha256), new Entry(sha256.clone(), caller)) != null) {
                throw new IllegalArgumentException("key " + name + ": the same secret belongs to another key");
            }
            return this;
        }

        /** A keyring of the keys added; without any, callers on loopback are admitted as {@code fallback}. */
        public Keyring build(Team fallback) {
            Optional<Caller> anonymous = entries.isEmpty()
                    ? Optional.of(new Caller(new Principal(fallback.name(), "-"), fallback))
                    : Optional.empty();
            return new Keyring(new HashMap<>(entries), anonymous);
        }
    }

    /** Whether no key is configured, so that callers on loopback need none. */
    public boolean open() {
        return anonymous.isPresent();
    }

    /**
     * The caller that presents this key.
     *
     * @param presented the key as it came, or empty when none was presented
     * @param loopback whether the caller is on this machine
     * @throws GatewayException UNAUTHENTICATED, saying whether a key was missing or wrong
     */
    public Caller admit(Optional<String> presented, boolean loopback) {
        if (anonymous.isPresent() && loopback) {
            return anonymous.get();
        }
        if (presented.isEmpty()) {
            throw refuse("No API key was sent. Send it as 'Authorization: Bearer KEY' or in 'x-api-key'.");
        }
        String key = presented.get();
        if (key.length() <= MAX_KEY_LENGTH) {
            byte[] sha256 = sha256(key);
            Entry entry = entries.get(head(sha256));
            if (entry != null && MessageDigest.isEqual(sha256, entry.sha256)) {
                return entry.caller;
            }
        }
        throw refuse("The API key is not known here. Use a key issued for this gateway.");
    }

    /** The caller with a key of this name; without a name, the one that needs no key, if any does not. */
    public Optional<Caller> named(Optional<String> key) {
        return key.isEmpty()
                ? anonymous
                : entries.values().stream()
                        .map(e -> e.caller)
                        .filter(c -> c.principal().key().equals(key.get()))
                        .findFirst();
    }

    /** The names of all teams that callers can be of, in order. */
    public Set<String> teams() {
        return Stream.concat(entries.values().stream().map(e -> e.caller), anonymous.stream())
                .map(c -> c.principal().team())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static GatewayException refuse(String message) {
        return Failure.of(Failure.Kind.UNAUTHENTICATED, message)
                .withCode("invalid_api_key")
                .exception();
    }

    private static long head(byte[] sha256) {
        return ByteBuffer.wrap(sha256).getLong();
    }

    /** SHA-256 of a secret's UTF-8 bytes. */
    public static byte[] sha256(String secret) {
        return DIGEST.get().digest(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
