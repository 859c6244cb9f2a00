package dev.headgate.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.config.Plugins;
import dev.headgate.plugin.CraftedZip.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives made to do harm. Each is refused with its reason, and nothing beside it changes. */
final class HostileArchivesTest {
    private static final byte[] TEXT = "no harm in this".getBytes(UTF_8);

    @TempDir
    private Path outside = Path.of("");

    private Path folder = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        AcmePlugin.reset();
        folder = Files.createDirectories(outside.resolve("state/plugins"));
        Files.writeString(outside.resolve("kept.txt"), "kept");
        Files.writeString(outside.resolve("state/kept.txt"), "kept");
    }

    private static Map<String, byte[]> good() {
        return AcmePlugin.content("acme", "1.0.0");
    }

    private static void plain(Item item) {}

    private static byte[] with(String name, byte[] content, Consumer<Item> lie) {
        return new CraftedZip().add(good()).add(name, content, lie).bytes();
    }

    private static byte[] named(String name) {
        return with(name, TEXT, HostileArchivesTest::plain);
    }

    private static byte[] replaced(String name, byte[] content) {
        var entries = new LinkedHashMap<>(good());
        entries.put(name, content);
        return new CraftedZip().add(entries).bytes();
    }

    private static byte[] without(String name) {
        var entries = new LinkedHashMap<>(good());
        entries.remove(name);
        return new CraftedZip().add(entries).bytes();
    }

    private static byte[] manifest(String text) {
        return replaced("META-INF/MANIFEST.MF", ("Manifest-Version: 1.0\r\n" + text + "\r\n\r\n").getBytes(UTF_8));
    }

    private static byte[] bomb() {
        return with("zeros", new byte[16 << 20], Item::deflate);
    }

    private static byte[] manyLargeEntries() {
        var zip = new CraftedZip().add(good());
        byte[] half = new byte[1 << 20];
        for (int i = 0; i < 130; i++) {
            zip.add("part" + i, half, Item::deflate);
        }
        return zip.bytes();
    }

    private static byte[] manyEntries() {
        var zip = new CraftedZip().add(good());
        for (int i = 0; i < Allowance.ENTRIES; i++) {
            zip.add("e" + i, TEXT, HostileArchivesTest::plain);
        }
        return zip.bytes();
    }

    private static byte[] sharedBytes() {
        var zip = new CraftedZip().add(good());
        zip.add("one", new byte[1000], Item::deflate);
        zip.add("two", new byte[1000], i -> {
            i.deflate();
            i.shift = -(30 + 3 + i.packed.length);
        });
        return zip.bytes();
    }

    private static byte[] hidden() {
        // A valid archive, with an entry in front that only a reader from the front finds.
        byte[] zip = new CraftedZip().add(good()).bytes();
        byte[] front =
                new CraftedZip().add("hidden", TEXT, HostileArchivesTest::plain).bytes();
        byte[] both = Arrays.copyOf(front, 30 + 6 + TEXT.length + zip.length);
        System.arraycopy(zip, 0, both, 30 + 6 + TEXT.length, zip.length);
        return both;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] library(byte[] jar) {
        var entries = new LinkedHashMap<String, byte[]>();
        good().forEach((name, content) -> entries.put("classes/" + name, content));
        entries.put("lib/more.jar", jar);
        return new CraftedZip().add(entries).bytes();
    }

    static Stream<Arguments> hostile() {
        byte[] good = new CraftedZip().add(good()).bytes();
        String astray = "does not name a place inside the archive";
        String lies = "says other things of itself than the directory does";
        return Stream.of(
                Arguments.of("zip slip", named("../../kept.txt"), astray),
                Arguments.of("zip slip in the middle", named("a/../../kept.txt"), astray),
                Arguments.of("zip slip by backslash", named("..\\..\\kept.txt"), astray),
                Arguments.of("absolute", named("/tmp/kept.txt"), astray),
                Arguments.of("drive letter", named("C:/kept.txt"), astray),
                Arguments.of("dot segments", named("a/./b"), astray),
                Arguments.of("empty segments", named("a//b"), astray),
                Arguments.of("control characters", named("a\u0000.txt"), "control characters"),
                Arguments.of(
                        "symbolic link",
                        with("link", "../../kept.txt".getBytes(UTF_8), i -> i.mode = 0xA1FF),
                        "the entry link is a symbolic link"),
                Arguments.of("device", with("device", TEXT, i -> i.mode = 0x61FF), "neither a file nor a folder"),
                Arguments.of(
                        "duplicate", new CraftedZip().add(good()).add(good()).bytes(), "twice"),
                Arguments.of("duplicate but for case", named("acme/ACMEFactory.class"), "in upper and lower case"),
                Arguments.of("file and folder", named("acme/AcmeFactory.class/inner"), "is a file and a folder"),
                Arguments.of("too many entries", manyEntries(), "more than 10000 entries"),
                Arguments.of("bomb", bomb(), "as bombs do"),
                Arguments.of("many middling bombs", manyLargeEntries(), "unpacks to more than"),
                Arguments.of(
                        "an entry beyond measure",
                        with("large", TEXT, i -> {
                            i.deflate();
                            i.size = 1 << 30;
                        }),
                        "at most"),
                Arguments.of(
                        "more than it says",
                        with("zeros", new byte[1 << 20], i -> {
                            i.deflate();
                            i.size = 10;
                            i.localSize = 10;
                        }),
                        "does not unpack to the size it says"),
                Arguments.of("entries that share bytes", sharedBytes(), "shares its bytes"),
                Arguments.of("other size at the entry", with("a", TEXT, i -> i.localSize = 3), lies),
                Arguments.of("other name at the entry", with("a", TEXT, i -> i.localName = "b"), lies),
                Arguments.of("hidden entry", hidden(), "its directory is not where its end says"),
                Arguments.of("damaged", with("a", TEXT, i -> i.crc++), "the entry a is damaged"),
                Arguments.of("encrypted", with("a", TEXT, i -> i.flags = 1), "the entry a is encrypted"),
                Arguments.of("unknown packing", with("a", TEXT, i -> i.method = 12), "in a way that jars are not"),
                Arguments.of(
                        "not a zip", "#!/bin/sh\necho no harm in this at all\n".getBytes(UTF_8), "not a zip archive"),
                Arguments.of("empty file", new byte[0], "not a zip archive"),
                Arguments.of("cut off", Arrays.copyOf(good, good.length - 30), "it is cut off"),
                Arguments.of("something behind", joined(good, TEXT), "something follows its end"),
                Arguments.of("two archives", joined(good, good), "its directory is not where its end says"),
                Arguments.of("no manifest", without("META-INF/MANIFEST.MF"), "it has no META-INF/MANIFEST.MF"),
                Arguments.of("large manifest", manifest("X: " + "x ".repeat(100 << 10)), "its manifest has more than"),
                Arguments.of("broken manifest", manifest("no colon"), "its manifest cannot be read"),
                Arguments.of("no id", manifest("Plugin-Version: 1.0.0"), "its manifest has no Plugin-Id"),
                Arguments.of(
                        "id that leads astray", manifest("Plugin-Id: ../x\r\nPlugin-Version: 1.0.0"), "its Plugin-Id"),
                Arguments.of(
                        "version in words", manifest("Plugin-Id: acme\r\nPlugin-Version: latest"), "Plugin-Version"),
                Arguments.of(
                        "depends on itself",
                        manifest("Plugin-Id: acme\r\nPlugin-Version: 1.0.0\r\nPlugin-Dependencies: acme"),
                        "a plugin stands alone"),
                Arguments.of("no index", without("META-INF/extensions.idx"), "it has no META-INF/extensions.idx"),
                Arguments.of(
                        "empty index",
                        replaced("META-INF/extensions.idx", "# none\n".getBytes(UTF_8)),
                        "names no extension"),
                Arguments.of(
                        "index of what is not there",
                        replaced("META-INF/extensions.idx", "acme.Other\n".getBytes(UTF_8)),
                        "names acme.Other, which it does not hold"),
                Arguments.of(
                        "a class of the gateway", named("dev/headgate/app/Main.class"), "in a package of the gateway"),
                Arguments.of(
                        "a class of its host",
                        named("dev/headgate/plugin/PluginHost.class"),
                        "in a package of the gateway"),
                Arguments.of(
                        "a copy of the API", named("dev/headgate/api/Filter.class"), "in a package of the gateway"),
                Arguments.of(
                        "a class of the gateway for newer Java",
                        named("META-INF/versions/25/dev/headgate/app/Main.class"),
                        "in a package of the gateway"),
                Arguments.of("a class of Java", named("java/lang/String.class"), "or of Java"),
                Arguments.of("a library that is none", library(TEXT), "of its lib/more.jar: it is not a zip archive"),
                Arguments.of("a library with a bomb", library(bomb()), "of its lib/more.jar: the entry zeros unpacks"),
                Arguments.of(
                        "a library with a class of the gateway",
                        library(named("dev/headgate/app/Main.class")),
                        "in a package of the gateway"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void is_refused_with_its_reason_and_nothing_beside_it_changes(String name, byte[] archive, String reason)
            throws Exception {
        Files.write(folder.resolve("evil.jar"), archive);
        Map<Path, String> before = tree();
        try (var host = PluginHosts.of(outside.resolve("none"));
                PluginSet set = host.select(unpinned())) {
            assertThat(set.problems()).singleElement().satisfies(p -> {
                assertThat(p.path()).isEqualTo("plugins.dir");
                assertThat(p.message()).startsWith("evil.jar is refused: ").contains(reason);
            });
            assertThat(set.names()).isEmpty();
        }
        assertThat(AcmePlugin.LOADERS).as("nothing of it ran").isEmpty();
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void an_archive_without_harm_is_loaded_from_memory_alone() throws Exception {
        Files.write(folder.resolve("good.jar"), new CraftedZip().add(good()).bytes());
        Map<Path, String> before = tree();
        try (var host = PluginHosts.of(outside.resolve("none"));
                PluginSet set = host.select(unpinned())) {
            assertThat(set.problems()).isEmpty();
            assertThat(set.names()).containsExactly("acme");
            assertThat(PluginHosts.filter(set, "acme")).isPresent();
            assertThat(tree()).isEqualTo(before);
        }
        assertThat(tree()).isEqualTo(before);
    }

    private Plugins unpinned() {
        return new Plugins(Optional.of(folder), Map.of(), Plugins.Unpinned.ALLOW);
    }

    /** Every file around the plugins, with its content. */
    private Map<Path, String> tree() throws Exception {
        var tree = new TreeMap<Path, String>();
        try (Stream<Path> all = Files.walk(outside)) {
            for (Path p : all.toList()) {
                tree.put(p, Files.isDirectory(p) ? "folder" : AcmePlugin.sha256(Files.readAllBytes(p)));
            }
        }
        return tree;
    }
}
