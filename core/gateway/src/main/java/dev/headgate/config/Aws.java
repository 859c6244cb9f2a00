package dev.headgate.config;

import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where an upstream is in AWS and what its requests are signed with. */
@Describe("Where an upstream is in AWS and what its requests are signed with. What is not written is looked for where"
        + " AWS' own tools look: environment, web identity, profile files, container, instance.")
public record Aws(
        @Describe("The region; else AWS_REGION or AWS_DEFAULT_REGION.")
        @Matches(value = "[a-z0-9-]{1,40}", use = "a region such as eu-central-1")
        Optional<String> region,

        @Describe("The profile in the shared files of AWS' tools.")
        Optional<String> profile,

        @Describe("The id of an access key.") Optional<String> accessKeyId,

        @Describe("The access key itself. Write ${NAME} or ${file:path} rather than the key.")
        Optional<Secret> secretAccessKey,

        @Describe("What goes with an access key that does not last.")
        Optional<Secret> sessionToken,

        @Describe("A role to take on, with the other credentials or with the token in web-identity-token-file.")
        @Matches(
                value = "arn:[a-z-]+:iam::\\d{12}:role/.{1,512}",
                use = "an ARN such as arn:aws:iam::123456789012:role/name")
        Optional<String> roleArn,

        @Describe("What the role's owner has asked us to say when it is taken on.")
        Optional<String> externalId,

        @Describe("The name of our sessions in the role, which AWS' logs show; headgate when absent.")
        @Matches(value = "[\\w+=,.@-]{2,64}", use = "2 to 64 letters, digits and any of _+=,.@-")
        Optional<String> roleSessionName,

        @Describe("A file with a token that says who we are, as Kubernetes gives one; read anew each time.")
        Optional<Path> webIdentityTokenFile,

        @Describe("Where roles are taken on, when it is not the region's own https://sts.REGION.amazonaws.com.")
        Optional<URI> stsUrl) {

    public Aws {
        if (accessKeyId.isPresent() != secretAccessKey.isPresent()) {
            throw new IllegalArgumentException(
                    "access-key-id and secret-access-key go together; write both or neither");
        }
        if (sessionToken.isPresent() && accessKeyId.isEmpty()) {
            throw new IllegalArgumentException(
                    "session-token goes with access-key-id and secret-access-key; write all three or remove it");
        }
        if (profile.isPresent() && accessKeyId.isPresent()) {
            throw new IllegalArgumentException("profile and access-key-id are both written; use one of the two");
        }
        if (webIdentityTokenFile.isPresent() && roleArn.isEmpty()) {
            throw new IllegalArgumentException("web-identity-token-file needs a role-arn to take on with it");
        }
        if (webIdentityTokenFile.isPresent() && (profile.isPresent() || accessKeyId.isPresent())) {
            throw new IllegalArgumentException(
                    "web-identity-token-file is all that a role needs; remove profile and access-key-id");
        }
    }

    /** Whether it says where credentials come from. */
    public boolean namesCredentials() {
        return profile.isPresent() || accessKeyId.isPresent() || roleArn.isPresent();
    }
}
