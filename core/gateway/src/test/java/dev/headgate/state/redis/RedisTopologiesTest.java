package dev.headgate.state.redis;

import static dev.headgate.state.redis.RedisStates.await;
import static dev.headgate.state.redis.RedisStates.got;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Limit;
import dev.headgate.api.quota.Sharing;
import dev.headgate.testkit.RedisProcess;
import dev.headgate.time.Clock;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a server other than its plain address: a cluster, sentinels, TLS, a user with few rights. */
final class RedisTopologiesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int SLOTS = 16_384;

    private final Vertx vertx = Vertx.vertx();
    private final List<RedisState> open = new ArrayList<>();
    private final List<RedisProcess> servers = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(s -> got(s.close()));
        vertx.close().await();
        servers.forEach(RedisProcess::close);
    }

    private RedisProcess server(String... options) {
        var started = RedisProcess.start(options);
        servers.add(started);
        return started;
    }

    private RedisState gateway(String redis) {
        RedisState state = RedisStates.patient(vertx, redis, Clock.SYSTEM);
        open.add(state);
        await("the server to be used, " + state.why(), () -> !state.local());
        return state;
    }

    private static Hold hold(String id, Limit... limits) {
        return new Hold(id, List.of(limits).stream().map(l -> new Claim(l, 1)).toList(), MINUTE);
    }

    /** One of everything that a plugin may do. */
    private static void everything(RedisState state) {
        long outages = state.outages(); // a first try that failed counts as one
        StateStore store = state.of("limits");
        for (int i = 0; i < 20; i++) {
            got(store.put("k" + i, new byte[] {(byte) i}, MINUTE));
            assertThat(got(store.get("k" + i)).orElseThrow()).containsExactly(i);
            assertThat(got(store.add("k" + i, 2, MINUTE))).isEqualTo(2);
            got(store.remove("k" + i));
        }
        var minute = new Limit.Bucket("team:a", 60, MINUTE, 60);
        var slots = new Limit.Concurrency("key:b", 1);
        Hold one = hold("one", minute, slots);
        assertThat(got(store.hold(one)).granted()).isTrue();
        assertThat(got(store.hold(hold("two", minute, slots))).granted()).isFalse();
        assertThat(got(store.renew(one))).isTrue();
        assertThat(got(store.settle(one, 1, 1))).isTrue();
        assertThat(got(store.look(List.of(slots))).getFirst().used()).isZero();
        assertThat(store.sharing().mode()).isEqualTo(Sharing.Mode.SHARED);
        assertThat(state.outages()).isEqualTo(outages);
    }

    @Test
    void a_cluster_takes_each_step_whole_on_one_of_its_nodes() {
        everything(gateway(cluster()));
    }

    @Test
    void a_cluster_is_let_go_of_while_nodes_do_not_answer_yet_and_no_event_loop_waits_for_them() {
        RedisState state = gateway(cluster());
        servers.forEach(RedisProcess::freeze);
        for (int i = 0; i < 50; i++) {
            var _ = state.of("limits").get("k" + i);
        }
        got(state.close());
        servers.forEach(RedisProcess::thaw);
    }

    private String cluster() {
        for (int i = 0; i < 3; i++) {
            int port = RedisProcess.freePort();
            servers.add(RedisProcess.start(port, "--cluster-enabled", "yes", "--cluster-node-timeout", "1000"));
        }
        for (int i = 0; i < 3; i++) {
            RedisProcess node = servers.get(i);
            // No command may be longer than 64 KiB.
            for (int from = i; from < SLOTS; from += 3 * 2000) {
                String slots = IntStream.iterate(from, s -> s < SLOTS, s -> s + 3)
                        .limit(2000)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" "));
                assertThat(node.command("CLUSTER", "ADDSLOTS", slots)).isEqualTo("+OK");
            }
            if (i > 0) {
                servers.getFirst().command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(node.port()));
            }
        }
        await(
                "the nodes to know one another",
                () -> servers.stream()
                        .allMatch(s -> s.command("CLUSTER", "INFO").contains("cluster_state:ok")
                                && s.command("CLUSTER", "INFO").contains("cluster_known_nodes:3")));
        return "{ cluster: [\"" + servers.get(0).url() + "\", \""
                + servers.get(1).url() + "\"] }";
    }

    @Test
    void the_server_that_sentinels_name_is_used_and_after_a_failover_the_next() throws IOException {
        RedisProcess first = server();
        RedisProcess second = server("--replicaof", "127.0.0.1", Integer.toString(first.port()));
        await(
                "the copy to be complete",
                () -> second.command("INFO", "replication").contains("master_link_status:up"));
        int port = RedisProcess.freePort();
        Path file = Files.createTempFile("sentinel", ".conf");
        Files.writeString(file, """
                port %d
                sentinel monitor main 127.0.0.1 %d 1
                sentinel down-after-milliseconds main 500
                sentinel failover-timeout main 2000
                """.formatted(port, first.port()));
        servers.add(RedisProcess.start(port, file.toString(), "--sentinel"));
        RedisProcess sentinel = servers.getLast();
        await(
                "the sentinel to know the copy",
                () -> sentinel.command("SENTINEL", "REPLICAS", "main").contains(Integer.toString(second.port())));
        RedisState state = gateway("{ sentinels: [\"redis://127.0.0.1:" + port + "\"], master: main }");
        everything(state);
        var slots = new Limit.Concurrency("long", 5);
        Hold held = hold("held", slots);
        assertThat(got(state.of("limits").hold(held)).granted()).isTrue();
        await(
                "the copy to have it",
                () -> second.command("HLEN", "headgate:{headgate}:limits:holds").equals(":1"));

        first.kill();
        await("the first to be missed", state::local);
        await("the second to lead", () -> second.command("ROLE").startsWith("master"));
        await("it to be used", () -> !state.local());
        assertThat(got(state.of("limits").look(List.of(slots))).getFirst().used())
                .isEqualTo(1);
        await("its end to be told", () -> {
            got(state.of("limits").settle(held, 1));
            return got(state.of("limits").look(List.of(slots))).getFirst().used() == 0;
        });
        Files.delete(file);
    }

    @Test
    void a_server_is_reached_by_tls_and_only_one_whose_certificate_is_trusted(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path certificate = folder.resolve("server.pem");
        Path key = folder.resolve("server.key");
        certify(folder.resolve("server.p12"), certificate, key);
        int port = RedisProcess.freePort();
        servers.add(RedisProcess.start(
                port,
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-ca-cert-file",
                certificate.toString(),
                "--tls-auth-clients",
                "optional"));
        String url = "rediss://127.0.0.1:" + port;
        everything(gateway("{ url: \"" + url + "\", ca-certificate: \"" + certificate + "\" }"));
        everything(gateway("{ url: \"" + url + "\", ca-certificate: \"" + certificate + "\", certificate: \""
                + certificate + "\", key: \"" + key + "\", prefix: mutual }"));

        RedisState trusting = RedisStates.open(vertx, "\"" + url + "\"", Clock.SYSTEM);
        open.add(trusting);
        assertThat(trusting.local()).isTrue();
        assertThat(trusting.why()).contains("TLS");
        RedisState plain = RedisStates.open(vertx, "\"redis://127.0.0.1:" + port + "\"", Clock.SYSTEM);
        open.add(plain);
        assertThat(plain.local()).isTrue();
    }

    private static void certify(Path store, Path certificate, Path key)
            throws IOException, InterruptedException, GeneralSecurityException {
        String password = "changed-nowhere";
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        password)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
        pem(certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
        pem(key, "PRIVATE KEY", keys.getKey("server", password.toCharArray()).getEncoded());
    }

    private static void pem(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    /** The rights are those that the documentation asks for; telling the server to keep scripts is not among them. */
    @Test
    void a_user_needs_the_rights_that_are_written_down_and_no_others() throws IOException {
        String rights = Files.readString(Path.of(System.getProperty("headgate.root", ""), "docs", "operations.md"))
                .lines()
                .filter(l -> l.contains("`+") || l.startsWith("+pttl"))
                .flatMap(l ->
                        java.util.regex.Pattern.compile("\\+[a-z]+").matcher(l).results())
                .map(java.util.regex.MatchResult::group)
                .filter(r -> !r.equals("+cluster"))
                .collect(Collectors.joining(" "));
        assertThat(rights).contains("+evalsha").contains("+zcard").doesNotContain("+script");
        RedisProcess server = server();
        assertThat(server.command("ACL", "SETUSER", "gateway", "on", ">a-password-of-its-own", "~headgate:*", rights))
                .isEqualTo("+OK");
        server.command("SCRIPT", "FLUSH");
        everything(gateway("{ url: \"" + server.url() + "\", username: gateway, password: a-password-of-its-own }"));
    }
}
