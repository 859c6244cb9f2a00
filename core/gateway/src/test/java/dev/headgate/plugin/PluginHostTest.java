package dev.headgate.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.api.FilterSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginHostTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_folder_that_is_not_there_holds_no_plugins() {
        try (PluginHost host = new PluginHost(folder.resolve("none"))) {
            assertThat(host.names()).isEmpty();
            assertThat(host.create("any", FilterSettings.NONE)).isEmpty();
        }
    }

    @Test
    void a_plugin_is_loaded_by_a_class_loader_of_its_own() throws Exception {
        PluginJars.write(folder, "faulty-plugin", FaultyFilters.class);
        try (PluginHost host = new PluginHost(folder)) {
            assertThat(host.names()).containsExactly("faulty");
            var filter = host.create("faulty", FilterSettings.NONE).orElseThrow();
            assertThat(filter.getClass().getClassLoader()).isNotSameAs(FaultyFilters.class.getClassLoader());
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> host.create("faulty", new FilterSettings(Map.of("craete", "x"))))
                    .withMessageContaining("craete: not a setting of this filter; known: create");
        }
    }

    @Test
    void two_plugins_with_one_filter_name_are_refused() throws Exception {
        Path one = PluginJars.write(folder, "plugin-one", FaultyFilters.class);
        Path two = PluginJars.write(folder, "plugin-two", FaultyFilters.class);
        try (PluginHost host = new PluginHost(folder)) {
            assertThatExceptionOfType(PluginException.class)
                    .isThrownBy(host::names)
                    .withMessageStartingWith("two plugins offer the filter \"faulty\": ")
                    .withMessageContaining(one.toString())
                    .withMessageContaining(two.toString())
                    .withMessageEndingWith("; remove one of them");
        }
    }
}
