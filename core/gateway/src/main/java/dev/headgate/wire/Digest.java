package dev.headgate.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over parts whose borders count: no two lists of parts that differ have the same. Used by one thread. */
public final class Digest {
    private final MessageDigest sha;

    public Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public Digest text(String part) {
        return bytes(part.getBytes(StandardCharsets.UTF_8));
    }

    public Digest bytes(byte[] part) {
        int n = part.length;
        sha.update(new byte[] {(byte) (n >>> 24), (byte) (n >>> 16), (byte) (n >>> 8), (byte) n});
        sha.update(part);
        return this;
    }

    /** The digest of all parts in hexadecimal; ends its use. */
    public String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
