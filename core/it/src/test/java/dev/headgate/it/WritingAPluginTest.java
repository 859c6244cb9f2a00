package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the page on writing a plugin says, in an empty folder, with nothing but the distribution and a JDK. */
final class WritingAPluginTest {
    private static final Pattern NAMED = Pattern.compile("`([\\w./-]+)`:\\n\\n```\\w+\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SENT = Pattern.compile("-d '(.*?)'", Pattern.DOTALL);

    @TempDir
    private Path folder = Path.of("");

    private String page = "";

    @BeforeEach
    void write_the_files_that_the_page_shows() throws IOException {
        page = Files.readString(Path.of(System.getProperty("headgate.root", ""), "docs", "writing-a-plugin.md"));
        Matcher file = NAMED.matcher(page);
        while (file.find()) {
            Path at = folder.resolve(file.group(1));
            Files.createDirectories(at.getParent());
            Files.writeString(at, file.group(2));
        }
        assertThat(folder.resolve("gateway.yaml")).exists();
    }

    private List<String> commands() {
        var commands = new ArrayList<String>();
        Matcher m = COMMANDS.matcher(page);
        while (m.find()) {
            commands.add(m.group(1));
        }
        return commands;
    }

    private String run(String script) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HEADGATE", Launched.dist().toAbsolutePath().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .merge(
                        "PATH",
                        "",
                        (path, none) -> System.getProperty("java.home") + "/bin" + File.pathSeparator + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(script + said).isZero();
        return said;
    }

    private void build() throws IOException, InterruptedException {
        run(commands().getFirst());
    }

    @Test
    void the_plugin_builds_against_the_packaged_api_alone_and_does_what_the_page_says() throws Exception {
        build();
        String check = commands()
                .get(1)
                .lines()
                .filter(l -> l.contains(" check "))
                .findFirst()
                .orElseThrow();
        assertThat(run(check)).contains("valid").contains("plugins.unpinned");
        Matcher request = SENT.matcher(commands().get(2));
        assertThat(request.find()).isTrue();
        try (PackagedGateway gateway = PackagedGateway.start(configuration())) {
            HttpResponse<String> refused = gateway.post("/v1/chat/completions", request.group(1));
            int status = Integer.parseInt(find("answers (\\d+) with"));
            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(refused.body()).contains("\"code\":\"prompt_too_long\"").contains("at most 40");
            assertThat(gateway.post("/v1/chat/completions", request.group(1).replaceAll("This.*it\\.", "Hello."))
                            .statusCode())
                    .isEqualTo(200);
            gateway.process().awaitOut(find("`(prompt-length=\\d+)`"));
        }
    }

    @Test
    void its_settings_are_described_and_a_mistake_in_them_has_its_line() throws Exception {
        build();
        Launched schema = Launched.run("schema", folder.resolve("gateway.yaml").toString());
        assertThat(schema.awaitExit()).isZero();
        assertThat(schema.out()).contains("\"prompt-limit\"").contains("The most characters that all texts");
        Path wrong = folder.resolve("wrong.yaml");
        Files.writeString(
                wrong, Files.readString(folder.resolve("gateway.yaml")).replace("characters: 40", "characters: 0"));
        Launched check = Launched.run("check", wrong.toString());
        assertThat(check.awaitExit()).isEqualTo(1);
        assertThat(check.out())
                .containsPattern("wrong.yaml:9:\\d+: filters\\[0\\].prompt-limit.characters: \"0\" is out of range");
    }

    @Test
    void the_test_of_the_plugin_passes() throws Exception {
        build();
        Path tests = folder.resolve("tests");
        String path = System.getProperty("java.class.path") + File.pathSeparator + folder.resolve("out");
        run("javac -proc:none -cp '" + path + "' -d '" + tests + "' test/acme/*.java");
        var urls =
                new URL[] {tests.toUri().toURL(), folder.resolve("out").toUri().toURL()};
        try (var loader = new URLClassLoader(urls, WritingAPluginTest.class.getClassLoader())) {
            Class<?> test = loader.loadClass("acme.PromptLimitTest");
            int ran = 0;
            for (Method m : test.getDeclaredMethods()) {
                if (m.isAnnotationPresent(Test.class)) {
                    Constructor<?> constructor = test.getDeclaredConstructor();
                    constructor.setAccessible(true);
                    m.setAccessible(true);
                    m.invoke(constructor.newInstance());
                    ran++;
                }
            }
            assertThat(ran).isEqualTo(2);
        }
    }

    /** The page's own, whose folder of plugins is the one built here. */
    private String configuration() throws IOException {
        return Files.readString(folder.resolve("gateway.yaml"))
                .replace("dir: plugins", "dir: " + folder.resolve("plugins"));
    }

    private String find(String pattern) {
        Matcher m = Pattern.compile(pattern).matcher(page);
        assertThat(m.find()).as(pattern).isTrue();
        return m.group(1);
    }
}
