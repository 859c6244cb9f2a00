package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections to upstreams are kept, shared in turn, and never carry one answer into another. */
final class ConnectionsTest {
    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void one_caller_needs_one_connection() {
        try (RawClient client = pair.connect()) {
            for (int i = 0; i < 50; i++) {
                pair.primary.always(OpenAiReplies.chatStream("stream", " " + i));
                client.post("/v1/chat/completions", Pair.streamed("patient"));
                assertThat(client.read().chat().text()).isEqualTo("stream " + i);
                pair.primary.always(OpenAiReplies.chat("whole " + i));
                client.post("/v1/chat/completions", Pair.chat("patient"));
                assertThat(client.read().chat().text()).isEqualTo("whole " + i);
            }
        }
        List<Received> received = pair.primary.received();
        assertThat(received).hasSize(102);
        // The end mark reaches a quick caller before the upstream's last chunk frees the connection.
        assertThat(received.stream().map(Received::connection).distinct()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void connections_that_the_upstream_has_closed_are_not_noticed() {
        try (RawClient client = pair.connect()) {
            for (int i = 0; i < 100; i++) {
                pair.primary.always(OpenAiReplies.chat("whole " + i).cutAfter(1_000_000));
                client.post("/v1/chat/completions", Pair.chat("again"));
                assertThat(client.read().chat().text()).isEqualTo("whole " + i);
                pair.primary.always(OpenAiReplies.chatStream("stream " + i).resetAfter(1_000_000));
                client.post("/v1/chat/completions", Pair.streamed("again"));
                assertThat(client.read().chat().text()).isEqualTo("stream " + i);
            }
        }
        assertThat(pair.primary.received()).hasSizeLessThan(220);
    }

    /** A request that crosses the close of its connection was not read by anybody; it is no failed try. */
    @Test
    @Timeout(120)
    void a_stale_connection_costs_no_try() {
        int before = pair.primary.requests();
        var answers = new ArrayList<String>();
        try (RawClient client = pair.connect()) {
            for (int i = 0; i < 1000; i++) {
                Reply whole = OpenAiReplies.chat("whole");
                pair.primary.always(i % 2 == 0 ? whole.cutAfter(1_000_000) : whole.resetAfter(1_000_000));
                client.post("/v1/chat/completions", Pair.chat("patient"));
                answers.add(client.read().chat().text());
            }
        }
        assertThat(answers).containsOnly("whole");
        assertThat(pair.primary.requests() - before).isLessThanOrEqualTo(1010);
    }

    @Test
    void headers_of_the_upstream_stay_there() {
        pair.primary.always(Reply.json(200, "{\"choices\":[{}]}")
                .header("Set-Cookie", "a=b")
                .header("Server", "theirs")
                .header("X-Request-Id", "theirs")
                .header("Openai-Organization", "org-secret"));
        Answer answer = pair.ask(Pair.chat("patient"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.fields().entries().toString()).doesNotContain("theirs", "a=b", "org-secret");
    }

    @Test
    void an_error_that_echoes_our_credential_is_masked() {
        String echoing = "no such tenant: " + Pair.KEY;
        for (Reply reply : List.of(
                OpenAiReplies.error(400, Pair.KEY, echoing),
                Reply.json(404, "{\"detail\":\"" + echoing + "\"}"),
                Reply.of(400).header("content-type", "text/html").then("<p>" + echoing + "</p>"),
                OpenAiReplies.error(429, "x", echoing),
                OpenAiReplies.error(500, "x", echoing),
                Reply.json(200, OpenAiReplies.errorBody(400, "x", echoing)),
                Reply.sse(OpenAiReplies.roleChunk(), OpenAiReplies.errorBody(400, "x", echoing)),
                Reply.sse(OpenAiReplies.textChunk("x"), OpenAiReplies.errorBody(400, "x", echoing)))) {
            pair.primary.always(reply);
            for (String request : List.of(Pair.chat("alone"), Pair.streamed("alone"))) {
                Answer answer = pair.ask(request);
                assertThat(answer.text()).doesNotContain(Pair.KEY).contains("\"error\"");
            }
        }
    }

    @Test
    void a_refused_credential_is_never_the_callers_fault() {
        for (int status : new int[] {401, 402, 403, 498}) {
            try (var own = new Pair()) {
                own.primary.always(OpenAiReplies.error(status, "invalid_api_key", "Incorrect API key provided"));
                Answer answer = own.ask(Pair.chat("alone"));
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.json().path("error").path("code").asString()).isEqualTo("upstream_auth_error");
                answer = own.ask(Pair.chat("alone"));
                assertThat(answer.status()).as("it is left alone").isEqualTo(503);
                assertThat(answer.json().path("error").path("code").asString()).isEqualTo("overloaded");
            }
        }
    }
}
