package dev.headgate.credential.google;

import dev.headgate.config.Google;
import dev.headgate.config.Upstream;
import dev.headgate.credential.Account;
import dev.headgate.credential.Cloud;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Google Cloud, for one of its services that stands in locations.
 *
 * @param service the first part of its hosts' names, such as {@code aiplatform}
 */
public record GoogleCloud(String service) implements Cloud {
    private static final String METADATA = "metadata.google.internal";

    @Override
    public String key() {
        return "google";
    }

    @Override
    public Account account(Upstream upstream, Function<String, Optional<String>> environment) {
        Optional<String> project = upstream.google()
                .flatMap(Google::project)
                .or(() -> environment.apply("GOOGLE_CLOUD_PROJECT"))
                .filter(p -> p.matches("[a-z0-9.:-]{1,100}"));
        String location = upstream.google()
                .flatMap(Google::location)
                .or(() -> environment.apply("GOOGLE_CLOUD_LOCATION"))
                .filter(l -> l.matches("[a-z0-9-]{1,40}"))
                .orElse("global");
        Optional<String> file = upstream.google().flatMap(Google::credentials).map(Object::toString);
        return new Account(
                Optional.of("https://" + host(location)),
                Optional.of(location),
                project,
                Optional.of(new GoogleSource(
                        file.or(() -> environment
                                .apply("GOOGLE_APPLICATION_CREDENTIALS")
                                .filter(f -> !f.isBlank())),
                        usual(environment),
                        environment.apply("GCE_METADATA_HOST").orElse(METADATA))),
                file.isPresent(),
                project.isPresent()
                        ? List.of()
                        : List.of(new Account.Problem(
                                "google.project", "no project is known; write its id, or set GOOGLE_CLOUD_PROJECT")));
    }

    /** Continents have hosts of another form than places; {@code global} is none. */
    private String host(String location) {
        return switch (location) {
            case "global" -> service + ".googleapis.com";
            case "us", "eu" -> service + "." + location + ".rep.googleapis.com";
            default -> location + "-" + service + ".googleapis.com";
        };
    }

    private static Optional<String> usual(Function<String, Optional<String>> environment) {
        return environment
                .apply("CLOUDSDK_CONFIG")
                .or(() -> environment.apply("APPDATA").map(a -> a + "/gcloud"))
                .or(() -> environment.apply("HOME").map(h -> h + "/.config/gcloud"))
                .map(folder -> folder + "/application_default_credentials.json");
    }
}
