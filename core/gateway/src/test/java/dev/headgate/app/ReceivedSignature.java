package dev.headgate.app;

import dev.headgate.testkit.Received;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The check that AWS makes of a signed request, over what has arrived. Apart from the code that signs. */
public final class ReceivedSignature {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8}/([^/]+)/([^/]+)/aws4_request), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");

    private final Received request;
    private final Matcher parts;

    /** That of this request, which must have one. */
    public ReceivedSignature(Received request) {
        this.request = request;
        this.parts = AUTHORIZATION.matcher(request.header("authorization"));
        if (!parts.matches()) {
            throw new AssertionError("not a signature: " + request.header("authorization"));
        }
    }

    /** The access key's id. */
    public String key() {
        return parts.group(1);
    }

    public String region() {
        return parts.group(3);
    }

    public String service() {
        return parts.group(4);
    }

    /** The names of what is signed. */
    public String headers() {
        return parts.group(5);
    }

    /** Whether it is that of the holder of this secret, over the bytes that have arrived. */
    public boolean holds(String secret) throws GeneralSecurityException {
        var canonical = new StringBuilder(request.method()).append('\n');
        canonical
                .append(URLEncoder.encode(request.path(), StandardCharsets.UTF_8)
                        .replace("%2F", "/"))
                .append("\n\n");
        for (String name : headers().split(";", -1)) {
            canonical.append(name).append(':').append(request.header(name)).append('\n');
        }
        canonical
                .append('\n')
                .append(headers())
                .append('\n')
                .append(hex(sha(request.body().array())));
        String time = request.header("x-amz-date");
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + parts.group(2) + "\n"
                + hex(sha(canonical.toString().getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : parts.group(2).split("/", -1)) {
            key = hmac(key, part);
        }
        return hex(hmac(key, toSign)).equals(parts.group(6));
    }

    private static byte[] sha(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
