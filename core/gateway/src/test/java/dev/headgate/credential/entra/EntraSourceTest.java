package dev.headgate.credential.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.credential.Grant;
import dev.headgate.credential.Proof;
import dev.headgate.credential.Step;
import dev.headgate.credential.World;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The ways in which Microsoft Entra gives tokens. */
final class EntraSourceTest {
    private static final URI ENDPOINT = URI.create("https://login.microsoftonline.com/t/oauth2/v2.0/token");
    private static final String MACHINE = "http://169.254.169.254";
    private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
    private static final String TOKEN =
            "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"eyJ.token\"}";

    private final World world = new World();

    private static String token(Grant grant) {
        return ((Proof.Header) grant.proof()).value();
    }

    @Test
    void an_application_shows_its_secret() {
        world.answer(ENDPOINT.toString(), 200, TOKEN);
        var source = new EntraSource.ClientSecret(ENDPOINT, "app", "app~secret", SCOPE);
        Grant grant = world.grant(source);
        assertThat(token(grant)).isEqualTo("Bearer eyJ.token");
        assertThat(grant.expires()).contains(World.NOW.plusSeconds(3599));
        assertThat(world.lastForm())
                .isEqualTo("grant_type=client_credentials&client_id=app&scope=https%3A%2F%2Fcognitiveservices.azure.com"
                        + "%2F.default&client_secret=app%7Esecret");
        assertThat(source.toString()).doesNotContain("app~secret");
    }

    @Test
    void a_workload_shows_the_token_it_was_given() {
        world.file("/var/run/token", "k8s-token\n").answer(ENDPOINT.toString(), 200, TOKEN);
        assertThat(token(world.grant(new EntraSource.FederatedToken(ENDPOINT, "app", "/var/run/token", SCOPE))))
                .isEqualTo("Bearer eyJ.token");
        assertThat(world.lastForm())
                .endsWith("&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=k8s-token");
        assertThat(world.end(new EntraSource.FederatedToken(ENDPOINT, "app", "/none", SCOPE)))
                .isEqualTo(new Step.Refused("the file /none holds no token, or cannot be read"));
    }

    @Test
    void a_machine_asks_its_metadata_service() {
        world.answer(
                MACHINE + "/metadata/identity/oauth2/token",
                200,
                "{\"access_token\":\"eyJ.vm\",\"expires_in\":\"3599\",\"expires_on\":\"1795000000\"}");
        Grant grant = world.grant(new EntraSource.ManagedIdentity(
                Optional.empty(), MACHINE, Optional.of("user-assigned"), "https://cognitiveservices.azure.com"));
        assertThat(token(grant)).isEqualTo("Bearer eyJ.vm");
        assertThat(grant.expires()).contains(World.NOW.plusSeconds(3599));
        assertThat(world.lastForm())
                .isEqualTo(
                        "api-version=2018-02-01&resource=https%3A%2F%2Fcognitiveservices.azure.com&client_id=user-assigned");
        assertThat(world.lastHeader("metadata")).isEqualTo("true");
    }

    @Test
    void an_app_asks_the_endpoint_in_its_environment() {
        world.answer(
                "http://127.0.0.1:41741/msi/token",
                200,
                "{\"access_token\":\"eyJ.app\",\"expires_on\":\"1795616000\"}");
        var source = new EntraSource.ManagedIdentity(
                Optional.of(Map.entry("http://127.0.0.1:41741/msi/token", "app-header")),
                MACHINE,
                Optional.empty(),
                "r");
        Grant grant = world.grant(source);
        assertThat(token(grant)).isEqualTo("Bearer eyJ.app");
        assertThat(grant.expires()).contains(java.time.Instant.ofEpochSecond(1795616000));
        assertThat(world.lastForm()).isEqualTo("api-version=2019-08-01&resource=r");
        assertThat(world.lastHeader("x-identity-header")).isEqualTo("app-header");
        assertThat(source.toString()).doesNotContain("app-header");
    }

    @Test
    void a_refusal_is_told_in_its_words() {
        world.answer(
                ENDPOINT.toString(),
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret provided: app~secret.\\r\\nTrace ID: 1\"}");
        assertThat(world.end(new EntraSource.ClientSecret(ENDPOINT, "app", "app~secret", SCOPE)))
                .isEqualTo(new Step.Refused(ENDPOINT + " answers with status 401 (invalid_client: AADSTS7000215:"
                        + " Invalid client secret provided: ***. Trace ID: 1)"));
    }
}
