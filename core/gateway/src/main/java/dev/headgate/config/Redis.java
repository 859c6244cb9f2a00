package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Secret;
import dev.headgate.api.settings.Shorthand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Redis that gateways share: one server, the sentinels that know which server leads, or a cluster. */
@Describe("A Redis or Valkey: one server by its url, or sentinels with the name of their master, or a cluster.")
public record Redis(
        @Describe("The one server. A password in it belongs into a reference: write ${NAME} for the whole of it, or use"
                + " password.")
        Optional<RedisUrl> url,

        @Describe("Sentinels to ask for the server that leads; credentials in these URLs are the sentinels' own.")
        List<RedisUrl> sentinels,

        @Describe("The name under which the sentinels watch the servers.")
        @Matches(value = "[A-Za-z0-9._-]{1,128}", use = "letters, digits and . _ -, at most 128")
        Optional<String> master,

        @Describe("Some nodes of a cluster; the others are learnt from them.")
        List<RedisUrl> cluster,

        @Describe("The user to log in as, where it is not the default one.")
        @Matches(value = "[!-~]{1,128}", use = "visible ASCII characters, at most 128")
        Optional<String> username,

        @Describe("What to log in with. Write ${NAME} or ${file:path} rather than the password itself.")
        Optional<Secret> password,

        @Describe("A PEM file with the authorities to trust instead of the system's, for rediss.")
        Optional<Path> caCertificate,

        @Describe("A PEM file with the certificate to show to the server, for rediss; needs key.")
        Optional<Path> certificate,

        @Describe("A PEM file with that certificate's private key.")
        Optional<Path> key,

        @Describe("What the names of all keys begin with. Gateways with one prefix hold their limits together.")
        @Default("headgate")
        @Matches(value = "[A-Za-z0-9._:-]{1,64}", use = "letters, digits and . _ : -, at most 64")
        String prefix,

        @Describe("How long a request waits for an answer; after one that did not come, none waits until the server"
                + " answers again.")
        @Default("50ms")
        @Range(min = "1ms", max = "1s")
        Duration timeLimit,

        @Describe("How many gateways share each limit as long as they have not counted one another, which they do in"
                + " Redis.")
        @Default("1")
        @Range(min = "1", max = "1000")
        int replicas) {

    public Redis {
        sentinels = List.copyOf(sentinels);
        cluster = List.copyOf(cluster);
    }

    @Shorthand
    static Redis of(@Describe("The one server, such as redis://127.0.0.1:6379.") RedisUrl url) {
        return new Redis(
                Optional.of(url),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "headgate",
                Duration.ofMillis(50),
                1);
    }

    /** All addresses that are written, whichever way. */
    public List<RedisUrl> addresses() {
        return Stream.of(url.stream(), sentinels.stream(), cluster.stream())
                .flatMap(s -> s)
                .toList();
    }
}
