package dev.headgate.dialect.gemini;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The signatures of thoughts, as callers carry them: where Google's own compatible endpoint puts them. */
final class Signatures {
    private Signatures() {}

    /**
     * For {@code extra_content}.
     *
     * @param signature a JSON string
     */
    static Json extra(byte[] signature) {
        var google = new JsonWriter(signature.length + 48).open().name("google").open();
        google.name("thought_signature").copy(signature, 0, signature.length);
        return Json.read(google.close().close().toByteArray(), JsonLimits.WIDE);
    }

    /** What a call or a message carries, a JSON string. */
    static Optional<byte[]> carried(Json source) {
        Json own = source.get("extra_content").get("google").get("thought_signature");
        return own.saysSomething() ? Optional.of(copy(own)) : Optional.empty();
    }

    static byte[] copy(Json signature) {
        return new JsonWriter(signature.end() - signature.start())
                .copy(signature)
                .toByteArray();
    }

    /** Gathers a text whose signature is kept under {@link #key}: the texts of messages have no ids. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static void add(MessageDigest digest, Json text) {
        digest.update(text.text().getBytes(StandardCharsets.UTF_8));
    }

    static String key(MessageDigest digest) {
        return "text-" + HexFormat.of().formatHex(digest.digest());
    }
}
