package dev.headgate.credential.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.credential.Grant;
import dev.headgate.credential.Proof;
import dev.headgate.credential.Step;
import dev.headgate.credential.World;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The kinds of credentials that Google's own tools know. */
final class GoogleSourceTest {
    private static final String TOKENS = "https://oauth2.googleapis.com/token";
    private static final String STS = "https://sts.googleapis.com/v1/token";
    private static final String STAND_IN =
            "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/gate@p.iam.gserviceaccount.com:generateAccessToken";
    private static final String SERVER =
            "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token";
    private static final String TOKEN =
            "{\"access_token\":\"ya29.token\",\"expires_in\":3599,\"token_type\":\"Bearer\"}";
    private static final String STANDING_IN =
            "{\"accessToken\":\"ya29.other\",\"expireTime\":\"2026-11-25T12:30:00Z\"}";
    private static final KeyPair KEY = key();

    private final World world = new World();

    private static KeyPair key() {
        try {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(2048);
            return rsa.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it stands in a string of JSON. */
    private static String pem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(KEY.getPrivate().getEncoded());
        return ("-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n").replace("\n", "\\n");
    }

    private static GoogleSource named(String file) {
        return new GoogleSource(Optional.of(file), Optional.empty(), "metadata.google.internal");
    }

    private static GoogleSource unnamed() {
        return new GoogleSource(Optional.empty(), Optional.of("/home/.config/adc.json"), "metadata.google.internal");
    }

    private static String token(Grant grant) {
        return ((Proof.Header) grant.proof()).value();
    }

    @Test
    void a_service_account_signs_who_it_is() throws Exception {
        world.file(
                        "/key.json",
                        "{\"type\":\"service_account\",\"client_email\":\"gate@p.iam.gserviceaccount.com\","
                                + "\"private_key_id\":\"k1\",\"private_key\":\"" + pem() + "\"}")
                .answer(TOKENS, 200, TOKEN);
        Grant grant = world.grant(named("/key.json"));
        assertThat(token(grant)).isEqualTo("Bearer ya29.token");
        assertThat(grant.expires()).contains(World.NOW.plusSeconds(3599));
        String form = world.lastForm();
        assertThat(form).startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
        String[] jwt = URLDecoder.decode(form.substring(form.lastIndexOf('=') + 1), StandardCharsets.UTF_8)
                .split("\\.", -1);
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initVerify(KEY.getPublic());
        rsa.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(rsa.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
        assertThat(json(jwt[0]))
                .isEqualTo(JsonMapper.shared().readTree("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}"));
        long now = World.NOW.getEpochSecond();
        assertThat(json(jwt[1]).toString())
                .isEqualTo(
                        "{\"iss\":\"gate@p.iam.gserviceaccount.com\",\"scope\":\"https://www.googleapis.com/auth/cloud-platform\","
                                + "\"aud\":\"" + TOKENS + "\",\"iat\":" + now + ",\"exp\":" + (now + 3600) + "}");
    }

    private static JsonNode json(String part) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(part));
    }

    @Test
    void a_user_shows_a_token_that_lasts() {
        world.file(
                        "/home/.config/adc.json",
                        "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\",\"refresh_token\":\"r\"}")
                .answer(TOKENS, 200, TOKEN);
        assertThat(token(world.grant(unnamed()))).isEqualTo("Bearer ya29.token");
        assertThat(world.lastForm()).isEqualTo("grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r");
    }

    @Test
    void without_a_file_the_metadata_server_is_asked() {
        world.answer(SERVER, 200, TOKEN);
        assertThat(token(world.grant(unnamed()))).isEqualTo("Bearer ya29.token");
        assertThat(world.lastHeader("metadata-flavor")).isEqualTo("Google");
        Step end = new World().end(unnamed());
        assertThat(end)
                .isEqualTo(new Step.Absent(
                        "no file /home/.config/adc.json; no metadata server answers at metadata.google.internal"));
    }

