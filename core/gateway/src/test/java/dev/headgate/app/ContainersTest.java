package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.config.ConfigContext;
import dev.headgate.config.ConfigReader;
import dev.headgate.config.ConfigResult;
import dev.headgate.config.GatewayConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the container set-up names is there: paths, stages, ports, secrets, variables, metrics. Whether Docker itself takes
 * the files is not seen here.
 */
final class ContainersTest {
    private static final Path ROOT = Path.of(System.getProperty("headgate.root", ""));
    private static final Path GATEWAY = ROOT.resolve("config/compose/gateway/gateway.yaml");
    private static final Path DASHBOARD = ROOT.resolve("config/compose/grafana/dashboards/headgate.json");
    private static final String SECRETS = "/run/secrets/";

    private final Map<?, ?> compose = yaml(ROOT.resolve("docker-compose.yml"));
    private final Map<?, ?> services = map(compose, "services");

    private static Map<?, ?> yaml(Path file) {
        try {
            var load =
                    new Load(LoadSettings.builder().setSchema(new MergeKeys()).build());
            return (Map<?, ?>) load.loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Compose files share what services have in common by merge keys, which YAML 1.2 alone does not know. */
    private static final class MergeKeys extends org.snakeyaml.engine.v2.schema.CoreSchema {
        private final org.snakeyaml.engine.v2.resolver.ScalarResolver resolver =
                new org.snakeyaml.engine.v2.resolver.CoreScalarResolver(true);

        @Override
        public org.snakeyaml.engine.v2.resolver.ScalarResolver getScalarResolver() {
            return resolver;
        }
    }

    private static Map<?, ?> map(Map<?, ?> from, String key) {
        return (Map<?, ?>) Objects.requireNonNull(from.get(key), key);
    }

    private static String text(Map<?, ?> from, String key) {
        return Objects.requireNonNull(from.get(key), key).toString();
    }

    private static Map<?, ?> first(Map<?, ?> from, String key) {
        return (Map<?, ?>) ((List<?>) Objects.requireNonNull(from.get(key), key)).getFirst();
    }

    private static List<String> texts(Map<?, ?> from, String key) {
        return from.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private Map<?, ?> service(String name) {
        return map(services, name);
    }

    private List<Map<?, ?>> gateways() {
        return Stream.of("gateway-1", "gateway-2").<Map<?, ?>>map(this::service).toList();
    }

    /** What the gateways of the composition are told, with secrets where a test can have them. */
    private static GatewayConfig config(Path folder) throws IOException {
        for (String secret : List.of("headgate-key", "admin-token", "redis-password")) {
            Files.writeString(folder.resolve(secret), "3f81c2d4e6a7b8c9-" + secret + "\n");
        }
        String text = Files.readString(GATEWAY).replace(SECRETS, folder + "/");
        ConfigResult read = ConfigReader.read(
                "gateway.yaml",
                text.getBytes(StandardCharsets.UTF_8),
                folder,
                new ConfigContext(Providers.names(), name -> Optional.empty()));
        assertThat(read).isInstanceOf(ConfigResult.Valid.class);
        ConfigResult.Valid valid = (ConfigResult.Valid) read;
        assertThat(valid.warnings()).isEmpty();
        return valid.config();
    }

    @Test
    void the_image_is_made_of_what_there_is_and_runs_as_nobody_special() throws IOException {
        Dockerfile file = Dockerfile.read(ROOT.resolve("Dockerfile"));
        Set<String> stages = new TreeSet<>();
        for (Dockerfile.Stage stage : file.stages()) {
            for (Dockerfile.Instruction copy : stage.all("COPY")) {
                Optional<String> from = copy.option("from");
                from.ifPresent(s -> assertThat(stages).contains(s));
                if (from.isEmpty()) {
                    assertThat(ROOT.resolve(copy.arguments().getFirst())).exists();
                }
            }
            stage.name().ifPresent(stages::add);
        }
        Dockerfile.Stage last = file.stages().getLast();
        assertThat(file.stages()).hasSizeGreaterThan(1);
        // The distribution is where the build puts it.
        assertThat(Files.readString(ROOT.resolve("pom.xml")))
                .contains("<headgate.dist>${maven.multiModuleProjectDirectory}/target/headgate</headgate.dist>");
        assertThat(last.all("COPY"))
                .extracting(Dockerfile.Instruction::arguments)
                .contains(List.of("/src/target/headgate", "/opt/headgate"), List.of("/opt/java", "/opt/java"));
        assertThat(file.stages().getFirst().last("WORKDIR").text()).isEqualTo("/src");
        assertThat(jlink(file)).contains("--output /opt/java");
        assertThat(last.last("ENV").text()).isEqualTo("JAVA_HOME=/opt/java");
        assertThat(last.last("USER").text()).matches("[1-9]\\d*:[1-9]\\d*");
        assertThat(last.instructions().indexOf(last.last("USER")))
                .isGreaterThan(last.instructions().indexOf(last.last("RUN")));
        assertThat(last.last("ENTRYPOINT").words()).containsExactly("/opt/headgate/headgate");
        assertThat(ROOT.resolve("headgate")).isExecutable();
        assertThat(last.last("CMD").words()).containsExactly("run");
    }

    private static String jlink(Dockerfile file) {
        return file.stages().getFirst().all("RUN").stream()
                .map(Dockerfile.Instruction::text)
                .filter(t -> t.startsWith("jlink "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void its_ports_and_its_health_check_are_those_of_a_gateway_that_is_told_nothing(@TempDir Path folder)
            throws IOException {
        Dockerfile.Stage last =
                Dockerfile.read(ROOT.resolve("Dockerfile")).stages().getLast();
        var empty = (ConfigResult.Valid) ConfigReader.read(
                "empty.yaml",
                "{}".getBytes(StandardCharsets.UTF_8),
                folder,
                new ConfigContext(Set.of(), name -> Optional.empty()));
        int port = empty.config().server().port();
        assertThat(last.last("EXPOSE").arguments())
                .containsExactly(
                        Integer.toString(port),
                        Integer.toString(empty.config().admin().port()));
        assertThat(last.last("HEALTHCHECK").text())
                .contains("/dev/tcp/127.0.0.1/" + port)
                .contains("GET /livez HTTP/1.1");
        try (TestGateway gateway = TestGateway.start("upstreams: { echo: { provider: echo } }\n")) {
            assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
        }
    }

    /** The modules are those that the JVM of this test would be without. */
    @Test
    void a_gateway_starts_on_the_modules_that_the_image_has(@TempDir Path folder)
            throws IOException, InterruptedException {
        String modules =
                jlink(Dockerfile.read(ROOT.resolve("Dockerfile"))).replaceFirst(".*--add-modules (\\S+).*", "$1");
        config(folder);
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, Files.readString(GATEWAY).replace(SECRETS, folder + "/"));
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        modules,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.headgate.app.Main",
                        "check",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said).contains("valid");
    }

    @Test
    void what_is_mounted_is_there_and_what_is_read_is_mounted() throws IOException {
        Map<?, ?> volumes = map(compose, "volumes");
        services.forEach((name, s) -> {
            Map<?, ?> service = (Map<?, ?>) s;
            for (String volume : texts(service, "volumes")) {
                String source = volume.split(":", -1)[0];
                if (source.startsWith(".")) {
                    assertThat(ROOT.resolve(source)).as("%s: %s", name, volume).exists();
                } else {
                    assertThat(volumes.containsKey(source)).as(volume).isTrue();
                }
            }
            if (service.get("build") != null) {
                assertThat(ROOT.resolve(service.get("build").toString()).resolve("Dockerfile"))
                        .exists();
            }
            assertThat(dependencies(service)).allMatch(services::containsKey);
        });
        for (Map<?, ?> gateway : gateways()) {
            assertThat(mounted(gateway, texts(gateway, "command").getLast())).isEqualTo(GATEWAY.toRealPath());
        }
        Map<?, ?> prometheus = service("prometheus");
        String file = texts(prometheus, "command").getFirst().replace("--config.file=", "");
        assertThat(mounted(prometheus, file)).exists();
    }

    private static Set<String> dependencies(Map<?, ?> service) {
        return switch (service.get("depends_on")) {
            case Map<?, ?> map -> map.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.toSet());
            case null, default -> Set.of();
        };
    }

    /** The file of this folder that stands at a path in a service. */
    private static Path mounted(Map<?, ?> service, String path) throws IOException {
        for (String volume : texts(service, "volumes")) {
            String[] parts = volume.split(":", -1);
            if (path.startsWith(parts[1] + "/")) {
                return ROOT.resolve(parts[0] + path.substring(parts[1].length()))
                        .toRealPath();
            }
        }
        throw new AssertionError(path + " is not mounted");
    }

    @Test
    void secrets_come_by_file_are_granted_where_they_are_read_and_are_never_kept() throws IOException {
        Map<?, ?> secrets = map(compose, "secrets");
        Set<String> granted = new TreeSet<>();
        services.forEach((name, service) -> granted.addAll(texts((Map<?, ?>) service, "secrets")));
        assertThat(granted).isEqualTo(secrets.keySet());
        String ignored = Files.readString(ROOT.resolve(".gitignore"));
        String script = Files.readString(ROOT.resolve("docker-compose.yml"));
        for (Object name : secrets.keySet()) {
            String file = text(map(secrets, name.toString()), "file");
            assertThat(file).isEqualTo("./config/compose/secrets/" + name);
            assertThat(script).containsPattern("(?m)^#   for s in .*\\b" + name + "\\b");
        }
        assertThat(ignored).contains("/config/compose/secrets/\n");
        assertThat(Files.readString(ROOT.resolve(".dockerignore"))).contains("config/compose/secrets\n");
        for (Map<?, ?> gateway : gateways()) {
            assertThat(read(Files.readString(GATEWAY))).isSubsetOf(texts(gateway, "secrets"));
        }
        services.forEach((name, service) -> assertThat(read(String.valueOf(service)))
                .as(name.toString())
                .isSubsetOf(texts((Map<?, ?>) service, "secrets")));
        assertThat(read(Files.readString(ROOT.resolve("config/compose/prometheus/prometheus.yml"))))
                .isSubsetOf(texts(service("prometheus"), "secrets"));
    }

    private static Set<String> read(String text) {
        return Pattern.compile(SECRETS + "([a-z-]+)")
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void the_gateways_are_told_what_holds_together(@TempDir Path folder) throws IOException {
        GatewayConfig config = config(folder);
        for (Map<?, ?> gateway : gateways()) {
            assertThat(texts(gateway, "ports").stream().map(p -> p.substring(p.lastIndexOf(':') + 1)))
                    .containsExactly(
                            Integer.toString(config.server().port()),
                            Integer.toString(config.admin().port()));
            String grace = String.valueOf(gateway.get("stop_grace_period"));
            assertThat(dev.headgate.config.Durations.parse(grace).orElseThrow())
                    .isGreaterThan(config.server().drain());
            assertThat(gateway.get("read_only")).isEqualTo(true);
            map(gateway, "environment")
                    .forEach((variable, value) -> assertThat(keyVariables())
                            .as("%s is a variable that a provider reads", variable)
                            .contains(variable.toString()));
        }
        var redis = config.state().redis().orElseThrow();
        assertThat(services.containsKey(redis.url().orElseThrow().host())).isTrue();
        assertThat(redis.replicas()).isEqualTo(gateways().size());
        assertThat(outside()).doesNotHaveDuplicates();
    }

    private static Set<String> keyVariables() {
        return Providers.names().stream()
                .flatMap(n -> Providers.find(n).stream())
                .flatMap(p -> p.keyVariable().stream())
                .collect(Collectors.toSet());
    }

    /** The ports that the composition takes on its machine. */
    private List<String> outside() {
        var ports = new ArrayList<String>();
        services.forEach((name, service) -> texts((Map<?, ?>) service, "ports").forEach(p -> {
            String[] parts = p.split(":", -1);
            ports.add(parts[parts.length - 2]);
        }));
        return ports;
    }

    @Test
    void the_scrape_reaches_the_admin_port_of_every_gateway(@TempDir Path folder) throws IOException {
        Map<?, ?> prometheus = yaml(ROOT.resolve("config/compose/prometheus/prometheus.yml"));
        Map<?, ?> job = first(prometheus, "scrape_configs");
        List<String> targets = texts(first(job, "static_configs"), "targets");
        int admin = config(folder).admin().port();
        assertThat(targets).containsExactly("gateway-1:" + admin, "gateway-2:" + admin);
        assertThat(job.get("metrics_path")).isNull(); // /metrics, which the next test reads
    }

    @Test
    void the_dashboard_asks_for_metrics_and_labels_that_a_gateway_exports() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        Map<?, ?> sources = yaml(ROOT.resolve("config/compose/grafana/provisioning/datasources/prometheus.yaml"));
        Map<?, ?> source = first(sources, "datasources");
        assertThat(source.get("url")).isEqualTo("http://prometheus:9090");
        Map<?, ?> boards = yaml(ROOT.resolve("config/compose/grafana/provisioning/dashboards/headgate.yaml"));
        Map<?, ?> provider = first(boards, "providers");
        String path = text(map(provider, "options"), "path");
        assertThat(mounted(service("grafana"), path + "/headgate.json")).isEqualTo(DASHBOARD.toRealPath());

        String exported;
        try (TestGateway gateway = TestGateway.start("""
                upstreams: { echo: { provider: echo } }
                models: { echo: echo/echo, "echo-*": echo/* }
                """)) {
            gateway.post("/v1/chat/completions", chat("echo", true));
            gateway.post("/v1/chat/completions", chat("echo-500", false));
            exported = gateway.metrics();
        }
        var asked = new TreeSet<String>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(panel.at("/datasource/uid").asString()).isEqualTo(source.get("uid"));
            for (JsonNode target : panel.path("targets")) {
                String query = target.path("expr").asString();
                Set<String> names = found("headgate_[a-z_]+", query);
                assertThat(names).as(query).isNotEmpty();
                asked.addAll(names);
                for (String name : names) {
                    assertThat(exported).containsPattern("(?m)^" + name + "[ {]");
                    assertThat(found("[a-z_]+(?=[,)])", String.join("", found("by \\([^)]*\\)", query))))
                            .allSatisfy(label -> assertThat(label.equals("instance")
                                            || exported.matches("(?s).*\\n" + name + "\\{[^}\\n]*\\b" + label + "=.*"))
                                    .as("%s has no label %s", name, label)
                                    .isTrue());
                }
            }
        }
        assertThat(asked).hasSizeGreaterThan(8);
    }

    private static String chat(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"a b c\"}]}";
    }

    private static Set<String> found(String pattern, String in) {
        return Pattern.compile(pattern)
                .matcher(in)
                .results()
                .map(java.util.regex.MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
