package dev.headgate.credential.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.credential.Proof;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signatures as AWS publishes them.
 *
 * @see <a href="https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4">AWS signing test suite</a>
 */
final class SigV4Test {
    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String TIME = "20150830T123600Z";
    private static final String LETTERS = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String TOKEN =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmx"
                    + "fpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75Y"
                    + "U9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3i"
                    + "SIlTJabIQwj2ICCR/oLxBA==";

    private static String signature(String method, String target, String headers, String body) {
        var signed = new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", TIME));
        for (String h : headers.split("\\|", -1)) {
            int colon = h.indexOf(':');
            if (colon > 0) {
                signed.put(h.substring(0, colon), h.substring(colon + 1));
            }
        }
        String value = new SigV4(new AwsKeys(ID, SECRET, Optional.empty()), "us-east-1", "service")
                .authorization(method, target, signed, body.getBytes(StandardCharsets.UTF_8), TIME);
        assertThat(value)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=" + String.join(";", signed.keySet()) + ", Signature=");
        return value.substring(value.indexOf("Signature=") + "Signature=".length());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "get-vanilla, GET, /, ``, ``, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "post-vanilla, POST, /, ``, ``, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
                "get-unreserved, GET, /LETTERS, ``, ``, 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
                "get-utf8, GET, /\u1234, ``, ``, 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
                "get-space, GET, /example space/, ``, ``, 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
                "get-slashes, GET, //example//, ``, ``, 87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5",
                "get-vanilla-query-order-key-case, GET, /?Param2=value2&Param1=value1, ``, ``,"
                        + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
                "get-vanilla-query-order-encoded, GET, /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1, ``, ``,"
                        + " 371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
                "get-vanilla-empty-query-key, GET, /?Param1=value1, ``, ``,"
                        + " a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
                "get-vanilla-query-unreserved, GET, /?LETTERS=LETTERS, ``, ``,"
                        + " 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
                "get-vanilla-utf8-query, GET, /?\u1234=bar, ``, ``,"
                        + " 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
                "get-header-value-trim, GET, /, `my-header1: value1|my-header2: \"a   b   c\"`, ``,"
                        + " acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
                "post-x-www-form-urlencoded, POST, /, `content-type:application/x-www-form-urlencoded|content-length:13"
                        + "|x-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e`, Param1=value1,"
                        + " d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
                "get-vanilla-with-session-token, GET, /, `x-amz-security-token:6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267`,"
                        + " ``, 07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
                "post-sts-header-before, POST, /, x-amz-security-token:TOKEN, ``,"
                        + " 85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
            })
    void signs_as_published(String name, String method, String target, String headers, String body, String expected) {
        assertThat(signature(method, target.replace("LETTERS", LETTERS), headers.replace("TOKEN", TOKEN), body))
                .isEqualTo(expected);
    }

    private static List<Map.Entry<String, String>> sign(
            String base, String path, Optional<String> token, String... headers) {
        var sent = new java.util.ArrayList<Map.Entry<String, String>>();
        for (int i = 0; i < headers.length; i += 2) {
            sent.add(Map.entry(headers[i], headers[i + 1]));
        }
        return new AwsSigner(new AwsKeys(ID, SECRET, token), "us-east-1", "bedrock", URI.create(base))
                .sign(
                        new Proof.Outgoing("POST", path, sent, Body.of("{\"a\":1}")),
                        Instant.parse("2015-08-30T12:36:00Z"));
    }

    @Test
    void encodes_what_is_encoded_once_more_and_signs_the_host_once() {
        // Computed apart from this code, with the canonical path
        // /model/anthropic.claude-3-5-sonnet-20240620-v1%253A0/converse.
        assertThat(sign(
                        "https://bedrock-runtime.us-east-1.amazonaws.com:443/",
                        "/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse",
                        Optional.empty(),
                        "content-type",
                        "application/json",
                        "accept",
                        "application/json",
                        "user-agent",
                        "headgate"))
                .containsExactly(
                        Map.entry("x-amz-date", TIME),
                        Map.entry(
                                "authorization",
                                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request,"
                                        + " SignedHeaders=content-type;host;x-amz-date,"
                                        + " Signature=8a781119d9cde2c8fecabd4b47ac2ca1132990136a96fcf8b7a3d39dba38d195"));
    }

    @Test
    void a_session_token_is_sent_and_signed() {
        List<Map.Entry<String, String>> headers =
                sign("http://127.0.0.1:8123/prefix", "/x", Optional.of("token-1"), "X-Amzn-Trace", "t");
        assertThat(headers).contains(Map.entry("x-amz-security-token", "token-1"));
        assertThat(headers.getLast().getValue())
                .contains("SignedHeaders=host;x-amz-date;x-amz-security-token;x-amzn-trace,");
    }

    @Test
    void keys_show_themselves_to_nobody() {
        var keys = new AwsKeys(ID, SECRET, Optional.of("token-1"));
        var signer = new AwsSigner(keys, "us-east-1", "bedrock", URI.create("https://a"));
        assertThat(keys + " " + signer).doesNotContain(SECRET, "token-1");
        assertThat(signer.secrets()).contains(SECRET, "token-1");
    }
}
