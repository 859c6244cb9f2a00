package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.plugin.AcmePlugin;
import dev.headgate.plugin.PluginHosts;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that an operator drops into a folder. */
final class DroppedPluginsTest {
    private static final String YAML = """
            upstreams: { echo: { provider: echo } }
            models: { "*": echo/echo }
            """;
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void forget() {
        AcmePlugin.reset();
    }

    private TestGateway gateway(String yaml) {
        return TestGateway.start(yaml, Map.of(), PluginHosts.of(folder.resolve("none")));
    }

    private String plugins(String more) {
        return YAML + "plugins:\n  dir: \"" + folder + "\"\n" + more;
    }

    @Test
    void a_pinned_plugin_serves_in_several_uses_with_settings_of_their_own() throws Exception {
        byte[] jar = AcmePlugin.jar("1.0.0");
        AcmePlugin.place(folder, "acme.jar", jar);
        String yaml = plugins("  pins:\n    acme.jar: " + AcmePlugin.sha256(jar) + "\n")
                + "filters:\n  - acme\n  - acme: { mark: -one }\n  - acme: { mark: -two }\n";
        try (TestGateway gateway = gateway(yaml)) {
            HttpResponse<String> answer = gateway.post("/v1/chat/completions", CHAT);
            assertThat(answer.statusCode()).isEqualTo(200);
            for (String header : List.of("x-acme", "x-acme-one", "x-acme-two")) {
                assertThat(answer.headers().allValues(header)).as(header).containsExactly("1.0.00");
            }
            assertThat(gateway.get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
            assertThat(AcmePlugin.LOADERS)
                    .as("one plugin, however often it is used")
                    .hasSize(1);
        }
        assertThat(AcmePlugin.CLOSED).as("each use is closed once").containsExactly("1.0.0", "1.0.0", "1.0.0");
    }

    @Test
    void one_that_nobody_vouched_for_is_an_error_at_its_line_with_the_right_digest() throws Exception {
        try (TestGateway gateway = gateway(plugins(""))) {
            byte[] jar = AcmePlugin.jar("1.0.0");
            String right = AcmePlugin.sha256(jar);
            AcmePlugin.place(folder, "acme.jar", jar);
            assertThat(gateway.reload(plugins("") + "filters: [ acme ]\n"))
                    .singleElement()
                    .asString()
                    .endsWith("gateway.yaml:6:8: plugins.dir: acme.jar is not pinned; if you trust it, write under"
                            + " plugins.pins: acme.jar: " + right);
            assertThat(gateway.reload(plugins("  pins:\n    acme.jar: " + "0".repeat(64) + "\n")))
                    .singleElement()
                    .asString()
                    .endsWith("got a number (put it in quotes)");
            assertThat(gateway.reload(plugins("  pins:\n    acme.jar: " + "ab".repeat(32) + "\n")))
                    .singleElement()
                    .asString()
                    .endsWith(
                            "gateway.yaml:8:15: plugins.pins.acme.jar: acme.jar has another SHA-256; if this is the file"
                                    + " you trust, write " + right);
            assertThat(gateway.reload(YAML + "plugins: { dir: /nowhere/at/all }\n"))
                    .singleElement()
                    .asString()
                    .endsWith("gateway.yaml:5:17: plugins.dir: no such folder; a path is relative to the configuration"
                            + " file");
            assertThat(AcmePlugin.LOADERS).isEmpty();
            assertThat(gateway.post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_plugin_of_a_configuration_that_is_refused_is_left_behind_by_nothing() throws Exception {
        AcmePlugin.place(folder, "acme.jar", AcmePlugin.jar("1.0.0"));
        try (TestGateway gateway = gateway(YAML)) {
            String allowed = plugins("  unpinned: allow\n");
            assertThat(gateway.reload(allowed + "filters: [ acme, other ]\n")).hasSize(1);
            assertThat(AcmePlugin.CLOSED).as("made before the error was found").containsExactly("1.0.0");
            assertThat(gateway.reload("server: { port: 1 }\n" + allowed + "filters: [ acme ]\n"))
                    .singleElement()
                    .asString()
                    .endsWith("server.port: changes only with a restart");
            gateway.stop();
            assertThat(AcmePlugin.CLOSED).containsExactly("1.0.0", "1.0.0");
        }
    }

    @Test
    void readiness_and_check_say_that_unpinned_plugins_are_taken() throws Exception {
        String yaml = plugins("  unpinned: allow\n") + "filters: []\n";
        try (TestGateway gateway = gateway(yaml)) {
            assertThat(gateway.get("/readyz").body()).isEqualTo("{\"status\":\"ready\",\"unpinned_plugins\":0}");
            byte[] jar = AcmePlugin.jar("1.0.0");
            AcmePlugin.place(folder, "acme.jar", jar);
            assertThat(gateway.reload(yaml)).isEmpty();
            assertThat(gateway.get("/readyz").body()).isEqualTo("{\"status\":\"ready\",\"unpinned_plugins\":1}");
            Path file = Files.writeString(folder.resolve("gateway.yaml"), yaml);
            assertThat(Unpinned.warnings(TestGateway.blueprint(file, Map.of())))
                    .singleElement()
                    .satisfies(w -> assertThat(w.render())
                            .endsWith(
                                    "gateway.yaml:5:13: plugins.unpinned: plugins are taken that nobody vouched for, now"
                                            + " acme 1.0.0 (acme.jar, SHA-256 " + AcmePlugin.sha256(jar)
                                            + "); pin them and write refuse"));
            assertThat(gateway.reload(YAML)).isEmpty();
            assertThat(gateway.get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
        }
    }
}
