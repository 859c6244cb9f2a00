package dev.headgate.plugin.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.api.Labels;
import dev.headgate.api.Outcome;
import dev.headgate.api.Usage;
import dev.headgate.api.settings.DataSize;
import dev.headgate.plugin.requestlog.RequestLogFactory.Field;
import dev.headgate.plugin.requestlog.RequestLogFactory.Settings;
import dev.headgate.testkit.FakeContext;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestLogTest {
    @TempDir
    private Path folder = Path.of("");

    private Settings settings(List<Field> fields, boolean texts, long maxSize, int keep) {
        return new Settings(
                folder.resolve("logs/requests.jsonl"),
                fields,
                texts,
                texts,
                true,
                new DataSize(200),
                new DataSize(maxSize),
                keep);
    }

    private static Filter filter(Settings settings) {
        return new RequestLogFactory().create(settings, new FakeContext());
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("logs/requests.jsonl"));
    }

    private static void pass(Filter filter, FakeExchange exchange, String answer) {
        var response = new Buffered(200, Headers.NONE, Body.of(answer));
        Future<GatewayResponse> out = filter.apply(exchange, e -> Future.succeededFuture(response));
        assertThat(out.result()).isSameAs(response);
        exchange.end();
    }

    @Test
    void a_line_says_all_that_is_known_when_the_exchange_has_ended() throws IOException {
        FakeExchange exchange = FakeExchange.chatting("smart", "my prompt")
                .withTeam("search")
                .withKey("app")
                .withRoute("smart")
                .withAttempt(new Attempt(
                        "openai",
                        "gpt-4o",
                        429,
                        Optional.of(Failure.Kind.UPSTREAM_THROTTLED),
                        Duration.ofMillis(12),
                        Usage.NONE))
                .withUsage(Usage.of(7, 9));
        exchange.put(Labels.KEY, new Labels(Map.of("department", "x")));
        Filter filter = filter(settings(List.of(), false, 1 << 20, 1));
        pass(filter, exchange, "{}");
        filter.close();
        JsonObject line = new JsonObject(lines().getFirst());
        assertThat(line.encode())
                .isEqualTo("{\"time\":\"2026-01-01T00:00:00Z\",\"id\":\"req-1\",\"team\":\"search\",\"key\":\"app\","
                        + "\"operation\":\"chat\",\"model\":\"smart\",\"route\":\"smart\",\"stream\":false,\"status\":200,"
                        + "\"attempts\":[{\"upstream\":\"openai\",\"model\":\"gpt-4o\",\"outcome\":\"429\",\"ms\":12.0}],"
                        + "\"usage\":{\"input\":7,\"output\":9},\"duration-ms\":100.0,\"first-token-ms\":20.0,"
                        + "\"labels\":{\"department\":\"x\"},\"config\":\"1\"}");
    }

    @Test
    void only_the_fields_asked_for_are_written_and_texts_only_when_switched_on() throws IOException {
        Filter filter = filter(settings(List.of(Field.MODEL, Field.FAILURE), false, 1 << 20, 1));
        FakeExchange exchange = FakeExchange.chatting("smart", "my prompt");
        filter.apply(
                exchange,
                e -> Future.failedFuture(
                        Failure.of(Failure.Kind.NO_TARGET, "none").exception()));
        exchange.end(new Outcome(503, Optional.of(Failure.Kind.NO_TARGET), Duration.ofMillis(1), Optional.empty()));
        filter.close();
        assertThat(lines()).containsExactly("{\"model\":\"smart\",\"failure\":\"no_target\"}");
    }

    @Test
    void texts_are_masked_and_cut() throws IOException {
        Filter filter = filter(settings(List.of(Field.ID), true, 1 << 20, 1));
        pass(
                filter,
                FakeExchange.chatting(
                        "smart", "I am ann.b@example.org, card 4111 1111 1111 1111, key sk-proj-abcdef123456"),
                "{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(300) + "\"}}]}");
        filter.close();
        JsonObject line = new JsonObject(lines().getFirst());
        assertThat(line.getJsonArray("prompt").encode())
                .isEqualTo("[{\"scope\":\"message\",\"text\":\"I am ***, card ***, key ***\"}]");
        assertThat(line.getJsonArray("answer").getJsonObject(0).getString("text"))
                .isEqualTo("x".repeat(200) + "…");
    }

    @Test
    void a_full_file_is_put_aside_and_so_many_are_kept() throws IOException {
        Filter filter = filter(settings(List.of(Field.ID), false, 100, 2));
        for (int i = 10; i < 40; i++) {
            pass(filter, FakeExchange.create().withId("req-" + i), "{}");
        }
        filter.close();
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("requests.jsonl", "requests.jsonl.1", "requests.jsonl.2");
        }
        assertThat(lines().getLast()).isEqualTo("{\"id\":\"req-39\"}");
        for (String name : List.of("requests.jsonl", "requests.jsonl.1", "requests.jsonl.2")) {
            assertThat(Files.size(folder.resolve("logs").resolve(name))).isLessThanOrEqualTo(100);
        }
        assertThat(Files.readString(folder.resolve("logs/requests.jsonl.1"))).endsWith("}\n");
    }

    @Test
    void what_is_there_already_stays_and_a_new_file_is_its_owners_alone() throws IOException {
        Filter one = filter(settings(List.of(Field.ID), false, 1 << 20, 1));
        Filter two = filter(settings(List.of(Field.MODEL), false, 1 << 20, 1));
        pass(one, FakeExchange.create(), "{}");
        pass(two, FakeExchange.create(), "{}");
        one.close();
        two.close();
        Filter again = filter(settings(List.of(Field.ID), false, 1 << 20, 1));
        pass(again, FakeExchange.create().withId("later"), "{}");
        again.close();
        assertThat(lines()).containsExactly("{\"id\":\"req-1\"}", "{\"model\":\"gpt-4o-mini\"}", "{\"id\":\"later\"}");
        assertThat(Files.getPosixFilePermissions(folder.resolve("logs/requests.jsonl")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void a_file_that_cannot_be_written_costs_its_lines_and_nothing_else() throws IOException {
        Files.writeString(folder.resolve("logs"), "in the way");
        Filter filter = filter(settings(List.of(Field.ID), false, 1 << 20, 1));
        pass(filter, FakeExchange.create(), "{}");
        filter.close();
        assertThat(folder.resolve("logs")).isRegularFile();
    }

    @Test
    void more_lines_than_can_wait_are_dropped_and_counted() {
        LogFile file = LogFile.shared(folder.resolve("full"), 1L << 30, 1);
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 200; i++) {
            file.append(large);
        }
        file.release();
        long written = folder.resolve("full").toFile().length() / ((1 << 20) + 1);
        assertThat(written + file.dropped()).isEqualTo(200);
    }
}
