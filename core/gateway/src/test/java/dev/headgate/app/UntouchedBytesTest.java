package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** What callers and providers write arrives as they wrote it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UntouchedBytesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final Pair pair = new Pair();

    @AfterAll
    void close() {
        pair.close();
    }

    /** JSON as nobody would write it, of about 100 KB: odd spaces, escapes, numbers, unknown members. */
    private static String odd(String head) {
        var random = new Random(7);
        var out = new StringBuilder(" \r\n\t{ \"zz\\u0041\" :\t[1.0,1e400 ,-0, 9007199254740993,0.1000 ] ,\n")
                .append(head);
        String[] values = {
            "12345678901234567890.00",
            "1E+2",
            "\"\\u00e9\\/\\ud83d\\ude80\"",
            "\"é🚀\\t\"",
            "{ }",
            "[ ]",
            "null",
            " true "
        };
        for (int i = 0; out.length() < 100_000; i++) {
            out.append(random.nextBoolean() ? " ,\"x-" : ",\r\n\"y")
                    .append(i)
                    .append('"')
                    .append(" ".repeat(random.nextInt(4)));
            out.append(random.nextBoolean() ? ":\t" : " : ");
            out.append(
                    i % 3 == 0
                            ? '"' + "ä\\n\\u00fc".repeat(random.nextInt(90)) + '"'
                            : values[random.nextInt(values.length)]);
        }
        return out.append(" } \n\n").toString();
    }

    private static final String REQUEST =
            odd("\"messages\" : [ {\"content\":\"h\\u0065llo\",\"role\":\"user\" } ],\"mod\\u0065l\"  :  \"patient\"");

    @Test
    void a_request_arrives_but_for_its_model() {
        assertThat(REQUEST.length()).isGreaterThan(100_000);
        pair.primary.always(OpenAiReplies.chat("x"));
        String expected = REQUEST.replace(":  \"patient\"", ":  \"real\"");
        assertThat(pair.ask(REQUEST).status()).isEqualTo(200);
        assertThat(pair.primary.received().getLast().body().text()).isEqualTo(expected);

        byte[] bytes = REQUEST.getBytes(StandardCharsets.UTF_8);
        try (RawClient client = pair.connect()) {
            client.send(String.join(
                    "\r\n",
                    "POST /v1/chat/completions HTTP/1.1",
                    "Host: x",
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked",
                    "",
                    ""));
            for (int at = 0; at < bytes.length; at += 997) {
                int n = Math.min(997, bytes.length - at);
                client.send(Integer.toHexString(n) + "\r\n");
                client.send(java.util.Arrays.copyOfRange(bytes, at, at + n)).send("\r\n");
            }
            assertThat(client.send("0\r\n\r\n").read().status()).isEqualTo(200);
        }
        assertThat(pair.primary.received().getLast().body().text()).isEqualTo(expected);
    }

    @Test
    void a_whole_answer_arrives() {
        String answer = odd("\"choices\" : [ {\"message\":{\"content\":\"\\u0068i\" } } ]");
        for (Reply reply : new Reply[] {
            Reply.json(200, answer),
            Reply.json(200, answer).chunked().inPiecesOf(999),
            Reply.json(200, answer).untilClose()
        }) {
            pair.primary.always(reply);
            assertThat(pair.ask(Pair.chat("patient")).text()).isEqualTo(answer);
        }
    }

    @Test
    void a_rejection_arrives() {
        String error =
                " { \"error\" : {\"message\":\"n\\u006f\",\"type\":\"t\", \"code\":null,\"param\" :\"x\",\"y\":1.0 }}\n";
        pair.primary.always(Reply.json(418, error));
        int before = pair.primary.received().size();
        Answer answer = pair.ask(Pair.chat("again"));
        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.text()).isEqualTo(error);
        assertThat(pair.primary.received()).as("asked once").hasSize(before + 1);
    }

    /** Usage is asked for in the gateway's own name, and then kept to itself. */
    @Test
    void usage_is_asked_for_and_shown_only_as_wished() {
        String asked = "\"stream_options\":{\"include_usage\":true}";
        // What stands in the request, and what the upstream must see instead.
        Map<String, String> requests = Map.of(
                "", "," + asked,
                ",\"stream_options\":null", "," + asked,
                ",\"stream_options\" : { }", ",\"stream_options\" : { \"include_usage\":true}",
                ",\"stream_options\":{\"include_usage\": false }", ",\"stream_options\":{\"include_usage\": true }",
                ",\"stream_options\":{\"include_obfuscation\":false}",
                        ",\"stream_options\":{\"include_obfuscation\":false,\"include_usage\":true}",
                ",\"stream_options\":{\"include_usage\" :true}", ",\"stream_options\":{\"include_usage\" :true}");
        String shown = Reply.event(OpenAiReplies.usageChunk(3, 2));
        pair.primary.always(OpenAiReplies.chatStreamWithUsage(3, 2, "x"));
        requests.forEach((written, seen) -> {
            String start = "{\"model\":\"real\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
            Answer answer = pair.ask((start + written + "}").replace("\"real\"", "\"patient\""));
            assertThat(JSON.readTree(pair.primary.received().getLast().body().array()))
                    .isEqualTo(JSON.readTree(start + seen + "}"));
            if (written.contains("true")) {
                assertThat(pair.primary.received().getLast().body().text()).isEqualTo(start + written + "}");
                assertThat(answer.text()).contains(shown);
            } else {
                assertThat(answer.text()).doesNotContain("usage");
            }
            assertThat(answer.chat().problems()).isEmpty();
        });
        assertThat(pair.metric("headgate_tokens_total")).isGreaterThanOrEqualTo(requests.size() * 5);
    }
}