    @Test
    void a_workload_known_elsewhere_changes_its_token_and_stands_in_for_an_account() {
        world.file(
                        "/pool.json",
                        "{\"type\":\"external_account\",\"audience\":\"//iam.googleapis.com/pool\","
                                + "\"subject_token_type\":\"urn:ietf:params:oauth:token-type:jwt\",\"token_url\":\""
                                + STS + "\","
                                + "\"service_account_impersonation_url\":\"" + STAND_IN + "\","
                                + "\"credential_source\":{\"file\":\"/pod/token\"}}")
                .file("/pod/token", "who-we-are\n")
                .answer(STS, 200, TOKEN)
                .answer(STAND_IN, 200, STANDING_IN);
        Grant grant = world.grant(named("/pool.json"));
        assertThat(token(grant)).isEqualTo("Bearer ya29.other");
        assertThat(grant.expires()).contains(World.NOW.plusSeconds(1800));
        assertThat(world.calls().getFirst().body().text())
                .contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange")
                .contains("audience=%2F%2Fiam.googleapis.com%2Fpool")
                .contains("subject_token=who-we-are&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt");
        assertThat(world.lastHeader("authorization")).isEqualTo("Bearer ya29.token");
        assertThat(world.lastForm())
                .isEqualTo("{\"scope\":[\"https://www.googleapis.com/auth/cloud-platform\"],\"lifetime\":\"3600s\"}");
    }

    @Test
    void a_workloads_token_may_come_from_an_address() {
        world.file(
                        "/pool.json",
                        "{\"type\":\"external_account\",\"audience\":\"a\",\"subject_token_type\":\"t\","
                                + "\"credential_source\":{\"url\":\"http://169.254.169.254/token?for=us\",\"headers\":{\"Metadata\":\"True\"},"
                                + "\"format\":{\"type\":\"json\",\"subject_token_field_name\":\"jwt\"}}}")
                .answer("http://169.254.169.254/token", 200, "{\"jwt\":\"who-we-are\"}")
                .answer(STS, 200, TOKEN);
        assertThat(token(world.grant(named("/pool.json")))).isEqualTo("Bearer ya29.token");
        assertThat(world.calls().getFirst().headers()).containsExactly(java.util.Map.entry("metadata", "True"));
        assertThat(world.lastForm()).contains("subject_token=who-we-are");
    }

    @Test
    void an_account_may_be_stood_in_for() {
        world.file(
                        "/imp.json",
                        "{\"type\":\"impersonated_service_account\",\"service_account_impersonation_url\":\"" + STAND_IN
                                + "\","
                                + "\"source_credentials\":{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\",\"refresh_token\":\"r\"}}")
                .answer(TOKENS, 200, TOKEN)
                .answer(
                        STAND_IN,
                        403,
                        "{\"error\":{\"code\":403,\"message\":\"Permission denied\",\"status\":\"PERMISSION_DENIED\"}}");
        Step end = world.end(named("/imp.json"));
        assertThat(end).isInstanceOf(Step.Refused.class);
        assertThat(end.toString())
                .contains("PERMISSION_DENIED: Permission denied")
                .doesNotContain("ya29");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "{\"type\":\"service_account\",\"private_key\":\"secret-text\"}",
                "{\"type\":\"external_account\",\"credential_source\":{\"environment_id\":\"aws1\",\"url\":\"http://169.254.169.254/\"}}",
                "{\"type\":\"external_account\",\"credential_source\":{\"executable\":{\"command\":\"secret-text\"}}}",
                "{\"type\":\"gdch_service_account\"}"
            })
    void what_cannot_be_used_is_named_and_not_shown(String file) {
        Step end = world.file("/key.json", file).end(named("/key.json"));
        assertThat(end).isInstanceOf(Step.Refused.class);
        assertThat(end.toString()).contains("/key.json").doesNotContain("secret-text");
        assertThat(world.calls()).isEmpty();
    }

    @Test
    void a_refused_key_is_told_in_googles_words() {
        world.file(
                        "/key.json",
                        "{\"type\":\"service_account\",\"client_email\":\"g\",\"private_key\":\"" + pem() + "\"}")
                .answer(TOKENS, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
        assertThat(world.end(named("/key.json")))
                .isEqualTo(
                        new Step.Refused(TOKENS + " answers with status 400 (invalid_grant: Invalid JWT Signature.)"));
        assertThat(world.end(named("/none.json"))).isEqualTo(new Step.Refused("the file /none.json cannot be read"));
    }
}
