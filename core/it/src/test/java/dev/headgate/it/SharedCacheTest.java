package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RedisProcess;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two packaged gateways that keep their answers in one Redis. */
final class SharedCacheTest {
    private final FakeUpstream upstream = new FakeUpstream().always(OpenAiReplies.chat("a fine answer", 7, 3));

    @AfterEach
    void close() {
        upstream.close();
    }

    private PackagedGateway gateway(RedisProcess redis, String key) {
        return PackagedGateway.start("""
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/real }
                state: { redis: "%s" }
                filters: [ response-cache: { shared: { encryption-key: "%s" } } ]
                """.formatted(upstream.url(), redis.url(), key));
    }

    private static String ask(PackagedGateway gateway, String text, String... headers) {
        HttpResponse<String> answer = gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}",
                headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("x-headgate-cache").orElse("none");
    }

    @Test
    void what_one_gateway_was_answered_the_other_gives_and_redis_can_read_none_of_it() {
        try (RedisProcess redis = RedisProcess.start();
                PackagedGateway one = gateway(redis, "the key of all gateways");
                PackagedGateway two = gateway(redis, "the key of all gateways");
                PackagedGateway stranger = gateway(redis, "a key that nobody else has")) {
            assertThat(ask(one, "hello")).isEqualTo("miss");
            Eventually.holds(
                    "the other gateway finds it",
                    () -> ask(two, "hello", "cache-control", "max-age=600").equals("hit"));
            assertThat(ask(stranger, "hello")).isEqualTo("miss");
            for (String key : redis.command("KEYS", "*").lines().toList()) {
                if (redis.command("TYPE", key).equals("+string")) {
                    assertThat(redis.command("GET", key))
                            .doesNotContain("fine answer")
                            .doesNotContain("hello");
                }
            }
        }
    }

    @Test
    void a_drop_at_one_gateway_reaches_the_other() {
        try (RedisProcess redis = RedisProcess.start();
                PackagedGateway one = gateway(redis, "the key of all gateways");
                PackagedGateway two = gateway(redis, "the key of all gateways")) {
            assertThat(ask(one, "hello")).isEqualTo("miss");
            Eventually.holds(
                    "the other gateway finds it", () -> ask(two, "hello").equals("hit"));
            assertThat(one.adminPost("/filters/response-cache?order=drop&model=m")
                            .statusCode())
                    .isEqualTo(200);
            Eventually.holds(
                    "the other gateway has dropped it", () -> !ask(two, "hello").equals("hit"));
        }
    }

    @Test
    void orders_that_say_too_little_are_refused_by_what_is_missing() {
        try (RedisProcess redis = RedisProcess.start();
                PackagedGateway one = gateway(redis, "the key of all gateways")) {
            for (String[] wrong : List.of(
                    new String[] {"/filters/response-cache", "400", "order"},
                    new String[] {"/filters/response-cache?order=forget", "400", "drop"},
                    new String[] {"/filters/response-cache?order=drop", "400", "all=true"},
                    new String[] {"/filters/nothing?order=drop", "404", "no filter"})) {
                HttpResponse<String> answer = one.adminPost(wrong[0]);
                assertThat(answer.statusCode()).as(wrong[0]).isEqualTo(Integer.parseInt(wrong[1]));
                assertThat(answer.body()).contains(wrong[2]);
            }
        }
    }

    @Test
    void without_redis_each_gateway_keeps_its_own() {
        try (RedisProcess redis = RedisProcess.start();
                PackagedGateway one = gateway(redis, "the key of all gateways")) {
            assertThat(ask(one, "hello")).isEqualTo("miss");
            redis.freeze();
            assertThat(ask(one, "hello")).isEqualTo("hit");
            assertThat(ask(one, "hello again")).isEqualTo("miss");
            assertThat(ask(one, "hello again")).isEqualTo("hit");
            redis.kill();
            assertThat(ask(one, "and again")).isEqualTo("miss");
            assertThat(ask(one, "and again")).isEqualTo("hit");
        }
    }
}
