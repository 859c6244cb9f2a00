package dev.headgate.config;

import static dev.headgate.config.Reading.named;
import static dev.headgate.config.Reading.read;
import static dev.headgate.config.Reading.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.settings.DataSize;
import dev.headgate.api.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    static final String FULL = """
        # yaml-language-server: $schema=gateway.schema.json
        server: { host: 0.0.0.0, port: 8443, max-request: 10MB, drain: 1m, tls: { certificate: tls/cert.pem, key: /etc/key.pem } }
        admin:  { port: 9000, token: "${ADMIN_TOKEN}" }

        upstreams:
          openai:       { provider: openai }
          anthropic:    { provider: anthropic, stream-usage: false, http-version: http2 }
          abliteration: { provider: abliteration, api-key: "${ABLIT_KEY}" }
          azure-eu:     { provider: azure, base-url: https://acme.openai.azure.com, api-version: 2024-10-21, api-keys: ["${AZ1}", "${AZ2}"] }
          local:
            provider: openai-compatible
            base-url: http://127.0.0.1:8000/v1
            headers: { X-Cost-Center: "team ${TEAM}" }

        models:
          gpt-4o-mini: openai/gpt-4o-mini
          "claude-*":  anthropic/*
          llama: [ local/meta/llama-3, openai/gpt-4o ]
          smart:
            policy: weighted
            targets: [ { to: openai/gpt-4o, weight: 3 }, { to: azure-eu/gpt-4o, weight: 1 } ]
            fallback: [ anthropic/claude-sonnet-4-5 ]
            retry: { attempts: 3, backoff: 200ms..5s }
            timeouts: { connect: 1s, first-token: 20s, idle: 15s, total: 5m }

        plugins:
          dir: plugins
          pins:
            acme.jar: 9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08

        filters:
          - rate-limit
          - redaction: { detect: [email, card], on-error: fail, depth: 3, ratio: 0.5, nested: { deep: true } }

        teams:
          default: {}
          search: { models: ["gpt-*", smart] }
        keys:
          - { name: search-prod, team: search, secret: "${SEARCH_KEY}" }
          - { name: hashed, sha256: 9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08 }
        """;
    static final Map<String, String> ENVIRONMENT = Map.of(
            "ADMIN_TOKEN", "admin-0f81c2d4e6a7",
            "ABLIT_KEY", "ablit-key",
            "AZ1", "az-one",
            "AZ2", "az-two",
            "TEAM", "blue",
            "SEARCH_KEY", "hg-search-1a2b3c4d5e6f");

    @Test
    void reads_every_part() {
        ConfigResult.Valid valid = valid(read(FULL, ENVIRONMENT));
        GatewayConfig c = valid.config();
        assertThat(valid.warnings()).isEmpty();
        assertThat(valid.version()).matches("[0-9a-f]{12}");

        assertThat(c.server().port()).isEqualTo(8443);
        assertThat(c.server().maxRequest()).isEqualTo(new DataSize(10 * 1024 * 1024));
        assertThat(c.server().drain()).isEqualTo(Duration.ofMinutes(1));
        assertThat(c.server().tls())
                .contains(new Tls(Path.of("config/tls/cert.pem"), Path.of("/etc/key.pem"), Optional.empty()));
        assertThat(c.admin().token()).contains(new Secret("admin-0f81c2d4e6a7"));

        assertThat(c.upstreams().keySet()).containsExactly("openai", "anthropic", "abliteration", "azure-eu", "local");
        Upstream azure = named(c.upstreams(), "azure-eu");
        assertThat(azure.baseUrl()).contains(URI.create("https://acme.openai.azure.com"));
        assertThat(azure.apiKeys()).containsExactly(new Secret("az-one"), new Secret("az-two"));
        assertThat(azure.apiVersion()).contains("2024-10-21");
        assertThat(named(c.upstreams(), "local").headers()).containsEntry("X-Cost-Center", "team blue");
        assertThat(named(c.upstreams(), "anthropic").streamUsage()).contains(false);
        assertThat(named(c.upstreams(), "anthropic").httpVersion()).isEqualTo(HttpVersion.HTTP2);

        assertThat(named(c.models(), "claude-*").targets()).containsExactly(new TargetRef("anthropic", "*", 1));
        assertThat(named(c.models(), "llama").targets())
                .containsExactly(new TargetRef("local", "meta/llama-3", 1), new TargetRef("openai", "gpt-4o", 1));
        assertThat(named(c.models(), "smart"))
                .isEqualTo(new Route(
                        Policy.WEIGHTED,
                        List.of(new TargetRef("openai", "gpt-4o", 3), new TargetRef("azure-eu", "gpt-4o", 1)),
                        Affinity.NONE,
                        List.of(new FallbackRef("anthropic", "claude-sonnet-4-5", List.of(FallbackOn.FAILURE))),
                        new Retry(3, new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5)), Duration.ofSeconds(5)),
                        new Timeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(15),
                                Optional.empty(),
                                0,
                                Duration.ofMinutes(5)),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));

        assertThat(c.plugins())
                .isEqualTo(new Plugins(
                        Optional.of(Path.of("config/plugins")),
                        Map.of("acme.jar", new Pin("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
                        Plugins.Unpinned.REFUSE));
        assertThat(c.filters()).extracting(FilterUse::plugin).containsExactly("rate-limit", "redaction");
        assertThat(c.filters())
                .extracting(FilterUse::contract)
                .containsExactly(
                        new FilterContract(Optional.empty(), Duration.ofSeconds(5)),
                        new FilterContract(Optional.of(FilterContract.OnError.FAIL), Duration.ofSeconds(5)));
        assertThat(c.filters().get(1).settings().read(Redaction.class).settings())
                .contains(new Redaction(List.of("email", "card"), 3, 0.5, Map.of("deep", true)));
        assertThat(named(c.teams(), "search").models()).containsExactly("gpt-*", "smart");
        assertThat(c.keys().get(0).secret()).contains(new Secret("hg-search-1a2b3c4d5e6f"));
        assertThat(c.keys().get(1).team()).isEqualTo("default");
        assertThat(c.keys().get(1).sha256().orElseThrow()).startsWith("9f86d081");
    }

    @Test
    void fills_in_defaults() {
        GatewayConfig c = valid("server:\nmodels:\n").config();
        assertThat(c.server())
                .isEqualTo(new Server(
                        "127.0.0.1",
                        8080,
                        new DataSize(20L << 20),
                        new DataSize(64L << 20),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(75),
                        Duration.ofSeconds(60),
                        10_000,
                        0,
                        Optional.empty()));
        assertThat(c.admin()).isEqualTo(new Admin("127.0.0.1", 8081, Optional.empty()));
        assertThat(c.plugins()).isEqualTo(new Plugins(Optional.empty(), Map.of(), Plugins.Unpinned.REFUSE));
        assertThat(c.teams())
                .containsExactly(Map.entry("default", new Team(List.of("*"), List.of(), Optional.empty())));
        assertThat(c.keys()).isEmpty();
    }

    @Test
    void a_route_written_short_or_long_is_the_same() {
        String upstreams = "upstreams: { openai: { provider: openai } }\nmodels:\n  m: ";
        Route text = named(valid(upstreams + "openai/gpt-4o").config().models(), "m");
        Route list = named(valid(upstreams + "[openai/gpt-4o]").config().models(), "m");
        Route map = named(
                valid(upstreams + "{ targets: [ { to: openai/gpt-4o } ] }")
                        .config()
                        .models(),
                "m");
        assertThat(text).isEqualTo(list).isEqualTo(map);
        assertThat(text.retry()).isEqualTo(Retry.DEFAULT);
        assertThat(map.timeouts()).isEqualTo(Timeouts.DEFAULT);
    }

    @Test
    void failover_is_written_in_all_its_forms() {
        GatewayConfig c = valid("""
            upstreams:
              a: { provider: openai-compatible, base-url: "http://a/v1", breaker: off, concurrency: 40 }
              b: { provider: openai-compatible, base-url: "http://b/v1", breaker: { failures: 25%, open: 1s..9s }, concurrency: { adaptive: true } }
            models:
              m:
                policy: least-latency
                affinity: conversation
                targets: [ a/x, b/x ]
                fallback: [ b/y, { to: b/large, on: context-window }, { to: a/z, on: [failure, content-filter] } ]
                retry: { max-wait: 2s }
                timeouts: { answer: 40s, min-events-per-second: 3 }
                hedge: { at-most: 2.5% }
                shadow: { to: b/next, share: 10% }
            """).config();
        assertThat(named(c.upstreams(), "a").breaker().on()).isFalse();
        assertThat(named(c.upstreams(), "a").concurrency()).contains(new Concurrency(40, false));
        assertThat(named(c.upstreams(), "b").concurrency()).contains(new Concurrency(1000, true));
        Breaker breaker = named(c.upstreams(), "b").breaker();
        assertThat(breaker.on()).isTrue();
        assertThat(breaker.failures()).isEqualTo(new Share(0.25));
        assertThat(breaker.open()).isEqualTo(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(9)));
        Route m = named(c.models(), "m");
        assertThat(m.policy()).isEqualTo(Policy.LEAST_LATENCY);
        assertThat(m.affinity()).isEqualTo(Affinity.CONVERSATION);
        assertThat(m.fallback())
                .containsExactly(
                        new FallbackRef("b", "y", List.of(FallbackOn.FAILURE)),
                        new FallbackRef("b", "large", List.of(FallbackOn.CONTEXT_WINDOW)),
                        new FallbackRef("a", "z", List.of(FallbackOn.FAILURE, FallbackOn.CONTENT_FILTER)));
        assertThat(m.retry().maxWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(m.timeouts().answer()).contains(Duration.ofSeconds(40));
        assertThat(m.timeouts().minEventsPerSecond()).isEqualTo(3);
        assertThat(m.hedge()).contains(new Hedge(new Share(0.025), new Share(0.95)));
        assertThat(m.shadow()).contains(new Shadow("b", "next", new Share(0.1)));
    }

    @Test
    void keeps_where_each_part_stands() {
        Positions at = valid(read(FULL, ENVIRONMENT)).positions();
        assertThat(at.at("server.port")).isEqualTo(new Position(2, 32));
        assertThat(at.at("upstreams.local")).isEqualTo(new Position(10, 3));
        assertThat(at.at("models.smart.targets[1]")).isEqualTo(new Position(21, 50));
        assertThat(at.at("models.smart.targets[1].model")).isEqualTo(new Position(21, 50));
        assertThat(at.at("models.llama.targets[1]")).isEqualTo(new Position(18, 32));
        assertThat(at.at("models.gpt-4o-mini.targets[0]")).isEqualTo(new Position(16, 16));
        assertThat(at.at("filters[1].redaction.detect")).isEqualTo(new Position(33, 18));
        assertThat(at.error("keys[1].team", "why").render()).isEqualTo("gateway.yaml:40:5: keys[1].team: why");
    }

    @Test
    void references_stand_anywhere_in_a_text(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("key"), "from-a-file\n");
        ConfigResult.Valid valid = valid(
                read("""
                    server: { port: "${PORT}", drain: "${DRAIN}s" }
                    upstreams:
                      a: { provider: openai, api-key: "${file:key}", headers: { x-a: "Bearer ${T}", x-b: "$$5 and $6" } }
                      b:
                        provider: openai
                        api-key: ${T}
                    filters: [ f: { text: "${T}" } ]
                    """.getBytes(StandardCharsets.UTF_8), folder, Map.of("PORT", "0", "DRAIN", "5", "T", "token")));
        GatewayConfig c = valid.config();
        assertThat(c.server().port()).isZero();
        assertThat(c.server().drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(named(c.upstreams(), "a").apiKey()).contains(new Secret("from-a-file"));
        assertThat(named(c.upstreams(), "a").headers())
                .containsEntry("x-a", "Bearer token")
                .containsEntry("x-b", "$5 and $6");
        assertThat(named(c.upstreams(), "b").apiKey()).contains(new Secret("token"));
        assertThat(c.filters().get(0).settings().read(Text.class).settings()).contains(new Text("token"));
        assertThat(valid.warnings()).isEmpty();
    }

    @Test
    void a_secret_in_the_file_is_taken_with_a_warning() {
        ConfigResult.Valid valid = valid("upstreams:\n  a: { provider: openai, api-key: sk-in-the-file }\n");
        assertThat(named(valid.config().upstreams(), "a").apiKey()).contains(new Secret("sk-in-the-file"));
        assertThat(valid.warnings())
                .extracting(ConfigError::render)
                .containsExactly("gateway.yaml:2:35: upstreams.a.api-key: a secret written in the file; use ${NAME} or"
                        + " ${file:path}");
    }

    @Test
    void anchors_spare_repetition() {
        GatewayConfig c = valid("""
            upstreams: { openai: { provider: openai } }
            models:
              a: { targets: [ openai/a ], timeouts: &patient { total: 1h } }
              b: { targets: [ openai/b ], timeouts: *patient }
            """).config();
        assertThat(named(c.models(), "b").timeouts().total()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void the_version_changes_with_the_file() {
        assertThat(valid("server: {}\n").version())
                .isEqualTo(valid("server: {}\n").version());
        assertThat(valid("server: {}\n").version())
                .isNotEqualTo(valid("server: {} # \n").version());
    }

    @Test
    void reads_a_file_and_what_lies_beside_it(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("token"), "0f81c2d4e6a7b8c9");
        Path file = Files.writeString(folder.resolve("gateway.yaml"), "admin: { token: '${file:token}' }\n");
        var context = new ConfigContext(Reading.PROVIDERS, name -> Optional.empty());
        assertThat(valid(ConfigReader.read(file, context)).config().admin().token())
                .contains(new Secret("0f81c2d4e6a7b8c9"));
        assertThat(Reading.errors(ConfigReader.read(folder.resolve("absent.yaml"), context)))
                .containsExactly(folder.resolve("absent.yaml") + ":1:1: no such file");
    }

    private record Text(String text) {}

    /** What a plugin might declare. */
    private record Redaction(List<String> detect, long depth, double ratio, Map<String, Boolean> nested) {}
}
