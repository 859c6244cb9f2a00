package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The recorded provider traffic in {@code shared/fixtures} beside the checkout, or in the folder that the system property
 * {@code headgate.recordings} names. It is no part of the project: without it the tests that replay it are skipped and
 * say so, but never in CI.
 */
public final class Recordings {
    private static final class Loaded {
        private static final List<Recording> ALL = load(folder().orElseThrow());
    }

    private Recordings() {}

    /** Where the recordings are expected; empty when {@code headgate.root} is not set. */
    public static Optional<Path> folder() {
        return folder(
                Optional.ofNullable(System.getProperty("headgate.root")),
                Optional.ofNullable(System.getProperty("headgate.recordings")));
    }

    /** A folder named by hand is one below the checkout, unless its path is absolute. */
    static Optional<Path> folder(Optional<String> root, Optional<String> named) {
        return root.map(r -> named.map(n -> Path.of(r).resolve(n))
                .orElseGet(() -> Path.of(r, "..", "shared", "fixtures"))
                .normalize());
    }

    /** Whether they are others than those that the documentation speaks of. */
    public static boolean others() {
        return System.getProperty("headgate.recordings") != null;
    }

    public static boolean available() {
        return folder().map(Files::isDirectory).orElse(false);
    }

    /** Skips the calling test when the recordings are absent; fails it when that happens in CI. */
    public static void require() {
        require(folder(), "true".equals(System.getenv("CI")));
    }

    static void require(Optional<Path> folder, boolean ci) {
        if (folder.map(Files::isDirectory).orElse(false)) {
            return;
        }
        String missing = "recorded provider traffic is missing: "
                + folder.map(Path::toString).orElse("system property headgate.root is not set");
        if (ci) {
            fail("CI must not skip: " + missing);
        }
        Assumptions.abort(missing);
    }

    /** The recordings that are wanted, by provider and name; the test is skipped when there are none at all. */
    public static List<Recording> cases(Predicate<Recording.Meta> wanted) {
        require();
        return Loaded.ALL.stream().filter(r -> wanted.test(r.meta())).toList();
    }

    /** The one recording of this name. */
    public static Recording named(String provider, String name) {
        return cases(m -> m.provider().equals(provider) && m.name().equals(name)).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording " + provider + "/" + name));
    }

    private static List<Recording> load(Path folder) {
        try (Stream<Path> folders = Files.find(folder, 2, (path, attributes) -> attributes.isDirectory())) {
            return folders.filter(f -> Files.exists(f.resolve("meta.json")))
                    .sorted()
                    .map(f -> new Recording(Recording.Meta.of(OpenAiReplies.JSON.readTree(f.resolve("meta.json"))), f))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
