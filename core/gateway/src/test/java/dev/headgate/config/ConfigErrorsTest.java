package dev.headgate.config;

import static dev.headgate.config.Reading.errors;
import static dev.headgate.config.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigErrorsTest {
    private static final String UP = "upstreams: { openai: { provider: openai }, azure-eu: { provider: azure } }\n";
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    static Stream<Arguments> problems() {
        return Stream.of(
                // keys
                of(
                        "upstreams:\n  openai:\n    provider: openai\n    api-kye: x\n",
                        "4:5: upstreams.openai.api-kye: unknown key; did you mean api-key? known: provider, base-url,"
                                + " api-key, api-keys, aws, google, entra, api-version, headers, max-connections,"
                                + " http-version, ca-certificate, stream-usage, breaker, concurrency"),
                of(
                        "admin: { Token: x }\n",
                        "1:10: admin.Token: unknown key; did you mean token? known: host, port, token"),
                of(
                        "server: { maxRequest: 1MB, zzz: 1 }\n",
                        "1:11: server.maxRequest: unknown key; did you mean max-request? known: host, port, max-request,"
                                + " max-response, drain, header-timeout, body-timeout, idle-timeout, write-timeout, max-connections, event-loops, tls",
                        "1:28: server.zzz: unknown key; known: host, port, max-request, max-response, drain,"
                                + " header-timeout, body-timeout, idle-timeout, write-timeout, max-connections, event-loops, tls"),
                of("admin:\n  port: 1\n  port: 2\n", "3:3: admin.port: duplicate key; it stands in line 2 already"),
                of(
                        "admin: { <<: { port: 1 } }\n",
                        "1:10: admin: merge keys (<<) are not supported; write the entries out"),
                of("? [a]\n: b\n", "1:3: a key must be text"),
                // types
                of(
                        "server: 8080\n",
                        "1:9: server: expected a map with host, port, max-request, max-response, drain, header-timeout,"
                                + " body-timeout, idle-timeout, write-timeout, max-connections, event-loops, tls; got a number"),
                of("server: { port: \"8080\" }\n", "1:17: server.port: expected a whole number; got text"),
                of("server: { port: [1] }\n", "1:11: server.port: expected a whole number; got a list"),
                of("server: { port: }\n", "1:16: server.port: expected a whole number; got nothing"),
                of(
                        "server: { host: 1 }\n",
                        "1:17: server.host: expected a host name or an IP address; got a number (put it in quotes)"),
                of("upstreams: []\n", "1:1: upstreams: expected a map of names; got a list"),
                of("filters: {}\n", "1:1: filters: expected a list; got a map"),
                of(UP + "teams: { a: { models: smart } }\n", "2:23: teams.a.models: expected a list; got text"),
                of(UP + "teams: { a: { models: } }\n", "2:22: teams.a.models: expected a list; got nothing"),
                // values
                of("server: { port: 70000 }\n", "1:17: server.port: \"70000\" is out of range; use 0 to 65535"),
                of(
                        "server: { port: 99999999999 }\n",
                        "1:17: server.port: \"99999999999\" does not fit; use a whole number"),
                of(
                        "server: { drain: 30 }\n",
                        "1:18: server.drain: expected a number and a unit, such as 100ms, 30s, 5m, 1h or 1d; got a number"),
                of(
                        "server: { drain: 30x }\n",
                        "1:18: server.drain: \"30x\" does not fit; use a number and a unit, such as 100ms, 30s, 5m, 1h or 1d"),
                of(
                        "server: { header-timeout: 0s }\n",
                        "1:27: server.header-timeout: \"0s\" is out of range; use 1ms to 1h"),
                of(
                        "server: { max-request: 20 MB }\n",
                        "1:24: server.max-request: \"20 MB\" does not fit; use a number and a unit, such as 512B, 256KB,"
                                + " 20MB or 1GB"),
                of(
                        "server: { tls: { key: a } }\n",
                        "1:11: server.tls.certificate: missing, and required. The PEM file with the certificate, its chain after it."),
                of(
                        "upstreams: { a: { provider: openai, http-version: http3 } }\n",
                        "1:51: upstreams.a.http-version: \"http3\" does not fit; use one of auto, http1, http2"),
                of(
                        "upstreams: { a: { provider: openai, stream-usage: yes } }\n",
                        "1:51: upstreams.a.stream-usage: expected true or false; got text"),
                of(
                        "upstreams: { A: { provider: openai } }\n",
                        "1:14: upstreams.A: not a name for this place; use lower-case letters, digits and hyphens, at most"
                                + " 63, starting with a letter or digit"),
                of(
                        "upstreams: { a: { provider: openai, headers: { 'x y': z } } }\n",
                        "1:48: upstreams.a.headers.x y: not a name for this place; use a header name such as x-team"),
                // upstreams
                of(
                        "upstreams:\n  a: {}\n",
                        "2:3: upstreams.a.provider: missing, and required. The kind of operator, which decides paths, authentication and"
                                + " the meaning of errors."),
                of(
                        "upstreams: { a: { provider: opnai } }\n",
                        "1:29: upstreams.a.provider: no provider \"opnai\"; did you mean openai? known: abliteration,"
                                + " anthropic, azure, openai, openai-compatible"),
                of(
                        "upstreams: { a: { provider: openai, api-key: \"${A}\", api-keys: [\"${A}\"] } }\n",
                        "1:54: upstreams.a.api-keys: api-key is written too; use one of the two"),
                // models
                of(
                        UP + "models:\n  smart:\n    targets: [ opena1/gpt ]\n",
                        "4:16: models.smart.targets[0]: no upstream \"opena1\"; did you mean openai? known: openai, azure-eu"),
                of(UP + "models: { m: other/gpt }\n", "2:14: models.m: no upstream \"other\"; known: openai, azure-eu"),
                of(
                        UP + "models: { m: { targets: [ openai/a ], fallback: [ openai/a, x/a ] } }\n",
                        "2:61: models.m.fallback[1]: no upstream \"x\"; known: openai, azure-eu"),
                of(
                        UP + "models: { m: gpt }\n",
                        "2:14: models.m: \"gpt\" does not fit; use upstream/model, such as openai/gpt-4o-mini; the model"
                                + " may be just * under a model name that ends in *"),
                of(
                        UP + "models: { m: openai/* }\n",
                        "2:14: models.m: upstream/* needs a model name that ends in *; name the upstream's model"),
                of(
                        UP + "models: { '*m': openai/a, 'a**': openai/a }\n",
                        "2:11: models.*m: not a name for this place; use letters, digits and . _ : / @ -, at most 256; one *"
                                + " may stand at the end, where it means any rest",
                        "2:27: models.a**: not a name for this place; use letters, digits and . _ : / @ -, at most 256; one *"
                                + " may stand at the end, where it means any rest"),
                of(
                        UP + "models: { m: { policy: weighted, targets: [] } }\n",
                        "2:34: models.m.targets: an empty list; write at least one entry"),
                of(
                        UP + "models: { m: { policy: ordered } }\n",
                        "2:11: models.m.targets: missing, and required. Where requests go, each as upstream/model or with a weight."),
                of(
                        UP + "models: { m: { targets: [ { to: openai/a, weight: 0 } ] } }\n",
                        "2:51: models.m.targets[0].weight: \"0\" is out of range; use 1 to 1000"),
                of(
                        UP + "models: { m: { targets: [ openai/a ], retry: { attempts: 11, backoff: 2s..1s } } }\n",
                        "2:58: models.m.retry.attempts: \"11\" is out of range; use 1 to 10",
                        "2:71: models.m.retry.backoff: \"2s..1s\" does not fit; use the least and the greatest wait, such as"
                                + " 100ms..2s"),
                of(
                        UP + "models: { m: { targets: [ openai/a ], timeouts: { first-token: 30s, total: 20s } } }\n",
                        "2:64: models.m.timeouts.first-token: 30s is more than total, which is 20s; lower it or raise"
                                + " total"),
                of(
                        UP + "models: { m: { targets: [ openai/a ], timeouts: { first-token: 1h } } }\n",
                        "2:64: models.m.timeouts.first-token: 1h is more than total, which is 10m; lower it or raise"
                                + " total"),
                // plugins
                of(
                        "plugins: { pins: { acme.jar: 9f86d081 } }\n",
                        "1:30: plugins.pins.acme.jar: \"9f86d081\" does not fit; use 64 hexadecimal digits, as sha256sum"
                                + " prints them"),
                of(
                        "plugins: { pins: { ../acme.jar: 9f86d081 } }\n",
                        "1:20: plugins.pins.../acme.jar: not a name for this place; use a file's name such as acme.jar, or a"
                                + " plugin's id; letters, digits and . _ + @ -"),
                of(
                        "plugins: { unpinned: maybe }\n",
                        "1:22: plugins.unpinned: \"maybe\" does not fit; use one of refuse, allow"),
                // filters
                of(
                        "filters: [ 5 ]\n",
                        "1:12: filters[0]: expected a plugin, as its name or as name: { settings }, got a number"),
                of(
                        "filters: [ { a: {}, b: {} } ]\n",
                        "1:12: filters[0]: expected a plugin, as its name or as name: { settings }, got a map of several;"
                                + " start each with its own -"),
                of("filters: [ a: 5 ]\n", "1:12: filters[0].a: expected a map of settings, got a number"),
                of(
                        "filters: [ a: { on-error: ignore } ]\n",
                        "1:27: filters[0].a.on-error: \"ignore\" does not fit; use one of fail, skip"),
                of(
                        "filters: [ a: { time-limit: 6m } ]\n",
                        "1:29: filters[0].a.time-limit: \"6m\" is out of range; use 1ms to 5m"),
                // listeners
                of(
                        "server:\n  host: 0.0.0.0\n",
                        "2:9: server.host: \"0.0.0.0\" is reachable from other machines, but no key is configured; add one under"
                                + " keys, or use 127.0.0.1"),
                of(
                        "admin: { host: '::' }\n",
                        "1:16: admin.host: \"::\" is reachable from other machines, but there is no token; set admin.token, or"
                                + " use 127.0.0.1"),
                of(
                        "server: { host: '::' }\nadmin: { port: 8080 }\nkeys: [ { name: a, sha256: " + HASH + " } ]\n",
                        "2:16: admin.port: server listens there already; use another port"),
                of("admin: { port: 8080 }\n", "1:16: admin.port: server listens there already; use another port"),
                // keys
                of(
                        "keys: [ { name: a, team: serach, sha256: " + HASH + " } ]\nteams: { search: {} }\n",
                        "1:26: keys[0].team: no team \"serach\"; did you mean search? known: search, default"),
                of("keys: [ { name: a } ]\n", "1:9: keys[0]: write secret or sha256"),
                of(
                        "keys: [ { name: a, sha256: " + HASH + ", secret: \"${KEY}\" } ]\n",
                        "1:9: keys[0]: secret and sha256 are both written; use one of the two"),
                of(
                        "keys: [ { name: a, sha256: abc } ]\n",
                        "1:28: keys[0].sha256: the value does not fit; use 64 hexadecimal digits"),
                of(
                        "keys: [ { name: a, secret: \"${KEY}\" }, { name: a, secret: \"${KEY}\" } ]\n",
                        "1:48: keys[1].name: the name of keys[0] too; every key needs its own",
                        "1:59: keys[1].secret: the same secret as keys[0]; every key needs its own"),
                of(
                        "admin: { token: \"${A}\" }\n",
                        "1:17: admin.token: shorter than 16 characters; use a random one, such as from: openssl rand -hex 24"),
                // references
                of(
                        "upstreams: { a: { provider: openai, api-key: \"${NOPE}\" } }\n",
                        "1:46: upstreams.a.api-key: environment variable NOPE is not set"),
                of(
                        "upstreams: { a: { provider: openai, api-key: \"${file:nope}\" } }\n",
                        "1:46: upstreams.a.api-key: file nope cannot be read"),
                of(
                        "upstreams: { a: { provider: openai, api-key: \"${A\" } }\n",
                        "1:46: upstreams.a.api-key: a reference without its }; write ${NAME} or ${file:path}, and $$ for a"
                                + " plain $"),
                of(
                        "upstreams: { a: { provider: openai, api-key: \"${a-b}\" } }\n",
                        "1:46: upstreams.a.api-key: not a reference; write ${NAME} or ${file:path}, and $$ for a plain $"),
                of(
                        "server: { port: \"${A}\" }\n",
                        "1:17: server.port: the value referred to does not fit; use a whole number"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void says_where_what_and_what_would_be_right(String yaml, List<String> expected) {
        assertThat(errors(read(yaml, Map.of("A", "value-a", "KEY", "hg-0f81c2d4e6a7b8c9"))))
                .containsExactlyElementsOf(
                        expected.stream().map(e -> "gateway.yaml:" + e).toList());
    }

    @Test
    void reports_all_problems_at_once_in_the_order_of_the_file() {
        assertThat(errors("""
                        server: { host: 0.0.0.0, port: x }
                        upstreams:
                          openai: { provider: openai, api-kye: "${NOPE}" }
                          broken: { base-url: ftp://x }
                        models:
                          a: broken/m
                          b: [ openai/m, 5, absent/m ]
                        keys:
                          - { name: k, team: nobody, secret: "${NOPE}" }
                          - { secret: "${NOPE}", nmae: x }
                        surplus: 1
                        """))
                .extracting(e -> e.substring("gateway.yaml:".length(), Math.min(e.length(), 60)))
                .satisfies(list -> assertThat(list.stream()
                                .map(e -> e.replaceAll("(\\d+:\\d+: [^ ]+):.*", "$1"))
                                .toList())
                        .containsExactly(
                                "1:32: server.port",
                                "3:31: upstreams.openai.api-kye",
                                "4:3: upstreams.broken.provider",
                                "4:23: upstreams.broken.base-url",
                                "7:18: models.b.targets[1]",
                                "7:21: models.b.targets[2]",
                                "9:22: keys[0].team",
                                "9:38: keys[0].secret",
                                "10:5: keys[1].name",
                                "10:15: keys[1].secret",
                                "10:26: keys[1].nmae",
                                "11:1: surplus"));
    }

    private static Arguments of(String yaml, String... expected) {
        return Arguments.of(yaml, List.of(expected));
    }
}
