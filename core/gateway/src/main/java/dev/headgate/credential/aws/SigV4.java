package dev.headgate.credential.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS' signature of a request, version 4, as every service but S3 wants it.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *     signed AWS API request</a>
 */
final class SigV4 {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final HexFormat HEX = HexFormat.of();

    private final AwsKeys keys;
    private final String region;
    private final String service;

    SigV4(AwsKeys keys, String region, String service) {
        this.keys = keys;
        this.region = region;
        this.service = service;
    }

    /**
     * The value of the header {@code authorization}.
     *
     * @param target path and query as they are sent
     * @param headers all that are signed, by their names in lower case
     * @param time such as 20150830T123600Z
     */
    String authorization(String method, String target, SortedMap<String, String> headers, byte[] body, String time) {
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String signed = String.join(";", headers.keySet());
        String canonical = canonical(method, target, headers, body);
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + HEX.formatHex(sha256(utf8(canonical)));
        return ALGORITHM + " Credential=" + keys.id() + "/" + scope + ", SignedHeaders=" + signed + ", Signature="
                + HEX.formatHex(hmac(key(time.substring(0, 8)), toSign));
    }

    private static String canonical(String method, String target, SortedMap<String, String> headers, byte[] body) {
        int q = target.indexOf('?');
        String path = q < 0 ? target : target.substring(0, q);
        var text = new StringBuilder(method).append('\n');
        text.append(path.isEmpty() ? "/" : encoded(path, true)).append('\n');
        text.append(q < 0 ? "" : query(target.substring(q + 1))).append('\n');
        headers.forEach((name, value) -> text.append(name)
                .append(':')
                .append(value.strip().replaceAll(" +", " "))
                .append('\n'));
        text.append('\n').append(String.join(";", headers.keySet())).append('\n');
        return text.append(HEX.formatHex(sha256(body))).toString();
    }

    private static String query(String sent) {
        List<String> parameters = new ArrayList<>();
        for (String p : sent.split("&", -1)) {
            int equals = p.indexOf('=');
            String name = equals < 0 ? p : p.substring(0, equals);
            String value = equals < 0 ? "" : p.substring(equals + 1);
            if (!p.isEmpty()) {
                parameters.add(encoded(decoded(name), false) + "=" + encoded(decoded(value), false));
            }
        }
        // By name and then by value; the sign between them sorts before nothing that a name can hold but the hyphen.
        return parameters.stream()
                .sorted((a, b) -> a.replace("=", "\0").compareTo(b.replace("=", "\0")))
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What is encoded already is encoded once more: so is the path of all services but S3. */
    private static String encoded(String text, boolean path) {
        var out = new StringBuilder(text.length() + 16);
        for (byte b : utf8(text)) {
            boolean plain = (b >= 'A' && b <= 'Z')
                    || (b >= 'a' && b <= 'z')
                    || (b >= '0' && b <= '9')
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~'
                    || (path && b == '/');
            if (plain) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }

    private byte[] key(String day) {
        byte[] ofDay = hmac(utf8("AWS4" + keys.secret()), day);
        return hmac(hmac(hmac(ofDay, region), service), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
