package dev.headgate.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.api.Filter;
import dev.headgate.config.Pin;
import dev.headgate.config.Plugins;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginHostTest {
    private static final Plugins NONE_ADDED = new Plugins(Optional.empty(), Map.of(), Plugins.Unpinned.REFUSE);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void forget() {
        AcmePlugin.reset();
    }

    private Plugins added(Map<String, String> pins) {
        var all = new LinkedHashMap<String, Pin>();
        pins.forEach((name, digest) -> all.put(name, new Pin(digest)));
        return new Plugins(Optional.of(folder), all, Plugins.Unpinned.REFUSE);
    }

    private PluginHost host() {
        return PluginHosts.of(folder.resolve("none"));
    }

    private static PluginSet.Problem problem(String path, String message) {
        return new PluginSet.Problem(path, message);
    }

    @Test
    void a_folder_that_is_not_there_holds_no_plugins() {
        try (PluginHost host = host();
                PluginSet set = host.select(NONE_ADDED)) {
            assertThat(set.names()).isEmpty();
            assertThat(PluginHosts.filter(set, "any")).isEmpty();
        }
    }

    @Test
    void a_plugin_is_loaded_by_a_class_loader_of_its_own() throws Exception {
        PluginJars.write(folder, "faulty-plugin", FaultyFilters.class);
        try (PluginHost host = PluginHosts.of(folder);
                PluginSet set = host.select(NONE_ADDED)) {
            assertThat(set.names()).containsExactly("faulty");
            var filter = PluginHosts.filter(set, "faulty").orElseThrow();
            assertThat(filter.getClass().getClassLoader()).isNotSameAs(FaultyFilters.class.getClassLoader());
        }
    }

    @Test
    void a_plugin_sees_the_api_and_java_and_nothing_else_of_the_gateway() throws Exception {
        Files.write(folder.resolve("acme.jar"), AcmePlugin.jar("1.0.0"));
        try (PluginHost host = PluginHosts.of(folder);
                PluginSet set = host.select(NONE_ADDED)) {
            Filter filter = PluginHosts.filter(set, "acme").orElseThrow();
            ClassLoader loader = filter.getClass().getClassLoader();
            assertThat(loader.loadClass("dev.headgate.api.Filter")).isSameAs(Filter.class);
            for (String shared : new String[] {
                "io.vertx.core.Future", "org.slf4j.Logger", "java.sql.Connection", "javax.crypto.Cipher"
            }) {
                assertThat(loader.loadClass(shared).getName()).isEqualTo(shared);
            }
            for (String inner : new String[] {
                "dev.headgate.plugin.PluginHost",
                "dev.headgate.app.Gateway",
                "io.netty.buffer.ByteBuf",
                "tools.jackson.databind.ObjectMapper",
                "org.snakeyaml.engine.v2.api.Load"
            }) {
                assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> loader.loadClass(inner));
            }
            assertThat(loader.getResources("META-INF/extensions.idx").hasMoreElements())
                    .isTrue();
            try (var index = loader.getResourceAsStream("META-INF/extensions.idx")) {
                assertThat(index)
                        .isNotNull()
                        .asString(java.nio.charset.StandardCharsets.UTF_8)
                        .contains("acme.AcmeFactory");
            }
            assertThat(loader.getResource("dev/headgate/plugin/PluginHost.class"))
                    .isNull();
        }
    }

    @Test
    void a_plugin_of_the_distribution_is_loaded_when_its_filter_is_asked_for() throws Exception {
        PluginJars.write(folder, "headgate-plugin-faulty", FaultyFilters.class);
        Path unreadable = Files.writeString(folder.resolve("headgate-plugin-other.jar"), "no archive");
        try (PluginHost host = PluginHosts.of(folder);
                PluginSet set = host.select(NONE_ADDED)) {
            assertThat(set.factory("faulty")).as("without a look at the other").isPresent();
            assertThatExceptionOfType(PluginException.class)
                    .isThrownBy(() -> set.factory("nobodys"))
                    .withMessageContaining(unreadable.toString());
        }
    }

    @Test
    void two_plugins_with_one_filter_name_are_refused() throws Exception {
        Path one = PluginJars.write(folder, "plugin-one", FaultyFilters.class);
        Path two = PluginJars.write(folder, "plugin-two", FaultyFilters.class);
        try (PluginHost host = PluginHosts.of(folder);
                PluginSet set = host.select(NONE_ADDED)) {
            assertThatExceptionOfType(PluginException.class)
                    .isThrownBy(set::names)
                    .withMessageStartingWith("two plugins offer the filter \"faulty\": ")
                    .withMessageContaining(one.toString())
                    .withMessageContaining(two.toString())
                    .withMessageEndingWith("; remove one of them");
        }
    }

    @Test
    void a_plugin_is_loaded_when_its_file_or_its_id_is_pinned() throws Exception {
        byte[] jar = AcmePlugin.jar("1.0.0");
        Files.write(folder.resolve("some-name.jar"), jar);
        for (String pin : new String[] {"some-name.jar", "acme"}) {
            try (PluginHost host = host();
                    PluginSet set = host.select(added(Map.of(pin, AcmePlugin.sha256(jar))))) {
                assertThat(set.problems()).isEmpty();
                assertThat(set.names()).containsExactly("acme");
                assertThat(set.unpinned()).isEmpty();
            }
        }
    }

    @Test
    void what_nobody_vouched_for_is_refused_with_the_digest_that_would_be_right() throws Exception {
        byte[] jar = AcmePlugin.jar("1.0.0");
        String right = AcmePlugin.sha256(jar);
        Files.write(folder.resolve("acme.jar"), jar);
        try (PluginHost host = host();
                PluginSet none = host.select(added(Map.of()));
                PluginSet wrong = host.select(added(Map.of("acme.jar", "0".repeat(64))));
                PluginSet wrongId = host.select(added(Map.of("acme", "0".repeat(64))));
                PluginSet typo = host.select(added(Map.of("acme.jar", right, "acm.jar", right)))) {
            assertThat(none.problems())
                    .containsExactly(problem(
                            "plugins.dir",
                            "acme.jar is not pinned; if you trust it, write under plugins.pins: acme.jar: " + right));
            assertThat(wrong.problems())
                    .containsExactly(problem(
                            "plugins.pins.acme.jar",
                            "acme.jar has another SHA-256; if this is the file you trust, write " + right));
            assertThat(wrongId.problems())
                    .containsExactly(problem(
                            "plugins.pins.acme",
                            "acme.jar has another SHA-256; if this is the file you trust, write " + right));
            assertThat(typo.problems())
                    .containsExactly(problem(
                            "plugins.pins.acm.jar",
                            "no plugin in plugins.dir has this file name or id; found: acme.jar"));
            for (PluginSet refused : new PluginSet[] {none, wrong, wrongId}) {
                assertThat(refused.names()).isEmpty();
            }
        }
        assertThat(AcmePlugin.LOADERS).hasSize(0);
    }

    @Test
    void two_files_with_one_id_are_refused() throws Exception {
        Files.write(folder.resolve("one.jar"), AcmePlugin.jar("1.0.0"));
        Files.write(folder.resolve("two.jar"), AcmePlugin.jar("2.0.0"));
        var config = new Plugins(Optional.of(folder), Map.of(), Plugins.Unpinned.ALLOW);
        try (PluginHost host = host();
                PluginSet set = host.select(config)) {
            assertThat(set.problems())
                    .containsExactly(
                            problem("plugins.dir", "two.jar has the Plugin-Id of one.jar, acme; remove one of them"));
            assertThat(set.unpinned()).singleElement().asString().startsWith("acme 1.0.0 (one.jar, SHA-256 ");
        }
    }

    @Test
    void a_zip_brings_classes_and_libraries() throws Exception {
        var zip = new LinkedHashMap<String, byte[]>();
        var library = new LinkedHashMap<String, byte[]>();
        AcmePlugin.content("acme", "1.0.0")
                .forEach((name, content) -> (name.contains("Marking") ? library : zip)
                        .put(name.contains("Marking") ? name : "classes/" + name, content));
        zip.put("lib/marking.jar", AcmePlugin.zip(library));
        byte[] bytes = AcmePlugin.zip(zip);
        Files.write(folder.resolve("acme.zip"), bytes);
        try (PluginHost host = host();
                PluginSet set = host.select(added(Map.of("acme.zip", AcmePlugin.sha256(bytes))))) {
            assertThat(set.problems()).isEmpty();
            assertThat(PluginHosts.filter(set, "acme")).isPresent();
        }
    }

    @Test
    void an_unchanged_plugin_is_shared_and_a_replaced_one_is_loaded_beside_it() throws Exception {
        Path file = Files.write(folder.resolve("acme.jar"), AcmePlugin.jar("1.0.0"));
        try (PluginHost host = PluginHosts.of(folder)) {
            PluginSet one = host.select(NONE_ADDED);
            PluginSet same = host.select(NONE_ADDED);
            ClassLoader first = loader(one);
            assertThat(loader(same)).isSameAs(first);
            AcmePlugin.place(folder, "acme.jar", AcmePlugin.jar("2.0.0"));
            PluginSet next = host.select(NONE_ADDED);
            assertThat(loader(next)).isNotSameAs(first);
            Files.write(file, new byte[10]); // what runs is not touched by what becomes of the file
            first.loadClass("acme.AcmeFactory$Marking");
            one.close();
            one.close();
            assertThat(AcmePlugin.CLOSED).containsExactly("1.0.0");
            assertThat(first.getResource("acme/AcmeFactory.class")).isNotNull();
            same.close();
            assertThat(AcmePlugin.CLOSED).containsExactly("1.0.0", "1.0.0");
            assertThat(first.getResource("acme/AcmeFactory.class")).as("closed").isNull();
            assertThat(AcmePlugin.LOADERS).extracting(WeakReference::get).hasSize(2);
        }
        assertThat(AcmePlugin.CLOSED).as("the host closes what is left").containsExactly("1.0.0", "1.0.0", "2.0.0");
    }

    private static ClassLoader loader(PluginSet set) {
        return PluginHosts.filter(set, "acme").orElseThrow().getClass().getClassLoader();
    }

    @Test
    void a_change_of_the_folder_is_told_until_it_was_looked_at() throws Exception {
        AcmePlugin.place(folder, "acme.jar", AcmePlugin.jar("1.0.0"));
        try (PluginHost host = host()) {
            assertThat(host.changed()).isEmpty();
            Plugins config = added(Map.of());
            host.select(config);
            assertThat(host.changed()).isEmpty();
            AcmePlugin.place(folder, "acme.jar", AcmePlugin.jar("2.0.0"));
            assertThat(host.changed()).isNotEmpty().isEqualTo(host.changed());
            host.select(config);
            assertThat(host.changed()).isEmpty();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path f : files.toList()) {
                    Files.delete(f);
                }
            }
            assertThat(host.changed()).as("an emptied folder is a change too").isNotEmpty();
        }
    }
}
