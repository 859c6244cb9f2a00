package dev.headgate.config;

import static dev.headgate.config.Reading.errors;
import static dev.headgate.config.Reading.read;
import static dev.headgate.config.Reading.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.settings.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that say which Redis is shared. */
final class RedisConfigTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("P", "canary0123", "U", "rediss://gateway:canary0123@cache.example:6380/2");

    private static Redis redis(String written) {
        return valid(read("state: { redis: " + written + " }", ENVIRONMENT))
                .config()
                .state()
                .redis()
                .orElseThrow();
    }

    private static List<String> refused(String written) {
        return errors(read("state: { redis: " + written + " }", ENVIRONMENT));
    }

    @Test
    void nothing_written_means_this_process() {
        assertThat(valid(read("keys: []")).config().state().redis()).isEmpty();
        assertThat(valid(read("state: {}")).config().state().redis()).isEmpty();
    }

    @Test
    void a_url_alone_is_enough() {
        Redis redis = redis("\"redis://127.0.0.1:6379\"");
        assertThat(redis).isEqualTo(redis("{ url: \"redis://127.0.0.1\" }"));
        RedisUrl url = redis.url().orElseThrow();
        assertThat(url.tls()).isFalse();
        assertThat(url.port()).isEqualTo(6379);
        assertThat(redis.timeLimit()).isEqualTo(Duration.ofMillis(50));
        assertThat(redis.prefix()).isEqualTo("headgate");
        assertThat(redis.replicas()).isEqualTo(1);
    }

    @Test
    void a_url_may_hold_user_password_and_database_and_shows_none_of_them() {
        Redis redis = redis("\"${U}\"");
        RedisUrl url = redis.url().orElseThrow();
        assertThat(url.tls()).isTrue();
        assertThat(url.username()).contains("gateway");
        assertThat(url.password().map(Secret::reveal)).contains("canary0123");
        assertThat(url.database()).isEqualTo(2);
        assertThat(redis.toString()).contains("rediss://cache.example:6380").doesNotContain("canary");
        assertThat(redis("\"redis://:p%40ss+@[::1]:7000\"").url().orElseThrow())
                .satisfies(u -> assertThat(u.password().map(Secret::reveal)).contains("p@ss+"))
                .satisfies(u -> assertThat(u.host()).isEqualTo("::1"))
                .hasToString("redis://[::1]:7000");
    }

    @Test
    void a_password_in_the_file_is_warned_of() {
        assertThat(valid(read("state: { redis: \"redis://:secret@h\" }")).warnings())
                .singleElement()
                .asString()
                .contains("a secret written in the file")
                .doesNotContain(":secret@");
        assertThat(valid(read("state: { redis: \"${U}\" }", ENVIRONMENT)).warnings())
                .isEmpty();
    }

    @Test
    void sentinels_and_clusters_are_lists() {
        Redis watched = redis("{ sentinels: [\"redis://:canary0123@a:26379\", \"redis://b:26379\"], master: main,"
                + " username: gateway, password: \"${P}\" }");
        assertThat(watched.addresses()).hasSize(2);
        assertThat(watched.master()).contains("main");
        Redis cluster =
                redis("{ cluster: [\"rediss://a\", \"rediss://b:6380\"], ca-certificate: ca.pem, replicas: 3 }");
        assertThat(cluster.cluster()).extracting(RedisUrl::host).containsExactly("a", "b");
        assertThat(cluster.replicas()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                        | nothing says where it is; write url, sentinels or cluster
            { url: "redis://a", cluster: ["redis://b"] }              | url is written too; use one of url, sentinels and cluster
            { sentinels: ["redis://a:26379"] }                        | write master as well
            { url: "redis://a", master: m }                           | only sentinels know masters
            { url: "redis://a", username: u }                         | write password as well
            { url: "redis://:p@a", password: "${P}" }                 | the URL holds one too
            { url: "redis://a", ca-certificate: ca.pem }              | means nothing without TLS; write rediss://
            { url: "rediss://a", certificate: c.pem }                 | write key as well
            { url: "rediss://a", key: k.pem }                         | write certificate as well
            { cluster: ["redis://a", "rediss://b"] }                  | redis and rediss are mixed
            { cluster: ["redis://a/1"] }                              | a cluster has no database but 0
            { cluster: ["redis://:p@a", "redis://b"] }                | its nodes have different credentials
            { sentinels: ["redis://a/1", "redis://b"], master: m }    | name different databases
            { url: "redis://a", time-limit: 2s }                      | use 1ms to 1s
            { url: "redis://a", replicas: 0 }                         | use 1 to 1000
            { url: "redis://a", prefix: "a b" }                       | letters, digits and . _ : -
            { url: "redis://a", tiem-limit: 2s }                      | time-limit
            """)
    void what_does_not_fit_together_is_named_with_what_would_be_right(String written, String said) {
        assertThat(refused(written)).singleElement().asString().contains(said).contains("state.redis");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1",
                "127.0.0.1:6379",
                "redis://",
                "redis://h:0",
                "redis://h:70000",
                "redis://h/x",
                "redis://h?a=b",
                "redis://canary0123@h",
                "redis://u:@h",
                "redis://u:can ary0123@h",
                "redis://u:%zz@h"
            })
    void what_is_no_address_is_refused_without_being_repeated(String url) {
        assertThat(refused("\"" + url + "\""))
                .singleElement()
                .asString()
                .contains("a URL such as redis://127.0.0.1:6379")
                .doesNotContain("canary");
    }

    @Test
    void equal_state_is_equal_so_that_a_reload_keeps_it() {
        String written = "{ url: \"redis://a\", password: \"${P}\" }";
        assertThat(redis(written)).isEqualTo(redis(written)).hasSameHashCodeAs(redis(written));
        assertThat(redis("{ url: \"redis://a\", password: other-password }")).isNotEqualTo(redis(written));
    }
}
