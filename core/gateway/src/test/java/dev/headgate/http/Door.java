package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A gateway with keys in front of a scripted upstream, and the judge of whatever bytes are sent to it. Team {@code a}
 * may use {@code m} and {@code free-*}, team {@code b} everything.
 */
final class Door implements AutoCloseable {
    static final String KEY_A = "hg-a-5f1c0a77e94b21d3";
    static final String KEY_B = "hg-b-90d3e1b6c2f7784a";
    static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static final Pattern INTERNAL = Pattern.compile(
            "headgate\\.|vertx|netty|jackson|java[./]|Exception|127\\.0\\.0\\.1|localhost|/(tmp|home|root|usr|etc)/");

    final FakeUpstream upstream = new FakeUpstream().always(OpenAiReplies.chat("hi"));
    final TestGateway gateway;
    private boolean closed;

    Door() {
        this("");
    }

    /** A gateway with these further members of the configuration's {@code server}, each followed by a comma. */
    Door(String server) {
        gateway = TestGateway.start("""
                server: { %s port: 0 }
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/real, free-1: up/free-1, dear: up/real, alias: up/dear }
                teams: { a: { models: [m, "free-*", alias] }, b: {} }
                keys:
                  - { name: ka, team: a, secret: "%s" }
                  - { name: kb, team: b, secret: "%s" }
                """.formatted(server, upstream.url(), KEY_A, KEY_B));
    }

    /**
     * One thing a client may send, and what is to come of it.
     *
     * @param id names the case
     * @param request its bytes, one a character
     * @param expected the statuses that are right, by spaces; {@code C} lets the connection be closed without an answer
     * @param calls how many requests the upstream sees for it
     */
    record Case(String id, String request, String expected, int calls) {
        @Override
        public String toString() {
            return id;
        }

        /** Nothing that follows such a request can be told apart from it. */
        private boolean mayClose() {
            return allows("C");
        }

        private boolean allows(String outcome) {
            return List.of(expected.split(" ", -1)).contains(outcome);
        }
    }

    static Case refused(String id, String request, String expected) {
        return new Case(id, request, expected, 0);
    }

    static Case served(String id, String request) {
        return new Case(id, request, "200", 1);
    }

    /** A POST of a chat request, correct but for its framing and what these lines add. */
    static String head(String... lines) {
        return request("POST /v1/chat/completions HTTP/1.1", "Host: x", lines);
    }

    static String request(String requestLine, String host, String... lines) {
        var head = new StringBuilder(requestLine + "\r\n" + (host.isEmpty() ? "" : host + "\r\n"));
        head.append("Authorization: Bearer ").append(KEY_A).append("\r\nContent-Type: application/json\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** A correct POST of this body, with these further header lines. */
    static String post(String body, String... lines) {
        String bytes = latin1(body);
        String[] all = java.util.Arrays.copyOf(lines, lines.length + 1);
        all[lines.length] = "Content-Length: " + bytes.length();
        return head(all) + bytes;
    }

    /** The UTF-8 bytes of a text, one a character. */
    static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    RawClient connect() {
        return RawClient.connect(gateway.url().toString());
    }

    /** Sends a case on a connection of its own and checks all that must hold of every case. */
    void judge(Case c) {
        int before = upstream.received().size();
        try (RawClient client = connect()) {
            send(client, c.request);
            Optional<Answer> answer = answer(client);
            answer.ifPresent(Door::check);
            String outcome = answer.map(a -> Integer.toString(a.status())).orElse("C");
            assertThat(c.allows(outcome))
                    .as("%s: expected %s, came %s %s", c.id, c.expected, outcome, answer.map(Answer::text))
                    .isTrue();
            if (c.mayClose() && answer.isPresent()) {
                client.awaitEnd();
            }
        }
        serves();
        assertThat(upstream.received().size() - before - 1)
                .as(c.id + ": requests upstream")
                .isEqualTo(c.calls);
    }

    /** A gateway that answers early may already have closed the connection. */
    static void send(RawClient client, String request) {
        try {
            client.send(request);
        } catch (UncheckedIOException e) {
            // what it has answered is still to be read
        }
    }

    /** The next answer, none when the connection is closed instead. */
    static Optional<Answer> answer(RawClient client) {
        try {
            return Optional.of(client.read());
        } catch (AssertionError e) {
            if (e.getCause() instanceof EOFException || e.getCause() instanceof SocketException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What must hold of every answer. */
    static void check(Answer answer) {
        assertThat(answer.header("x-request-id")).as("x-request-id").isNotEmpty();
        if (answer.status() < 400) {
            return;
        }
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        JsonNode error = answer.json().path("error");
        assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.path("type").asString()).isNotBlank();
        assertThat(INTERNAL.matcher(answer.text()).find()).as(answer.text()).isFalse();
    }

    /** A new connection is served as if nothing had happened. */
    void serves() {
        try (RawClient client = connect()) {
            assertThat(client.send(post(CHAT)).read().status())
                    .as("the next request")
                    .isEqualTo(200);
        }
    }

    /** Stops the gateway, so that its access log is all there, and gives it. */
    String finishedLog() {
        close();
        return gateway.accessLog();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            gateway.close();
            upstream.close();
        }
    }
}
