package dev.headgate.plugin.responsecache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What an answer is kept under: a SHA-256 over all that it may depend on. */
record Key(long a, long b, long c, long d) {
    /** A SHA-256 over parts whose borders count. */
    static final class Digest {
        private final MessageDigest sha;

        Digest() {
            try {
                sha = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        Digest part(String text) {
            return part(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        Digest part(byte[] bytes) {
            int n = bytes.length;
            sha.update(new byte[] {(byte) (n >>> 24), (byte) (n >>> 16), (byte) (n >>> 8), (byte) n});
            sha.update(bytes);
            return this;
        }

        Key key() {
            byte[] all = sha.digest();
            return new Key(number(all, 0), number(all, 8), number(all, 16), number(all, 24));
        }
    }

    private static long number(byte[] bytes, int from) {
        long n = 0;
        for (int i = 0; i < 8; i++) {
            n = (n << 8) | (bytes[from + i] & 0xFF);
        }
        return n;
    }

    String hex() {
        var hex = HexFormat.of();
        return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
    }

    /** Its bits are as good as any. */
    @Override
    public int hashCode() {
        return (int) a;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key k && a == k.a && b == k.b && c == k.c && d == k.d;
    }
}
