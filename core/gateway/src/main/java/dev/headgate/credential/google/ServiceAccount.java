package dev.headgate.credential.google;

import dev.headgate.credential.Form;
import dev.headgate.credential.OAuth;
import dev.headgate.credential.Step;
import dev.headgate.credential.TokenCall;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A service account that shows who it is by a statement signed with its own key.
 *
 * @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">OAuth 2.0 for server to server
 *     applications</a>
 */
final class ServiceAccount {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private ServiceAccount() {}

    static Step step(Json file, String name, String scope, Instant now) {
        URI endpoint = GoogleSource.endpoint(file.get("token_uri"));
        String signed;
        try {
            signed = statement(file, endpoint, scope, now);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return new Step.Refused("the private_key in " + name + " is no RSA key in PEM");
        }
        return OAuth.ask(TokenCall.post(
                endpoint,
                new Form()
                        .with("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                        .with("assertion", signed)));
    }

    private static String statement(Json file, URI endpoint, String scope, Instant now)
            throws GeneralSecurityException {
        var head = new JsonWriter(128)
                .open()
                .name("alg")
                .value("RS256")
                .name("typ")
                .value("JWT");
        String id = file.get("private_key_id").text();
        if (!id.isEmpty()) {
            head.name("kid").value(id);
        }
        var claims = new JsonWriter(512)
                .open()
                .name("iss")
                .value(file.get("client_email").text());
        claims.name("scope").value(scope).name("aud").value(endpoint.toString());
        claims.name("iat").value(now.getEpochSecond());
        claims.name("exp").value(now.plus(LIFE).getEpochSecond());
        String text = BASE64.encodeToString(head.close().toByteArray()) + "."
                + BASE64.encodeToString(claims.close().toByteArray());
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initSign(key(file.get("private_key").text()));
        rsa.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + BASE64.encodeToString(rsa.sign());
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String base64 =
                pem.replaceAll("-----(?:BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s+", "");
        byte[] bytes = Base64.getDecoder().decode(base64);
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }
}
