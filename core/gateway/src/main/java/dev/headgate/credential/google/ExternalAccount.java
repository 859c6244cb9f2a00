package dev.headgate.credential.google;

import dev.headgate.credential.Form;
import dev.headgate.credential.Grant;
import dev.headgate.credential.OAuth;
import dev.headgate.credential.Proof;
import dev.headgate.credential.Step;
import dev.headgate.credential.TokenAnswer;
import dev.headgate.credential.TokenCall;
import dev.headgate.wire.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workload that somebody else knows: their token, from a file or an address, is changed for one of Google's.
 *
 * @see <a href="https://google.aip.dev/auth/4117">AIP-4117: External account credentials</a>
 */
final class ExternalAccount {
    private final Json file;
    private final String name;
    private final String scope;

    ExternalAccount(Json file, String name, String scope) {
        this.file = file;
        this.name = name;
        this.scope = scope;
    }

    Step step() {
        Json source = file.get("credential_source");
        String path = source.get("file").text();
        String url = source.get("url").text();
        Optional<String> field = field(source.get("format"));
        if (!path.isEmpty()) {
            return new Step.Read(
                    path,
                    text -> text.map(t -> exchange(token(t, field), path))
                            .orElseGet(() -> new Step.Refused("the file " + path + " cannot be read")));
        }
        if (url.isEmpty() || !source.get("environment_id").text().isEmpty()) {
            return new Step.Refused("the credential_source in " + name + " is neither a file nor a url");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        source.get("headers")
                .forEach(h -> headers.add(Map.entry(h.name().toLowerCase(java.util.Locale.ROOT), h.text())));
        TokenCall call = TokenCall.get(URI.create(url), headers);
        return new Step.Call(
                call,
                answer -> answer.ok()
                        ? exchange(token(answer.text(), field), call.place())
                        : OAuth.refusal(call, answer.status(), answer.json()));
    }

    /** The member that the token stands in; empty where it stands alone. */
    private static Optional<String> field(Json format) {
        return format.get("type").is("json")
                ? Optional.of(format.get("subject_token_field_name").text())
                : Optional.empty();
    }

    private static String token(String text, Optional<String> field) {
        return field.map(f -> TokenAnswer.json(text.getBytes(StandardCharsets.UTF_8))
                        .get(f)
                        .text())
                .orElse(text.strip());
    }

    private Step exchange(String token, String place) {
        if (token.isEmpty()) {
            return new Step.Refused(place + " holds no token");
        }
        TokenCall call = TokenCall.post(
                GoogleSource.endpoint(file.get("token_url"), "https://sts.googleapis.com/v1/token"),
                new Form()
                        .with("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
                        .with("audience", file.get("audience").text())
                        .with("scope", scope)
                        .with("requested_token_type", "urn:ietf:params:oauth:token-type:access_token")
                        .with("subject_token", token)
                        .with(
                                "subject_token_type",
                                file.get("subject_token_type").text()));
        String impersonated = file.get("service_account_impersonation_url").text();
        Step ours = OAuth.ask(call);
        return impersonated.isEmpty() ? ours : ours.then(g -> impersonate(URI.create(impersonated), g, scope));
    }

    /**
     * The token of a service account that we may stand in for.
     *
     * @see <a href="https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken">
     *     generateAccessToken</a>
     */
    static Step impersonate(URI url, Grant ours, String scope) {
        if (!(ours.proof() instanceof Proof.Header h)) {
            return new Step.Refused("no token to stand in for a service account with");
        }
        TokenCall call = GoogleSource.impersonation(url, h, scope);
        return new Step.Call(call, answer -> {
            Json json = answer.json();
            String token = json.get("accessToken").text();
            if (!answer.ok()) {
                return OAuth.refusal(call, answer.status(), json);
            }
            return token.isEmpty()
                    ? new Step.Broken(call.place() + " answers without an accessToken")
                    : new Step.Obtained(new Grant(
                            Proof.Header.bearer(token),
                            GoogleSource.time(json.get("expireTime").text())));
        });
    }
}
