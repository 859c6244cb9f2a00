package dev.headgate.http;

import static dev.headgate.http.Door.CHAT;
import static dev.headgate.http.Door.head;
import static dev.headgate.http.Door.latin1;
import static dev.headgate.http.Door.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies as they come over HTTP, many on one connection: none that is refused spoils it for those after. */
final class BodiesTest {
    private static final Path SUITE = Path.of(System.getProperty("headgate.root"), "../shared/fixtures/json");
    private static final String JSON = "400 invalid_json";
    private static final String DUPLICATE = "400 duplicate_field";
    private static final String UNKNOWN = "404 model_not_found";

    private static Door door;
    private RawClient client;
    private int before;

    @BeforeAll
    static void open() {
        door = new Door("max-request: 300KB,");
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @BeforeEach
    void connect() {
        client = door.connect();
        before = door.upstream.received().size();
    }

    @AfterEach
    void leave() {
        client.close();
        door.serves();
    }

    /** Status and code, from the same connection every time. */
    private String verdict(String bytes) {
        Answer answer =
                client.send(head("Content-Length: " + bytes.length()) + bytes).read();
        Door.check(answer);
        return answer.status() < 400
                ? Integer.toString(answer.status())
                : answer.status() + " " + answer.json().at("/error/code").asString("-");
    }

    private static String with(String members) {
        return CHAT.substring(0, CHAT.length() - 1) + "," + members + "}";
    }

    private static String model(String json) {
        return CHAT.replace("\"m\"", json);
    }

    private int calls() {
        return door.upstream.received().size() - before;
    }

    @Test
    void j_rows() {
        List<List<String>> rows = List.of(
                List.of("J01", "", JSON),
                List.of("J02", "[1]", JSON),
                List.of("J02", "\"x\"", JSON),
                List.of("J02", "null", JSON),
                List.of("J02", "1", JSON),
                List.of("J03", with("\"model\":\"free-1\""), DUPLICATE),
                List.of("J04", with("\"mod\\u0065l\":\"free-1\""), DUPLICATE),
                List.of("J05", CHAT.replace("\"role\"", "\"role\":\"user\",\"role\""), DUPLICATE),
                List.of("J06", CHAT + CHAT, JSON),
                List.of("J06", CHAT + " x", JSON),
                List.of("J07", with("\"x\":" + "[".repeat(2_000) + "]".repeat(2_000)), JSON),
                List.of("J08", with("\"x\":" + "[".repeat(900) + "]".repeat(900)), JSON),
                List.of("J08 64", with("\"x\":" + "[".repeat(63) + "]".repeat(63)), "200"),
                List.of("J08 65", with("\"x\":" + "[".repeat(64) + "]".repeat(64)), JSON),
                List.of("J09", with("\"n\":" + "9".repeat(999)), "400 invalid_value"),
                List.of("J10", with("\"x\":" + "9".repeat(1_001)), JSON),
                List.of("J11", with("\"x\":1e999999999"), JSON),
                List.of("J12", with("\"x\":NaN"), JSON),
                List.of("J12", with("\"x\":Infinity"), JSON),
                List.of("J12", with("\"x\":01"), JSON),
                List.of("J12", with("\"x\":+1"), JSON),
                List.of("J12", with("\"x\":.5"), JSON),
                List.of("J12", with("\"x\":1."), JSON),
                List.of("J13", with("/*c*/\"x\":1"), JSON),
                List.of("J13", CHAT + "//c", JSON),
                List.of("J14", with("\"x\":1,"), JSON),
                List.of("J14", CHAT.replace('"', '\''), JSON),
                List.of("J15", "\u00ef\u00bb\u00bf" + CHAT, JSON),
                List.of("J16", new String(CHAT.getBytes(StandardCharsets.UTF_16BE), ISO_8859_1), JSON),
                List.of("J17", with("\"x\":\"\u00ff\""), JSON),
                List.of("J17", with("\"x\":\"\u00c0\u0080\""), JSON),
                List.of("J17", with("\"x\":\"\u00ed\u00a0\u0080\""), JSON),
                List.of("J18", with("\"x\":\"\\ud800\""), JSON),
                List.of("J19", with("\"x\":\"\0\""), JSON),
                List.of("J20", CHAT.replace("hi", "\\u0000"), "200"),
                List.of("J21", with("\"" + "k".repeat(60_000) + "\":1"), JSON),
                List.of(
                        "J22",
                        with(IntStream.range(0, 20_000)
                                .mapToObj(i -> "\"k" + i + "\":1")
                                .collect(Collectors.joining(","))),
                        "400 invalid_value"),
                List.of("J23", with("\"__proto__\":{},\"constructor\":{},\"$ref\":\"#\",\"@type\":\"x\""), "200"),
                List.of("J24", with("\"max_tokens\":9223372036854775808"), "400 invalid_value"),
                List.of("J25", with("\"max_tokens\":1.0"), "400 invalid_value"),
                List.of("J25", with("\"max_tokens\":1e2"), "400 invalid_value"),
                List.of("J25", with("\"max_tokens\":\"5\""), "400 invalid_type"));
        rows.forEach(r -> assertThat(verdict(r.get(1))).as(r.getFirst()).isEqualTo(r.getLast()));
        assertThat(calls()).isEqualTo(3);
        assertThat(door.upstream.received().get(before + 1).body().text()).contains("\\u0000");
    }

    @Test
    void b5_rows() {
        List<List<String>> rows = List.of(
                List.of("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", "400 missing_required_parameter"),
                List.of(model("null"), "400 invalid_type"),
                List.of(model("5"), "400 invalid_type"),
                List.of(model("[]"), "400 invalid_type"),
                List.of(model("\"\""), "400 invalid_value"),
                List.of(model("\"nope\""), UNKNOWN),
                List.of(model("\"dear\""), UNKNOWN),
                List.of(model("\"alias\""), "200"),
                List.of(model("\"m \""), UNKNOWN),
                List.of(model("\" m\""), UNKNOWN),
                List.of(model("\"M\""), UNKNOWN),
                List.of(model("\"m\\n\""), UNKNOWN),
                List.of(latin1(model("\"\u043c\"")), UNKNOWN),
                List.of(latin1(model("\"m\u200d\"")), UNKNOWN),
                List.of(latin1(model("\"\u202em\"")), UNKNOWN),
                List.of(model("\"m\\r\\nX-Evil: 1\""), "400 invalid_value"),
                List.of(model("\"a b\""), "400 invalid_value"),
                List.of(model("\"../../v1/files\""), UNKNOWN),
                List.of(model("\"x?y=z#\""), UNKNOWN),
                List.of(model("\"%2e%2e\""), UNKNOWN),
                List.of(model("\"//evil.example/x\""), UNKNOWN),
                List.of(model("\"openai/m\""), UNKNOWN),
                List.of(model("\"up/real\""), UNKNOWN),
                List.of(model("\"" + "m".repeat(250_000) + "\""), "400 invalid_value"),
                List.of("{\"model\":\"m\"}", "400 missing_required_parameter"),
                List.of("{\"model\":\"m\",\"messages\":[]}", "400 invalid_value"),
                List.of(
                        "{\"model\":\"m\",\"messages\":[" + "{},".repeat(10) + "{}]}",
                        "400 missing_required_parameter"),
                List.of(CHAT.replace("user", "root"), "400 invalid_value"),
                List.of(CHAT.replace("user", "System "), "400 invalid_value"),
                List.of(CHAT.replace("\"hi\"", "null"), "400 invalid_type"),
                List.of(CHAT.replace("\"hi\"", "7"), "400 invalid_type"),
                List.of(
                        CHAT.replace(
                                "\"hi\"",
                                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://169.254.169.254/\"}}]"),
                        "200"),
                List.of(with("\"max_tokens\":0"), "400 invalid_value"),
                List.of(with("\"max_tokens\":-1"), "400 invalid_value"),
                List.of(with("\"max_tokens\":1000000000"), "400 invalid_value"),
                List.of(with("\"max_tokens\":2147483648"), "400 invalid_value"),
                List.of(with("\"n\":0"), "400 invalid_value"),
                List.of(with("\"n\":129"), "400 invalid_value"),
                List.of(with("\"temperature\":3"), "400 invalid_value"),
                List.of(with("\"temperature\":\"hot\""), "400 invalid_type"),
                List.of(with("\"temperature\":null"), "200"),
                List.of(with("\"stream\":\"true\""), "400 invalid_type"),
                List.of(with("\"stream_options\":{}"), "400 invalid_value"),
                List.of(with("\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]"), "400 invalid_value"),
                List.of(with("\"logit_bias\":{\"x\":1}"), "400 invalid_value"),
                List.of(with("\"user\":\"\\r\\n\\u001b[31m${jndi:ldap://x}{{7*7}}%n%s\""), "200"),
                List.of(with("\"api_base\":\"http://evil\""), "400 unsupported_value"),
                List.of(with("\"base_url\":\"http://evil\""), "400 unsupported_value"),
                List.of(with("\"api_key\":\"k\""), "400 unsupported_value"),
                List.of(with("\"extra_headers\":{}"), "400 unsupported_value"),
                List.of(with("\"extra_body\":{}"), "400 unsupported_value"),
                List.of(with("\"custom_llm_provider\":\"x\""), "400 unsupported_value"),
                List.of(with("\"cache\":{\"ttl\":1000000000}"), "400 unsupported_value"),
                List.of(with("\"cache_key\":\"x\""), "400 unsupported_value"),
                List.of(with("\"whatever\":[1,{}]"), "200"));
        rows.forEach(r -> assertThat(verdict(r.getFirst()))
                .as(r.getFirst().substring(0, Math.min(120, r.getFirst().length())))
                .isEqualTo(r.getLast()));
        assertThat(calls()).isEqualTo(5);
    }

    @Test
    void a_model_that_is_not_there_and_one_that_is_not_allowed_are_the_same_answer() {
        String unknown = client.send(post(model("\"fear\""))).read().text();
        String forbidden = client.send(post(model("\"dear\""))).read().text();
        assertThat(forbidden.replace("dear", "fear")).isEqualTo(unknown);
    }

    @Test
    void json_suite_as_whole_bodies_and_inside_a_message() throws IOException {
        assumeTrue(Files.isDirectory(SUITE), "SKIPPED: JSONTestSuite is not here: " + SUITE);
        try (Stream<Path> files = Files.list(SUITE.resolve("test_parsing"))) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                String bytes = Files.readString(file, ISO_8859_1);
                String whole = verdict(bytes);
                String inside = verdict(CHAT.replace("\"hi\"", "[{\"type\":\"text\",\"text\":" + bytes + "}]"));
                if (name.startsWith("n_")) {
                    assertThat(whole).as(name).startsWith("400 ");
                    // Some files are refused as a document for what follows them, and stay wrong inside one.
                    assertThat(inside).as(name + " inside").startsWith("400 ");
                } else {
                    assertThat(whole).as(name).matches("(200|4\\d\\d).*");
                    assertThat(inside).as(name + " inside").matches("(200|4\\d\\d).*");
                }
            }
        }
        assertThat(calls()).isGreaterThan(50);
    }

