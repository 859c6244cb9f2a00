package dev.headgate.config;

import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import java.nio.file.Path;
import java.util.Optional;

/** Where an upstream is in Google Cloud and who we are there. */
@Describe("Where an upstream is in Google Cloud and who we are there.")
public record Google(
        @Describe("The project's id; else GOOGLE_CLOUD_PROJECT.")
        @Matches(value = "[a-z0-9.:-]{1,100}", use = "a project's id or number")
        Optional<String> project,

        @Describe("The location, such as europe-west4; us and eu stand for a continent. Else"
                + " GOOGLE_CLOUD_LOCATION, else global.")
        @Matches(value = "[a-z0-9-]{1,40}", use = "a location such as europe-west4, or global")
        Optional<String> location,

        @Describe("A JSON file with credentials: of a service account, of a user, or of a workload known elsewhere."
                + " Else GOOGLE_APPLICATION_CREDENTIALS, gcloud's own file, or the machine's metadata server.")
        Optional<Path> credentials) {}
