package dev.headgate.credential.aws;

import dev.headgate.api.Body;
import dev.headgate.credential.Form;
import dev.headgate.credential.OAuth;
import dev.headgate.credential.Proof;
import dev.headgate.credential.Step;
import dev.headgate.credential.TokenAnswer;
import dev.headgate.credential.TokenCall;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS' Security Token Service, which gives out the keys of roles.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html">STS API reference</a>
 */
record Sts(URI url, String region) {
    /** Refusals with status 400 that will pass. */
    private static final Set<String> PASSING = Set.of("Throttling", "ThrottlingException", "IDPCommunicationError");

    /**
     * A role to be taken on.
     *
     * @param session the name of ours in it
     */
    record Role(String arn, String session, Optional<String> externalId) {
        private Form form(String action) {
            return new Form()
                    .with("Action", action)
                    .with("Version", "2011-06-15")
                    .with("RoleArn", arn)
                    .with("RoleSessionName", session);
        }
    }

    /** Takes a role on with a token that says who we are. */
    Step assume(Role role, String token, Keys then) {
        Form form = role.form("AssumeRoleWithWebIdentity").with("WebIdentityToken", token);
        return ask(TokenCall.post(url, form), then);
    }

    /** Takes a role on with other keys. */
    Step assume(Role role, AwsKeys keys, Instant now, Keys then) {
        Form form = role.form("AssumeRole");
        role.externalId().ifPresent(id -> form.with("ExternalId", id));
        TokenCall bare = TokenCall.post(url, form);
        // It stands at the root, and its address is all that is configured.
        var root = URI.create(url.getScheme() + "://" + url.getRawAuthority());
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var request = new Proof.Outgoing("POST", path, bare.headers(), Body.of(form.encoded()));
        var headers = new ArrayList<Map.Entry<String, String>>(bare.headers());
        headers.addAll(new AwsSigner(keys, region, "sts", root).sign(request, now));
        return ask(new TokenCall("POST", url, headers, bare.body()), then);
    }

    private static Step ask(TokenCall call, Keys then) {
        return new Step.Call(call, answer -> answer.ok() ? read(call, answer, then) : refused(call, answer));
    }

    private static Step read(TokenCall call, TokenAnswer answer, Keys then) {
        String xml = answer.text();
        Optional<String> id = element(xml, "AccessKeyId");
        Optional<String> secret = element(xml, "SecretAccessKey");
        if (id.isEmpty() || secret.isEmpty()) {
            return new Step.Broken(call.place() + " answers without an access key");
        }
        return then.obtained(
                new AwsKeys(id.get(), secret.get(), element(xml, "SessionToken")),
                element(xml, "Expiration").flatMap(Keys::time));
    }

    private static Step refused(TokenCall call, TokenAnswer answer) {
        String code = element(answer.text(), "Code").orElse("");
        String words = element(answer.text(), "Message").orElse("");
        String what = call.place() + " answers with status " + answer.status() + " "
                + OAuth.tidy(call.without(code + (words.isEmpty() ? "" : ": " + words)));
        boolean passing = answer.status() < 400 || answer.status() >= 500 || answer.status() == 429;
        return passing || PASSING.contains(code) ? new Step.Broken(what) : new Step.Refused(what);
    }

    /** The text of the first element of this name; none of those asked for holds a character that must be escaped. */
    private static Optional<String> element(String xml, String name) {
        Matcher m =
                Pattern.compile("<" + name + ">\\s*([^<]*?)\\s*</" + name + ">").matcher(xml);
        return m.find() && !m.group(1).isEmpty() ? Optional.of(m.group(1)) : Optional.empty();
    }
}