    @Test
    void hostile_ids_leave_the_pool_as_it_was() {
        var random = new Random(8);
        String alphabet = "m \r\n\t/?#%:@\\\u0000\u0001\u007f\u00a0\u202e.;\"'<>{}|^`~+=&*$!,()[]é\u0431\u1f600";
        for (int i = 0; i < 1_000; i++) {
            var id = new StringBuilder();
            for (int n = 1 + random.nextInt(12); n > 0; n--) {
                id.append(String.format("\\u%04x", (int) alphabet.charAt(random.nextInt(alphabet.length()))));
            }
            if (!id.toString().equals("\\u006d")) {
                assertThat(verdict(model("\"" + id + "\""))).as(id.toString()).matches("(400 invalid_value|404 .*)");
            }
        }
        assertThat(calls()).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(verdict(CHAT)).isEqualTo("200");
        }
        assertThat(door.upstream.received()).allMatch(r -> r.path().equals("/chat/completions"));
    }

    @ParameterizedTest
    @CsvSource({"-1,200", "0,200", "1,413"})
    void bodies_at_the_limit(int beyond, int status) {
        int size = 300 * 1024 + beyond;
        String body = CHAT + " ".repeat(size - CHAT.length());
        assertThat(Door.answer(client.send(head("Content-Length: " + size) + body))
                        .map(Answer::status))
                .contains(status);
        try (RawClient chunked = door.connect()) {
            String half = body.substring(0, size / 2);
            String rest = body.substring(size / 2);
            Door.send(
                    chunked,
                    head("Transfer-Encoding: chunked") + Integer.toHexString(half.length()) + "\r\n" + half + "\r\n"
                            + Integer.toHexString(rest.length()) + "\r\n" + rest + "\r\n0\r\n\r\n");
            assertThat(Door.answer(chunked).map(Answer::status)).contains(status);
        }
        assertThat(calls()).isEqualTo(status == 200 ? 2 : 0);
    }
}
