package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.telemetry.LineWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands say, and how they end. */
final class CommandsTest {
    @TempDir
    private Path folder = Path.of("");

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine line = Commands.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(args);
        line.getErr().flush();
        return new Ran(code, out.toString(), err.toString());
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("gateway.yaml"), yaml).toString();
    }

    @Test
    void check_accepts_and_warns_of_models_nobody_serves() throws IOException {
        String file = file("""
                upstreams:
                  local: { provider: ollama }
                  one: { provider: openai-compatible, base-url: http://127.0.0.1:1/v1 }
                models:
                  a: local/a
                  b: [ one/b, local/b ]
                """);
        assertThat(run("check", file).out()).matches("\\S+: valid, version [0-9a-f]{12}, 2 routes\\R");
        assertThat(run("check", file).code()).isZero();
    }

    @Test
    void check_shows_what_is_wrong_at_every_stage_at_once() throws IOException {
        String file = file("""
                upstreams:
                  a: { provider: opena }
                  b: { provider: openai-compatible }
                models: { m: nowhere/x }
                filters: [ exampel: { header: x } ]
                """);
        assertThat(run("check", file).out().lines())
                .hasSize(5)
                .satisfiesExactly(
                        l -> assertThat(l).contains(":2:", "upstreams.a.provider", "openai"),
                        l -> assertThat(l).contains(":3:", "upstreams.b", "base-url"),
                        l -> assertThat(l).contains(":4:", "models.m", "nowhere"),
                        l -> assertThat(l).contains(":5:", "filters[0]", "exampel"),
                        l -> assertThat(l).endsWith(": 4 errors"));
        assertThat(run("check", "--json", file).out()).startsWith("{\"valid\":false,\"errors\":[{\"file\":");
    }

    @Test
    void a_model_without_a_key_is_warned_of_and_keeps_its_name() throws IOException {
        Path file = Path.of(file("""
                upstreams: { openai: { provider: openai }, echo: { provider: echo } }
                models:
                  "gpt-*": openai/*
                  best: openai/gpt
                  both: [ openai/gpt, echo/echo ]
                  "*": echo/*
                """));
        Blueprint b = TestGateway.blueprint(file, Map.of());
        assertThat(Unserved.warnings(b))
                .singleElement()
                .asString()
                .endsWith("gateway.yaml:3:12: models.gpt-*: answers 404: OPENAI_API_KEY is not set; likewise best");
        assertThat(b.routes().find("gpt-4o"))
                .as("does not fall to a shorter wildcard")
                .isEmpty();
        assertThat(b.routes().find("both")).isPresent();
        assertThat(TestGateway.blueprint(file, Map.of("OPENAI_API_KEY", "k")).unserved())
                .isEmpty();
    }

    @Test
    void an_upstream_in_a_region_is_where_the_region_says() throws IOException {
        Path file = Path.of(file("""
                upstreams:
                  here: { provider: bedrock, aws: { region: eu-central-1 } }
                  there: { provider: bedrock-anthropic }
                  mine: { provider: bedrock, base-url: "https://vpce-1.example" }
                models: { "h/*": here/*, "t/*": there/*, "m/*": mine/* }
                """));
        Map<String, String> environment = Map.of("AWS_BEARER_TOKEN_BEDROCK", "k", "AWS_DEFAULT_REGION", "us-west-2");
        assertThat(TestGateway.blueprint(file, environment).upstreams().values())
                .allMatch(UpstreamPlan::ready)
                .extracting(UpstreamPlan::baseUrl)
                .containsExactly(
                        "https://bedrock-runtime.eu-central-1.amazonaws.com",
                        "https://bedrock-runtime.us-west-2.amazonaws.com",
                        "https://vpce-1.example");
    }

    @Test
    void a_total_alone_bounds_the_first_token_too() throws IOException {
        Path file = Path.of(file("""
                upstreams: { echo: { provider: echo } }
                models: { m: { targets: [ echo/echo ], timeouts: { total: 20s } } }
                """));
        var limits = TestGateway.blueprint(file, Map.of())
                .routes()
                .find("m")
                .orElseThrow()
                .limits();
        assertThat(limits.firstToken()).isEqualTo(limits.total()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void check_shows_every_error_with_its_place() throws IOException {
        String file = file("""
                server: { tls: { certificate: none.pem, key: neither.pem } }
                upstreams:
                  e: { provider: echo, ca-certificate: missing.pem }
                  c: { provider: openai-compatible }
                """);
        Ran ran = run("check", file);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines().map(l -> l.replace(folder + "/", "")))
                .containsExactly(
                        "gateway.yaml:1:31: server.tls.certificate: no such file; a path is relative to the configuration"
                                + " file",
                        "gateway.yaml:1:46: server.tls.key: no such file; a path is relative to the configuration file",
                        "gateway.yaml:3:40: upstreams.e.ca-certificate: no such file; a path is relative to the"
                                + " configuration file",
                        "gateway.yaml:4:3: upstreams.c: the provider openai-compatible needs a base-url, because each"
                                + " installation has its own",
                        "gateway.yaml: 4 errors");
        assertThat(run("check", "--json", file).out()).contains("\"line\":4").contains("\"valid\":false");
        assertThat(run("check", folder.resolve("absent.yaml").toString()).out())
                .contains("absent.yaml:1:1: no such file");
    }

    @Test
    void what_is_not_understood_ends_with_2() {
        for (String[] args : new String[][] {{}, {"chekc"}, {"check", "--nope"}, {"explain"}}) {
            Ran ran = run(args);
            assertThat(ran.code()).as(Arrays.toString(args)).isEqualTo(2);
            assertThat(ran.err()).isNotBlank();
        }
        for (String command : new String[] {"run", "check", "explain", "version"}) {
            Ran ran = run(command, "--help");
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).startsWith("Usage: headgate " + command);
        }
    }

    @Test
    void explain_tells_the_way_of_a_request() throws IOException {
        String file = file("""
                upstreams:
                  one: { provider: openai-compatible, base-url: http://127.0.0.1:1/v1 }
                  two: { provider: openai-compatible, base-url: http://127.0.0.1:2/v1 }
                models:
                  "gpt-*": { targets: [ one/*, two/other ], timeouts: { total: 20s } }
                teams: { search: { models: [ "gpt-*" ] } }
                keys: [ { name: k, team: search, secret: hg-4f1b9c2d7e8a6053 } ]
                """);
        Ran ran = run("explain", "--config", file, "--key", "k", "--model", "gpt-4o");
        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines())
                .containsExactly(
                        "model      gpt-4o",
                        "team       search",
                        "route      gpt-* (the longest prefix)",
                        "targets    one/gpt-4o  (in order, openai-compatible at http://127.0.0.1:1/v1)",
                        "           two/other  (in order, openai-compatible at http://127.0.0.1:2/v1, not allowed for this"
                                + " team)",
                        "retry      up to 2 tries at each target, 100ms to 2s apart",
                        "timeouts   connect 2s, first token 20s, idle 30s, total 20s",
                        "filters    none");
        Ran refused = run("explain", "--config", file, "--key", "k", "--model", "claude");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("refused    404 model_not_found: no route has this name");
        Ran unknown = run("explain", "--config", file, "--key", "hg-4f1b9c2d7e8a6053", "--model", "gpt-4o");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("no key has this name; known: k").doesNotContain("hg-4f1b9c2d7e8a6053");
    }

    @Test
    void a_port_in_use_ends_the_start_and_leaves_nothing_running() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String file = file("""
                    server:
                      port: %d
                    admin: { port: 0 }
                    """.formatted(taken.getLocalPort()));
            Ran ran = run("run", "--config", file);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .endsWith("gateway.yaml:2:9: server.port: 127.0.0.1:" + taken.getLocalPort()
                            + " is in use by another process; stop that or choose another port\n");
            assertThat(ran.out()).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                    .noneMatch(n -> n.startsWith("headgate-reload"));
        }
    }

    @Test
    void the_welcome_fits_the_terminal_and_names_what_is_missing() {
        Path file = Path.of(System.getProperty("headgate.root", ""), "config", "gateway.yaml");
        var text = new StringWriter();
        new Welcome(Path.of("config/gateway.yaml"), TestGateway.blueprint(file, Map.of("ABLIT_KEY", "k")))
                .print(new PrintWriter(text), 8080, 8081, "epoll", Duration.ofMillis(640));
        assertThat(text.toString().lines())
                .allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(110))
                .contains(
                        "headgate dev   config config/gateway.yaml   admin http://127.0.0.1:8081",
                        "upstreams  echo, abliteration",
                        "models     echo  →  echo/echo",
                        "           abliterated-model  →  abliteration/abliterated-model",
                        "warning    no keys are configured: callers on this machine are let in as team default",
                        "try        curl http://127.0.0.1:8080/v1/chat/completions -H 'content-type: application/json' \\",
                        "ready in 0.6 s, on epoll");
        assertThat(text.toString()).contains("skipped    openai (OPENAI_API_KEY), groq (GROQ_API_KEY),");
    }

    @Test
    void a_log_message_cannot_pass_for_another_line() {
        var out = new ByteArrayOutputStream();
        var writer = new LineWriter(out);
        var record = new LogRecord(Level.WARNING, "said: a\r\n2026-01-01T00:00:00.000Z INFO forged\u001b[2J\u2028x");
        record.setLoggerName("dev.headgate.Test");
        new Logging(writer).publish(record);
        writer.close();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .endsWith("WARNING Test  said: a\n    2026-01-01T00:00:00.000Z INFO forged?[2J?x\n");
    }

    @Test
    void explain_tells_where_the_texts_of_a_request_are_and_what_of_it_nobody_understands() throws IOException {
        String file = file("upstreams: { echo: { provider: echo } }\nmodels: { m: echo/echo }\n");
        Path request = folder.resolve("request.json");
        Files.writeString(
                request,
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hidden\",\"dossier\":\"hidden\"}]}");
        Ran ran = run("explain", "--config", file, "--model", "m", "--request", request.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("texts      messages[0].content\n")
                .contains("unknown    messages[0].dossier\n")
                .doesNotContain("hidden");
        ran = run("explain", "--config", file, "--model", "m", "--request", "absent.json");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--request: absent.json cannot be read");
    }

    @Test
    void explain_asks_the_running_gateway_when_told_to() throws IOException {
        String routes = "upstreams: { echo: { provider: echo } }\nmodels: { m: echo/echo }\n";
        String file;
        try (TestGateway gateway = TestGateway.start(routes)) {
            int port = gateway.adminUrl().getPort();
            file = file("admin: { port: " + port + " }\n" + routes);
            Ran ran = run("explain", "--live", "--config", file, "--model", "m");
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("\"outcome\" : \"asks echo/echo\"", "\"state\" : \"ready\"");
            ran = run("explain", "--live", "--config", file, "--model", "m", "--key", "nobody");
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err()).contains("answered 400", "no key has this name");
        }
        Ran ran = run("explain", "--live", "--config", file, "--model", "m");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("no gateway answers at 127.0.0.1:", "leave --live out");
    }
}
