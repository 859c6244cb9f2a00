package dev.headgate.credential.google;

import dev.headgate.api.Body;
import dev.headgate.credential.Form;
import dev.headgate.credential.OAuth;
import dev.headgate.credential.Proof;
import dev.headgate.credential.Source;
import dev.headgate.credential.Step;
import dev.headgate.credential.TokenAnswer;
import dev.headgate.credential.TokenCall;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Access tokens of Google, by application default credentials: a file that is named, else gcloud's own, else the
 * metadata server of the machine.
 *
 * @param named the file that the configuration or the environment names
 * @param usual where gcloud leaves its file
 * @param metadata the host of the metadata server
 * @see <a href="https://google.aip.dev/auth/4110">AIP-4110: Application default credentials</a>
 */
record GoogleSource(Optional<String> named, Optional<String> usual, String metadata) implements Source {
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String ENDPOINT = "https://oauth2.googleapis.com/token";
    private static final int MOST_SOURCES = 3;

    @Override
    public Step begin(Instant now) {
        if (named.isPresent()) {
            String file = named.get();
            return new Step.Read(
                    file,
                    text -> text.map(t -> ofFile(t, file, now))
                            .orElseGet(() -> new Step.Refused("the file " + file + " cannot be read")));
        }
        Step server = ofMetadata();
        return usual.<Step>map(file -> new Step.Read(
                        file,
                        text -> text.map(t -> ofFile(t, file, now))
                                .orElseGet(() -> new Step.Absent("no file " + file))))
                .map(own -> own.or(() -> server))
                .orElse(server);
    }

    private static Step ofFile(String text, String name, Instant now) {
        return of(TokenAnswer.json(text.getBytes(StandardCharsets.UTF_8)), name, now, 1);
    }

    private static Step of(Json file, String name, Instant now, int depth) {
        String type = file.get("type").text();
        return switch (type) {
            case "service_account" -> ServiceAccount.step(file, name, SCOPE, now);
            case "authorized_user" ->
                OAuth.ask(TokenCall.post(
                        endpoint(file.get("token_uri")),
                        new Form()
                                .with("grant_type", "refresh_token")
                                .with("client_id", file.get("client_id").text())
                                .with("client_secret", file.get("client_secret").text())
                                .with("refresh_token", file.get("refresh_token").text())));
            case "external_account" -> new ExternalAccount(file, name, SCOPE).step();
            case "impersonated_service_account" -> {
                String url = file.get("service_account_impersonation_url").text();
                yield depth > MOST_SOURCES
                        ? new Step.Refused("the source_credentials in " + name + " have sources over and over")
                        : of(file.get("source_credentials"), name, now, depth + 1)
                                .then(g -> ExternalAccount.impersonate(URI.create(url), g, SCOPE));
            }
            default ->
                new Step.Refused(name + " holds no credentials that are known; its type must be service_account,"
                        + " authorized_user, external_account or impersonated_service_account");
        };
    }

    /**
     * The account that the machine, the container or the function runs as.
     *
     * @see <a href="https://cloud.google.com/compute/docs/access/authenticate-workloads">Authenticate workloads</a>
     */
    private Step ofMetadata() {
        TokenCall call = TokenCall.get(
                URI.create("http://" + metadata + "/computeMetadata/v1/instance/service-accounts/default/token"),
                List.of(Map.entry("metadata-flavor", "Google")));
        return new Step.Call(
                call,
                answer -> answer.status() == 404
                        ? new Step.Absent("the machine runs as no service account")
                        : OAuth.read(call, answer),
                new Step.Absent("no metadata server answers at " + metadata));
    }

    static URI endpoint(Json written) {
        return endpoint(written, ENDPOINT);
    }

    static URI endpoint(Json written, String usual) {
        return URI.create(written.text().isEmpty() ? usual : written.text());
    }

    static TokenCall impersonation(URI url, Proof.Header ours, String scope) {
        byte[] body = new JsonWriter(128)
                .open()
                .name("scope")
                .openList()
                .value(scope)
                .closeList()
                .name("lifetime")
                .value("3600s")
                .close()
                .toByteArray();
        return new TokenCall(
                "POST",
                url,
                List.of(Map.entry("content-type", "application/json"), Map.entry(ours.name(), ours.value())),
                Body.wrap(body));
    }

    static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
