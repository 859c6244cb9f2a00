package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Whatever an upstream does before the first content of its answer, another target can still save the caller. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BeforeFirstContentTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private static final String EVENTS = Reply.event(OpenAiReplies.textChunk("wrong"))
            + Reply.event(OpenAiReplies.finishChunk("stop"))
            + Reply.event("[DONE]");

    private final Pair pair = new Pair();
    private int asked;

    @AfterAll
    void close() {
        pair.close();
    }

    private static Reply events(String text) {
        return Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .then(text);
    }

    /** Faults of any answer. */
    private static Map<String, Reply> broken() {
        var table = new LinkedHashMap<String, Reply>();
        table.put("closes unanswered", Reply.closing());
        table.put("resets unanswered", Reply.resetting());
        table.put("cuts the head", Reply.raw("HTTP/1.1 200 O").cutAfter(14));
        table.put("500", OpenAiReplies.error(500, "x", "broken"));
        table.put("503 without a body", Reply.of(503));
        table.put("429", OpenAiReplies.error(429, "rate_limit_exceeded", "slow down"));
        table.put(
                "403 in HTML", Reply.of(403).header("content-type", "text/html").then("<h1>Forbidden</h1>"));
        table.put("500 cut in its body", OpenAiReplies.error(500, "x", "broken").cutAfter(20));
        table.put("status 99", Reply.raw("HTTP/1.1 99 Odd\r\nContent-Length: 0\r\n\r\n"));
        table.put("status 999", Reply.raw("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"));
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            table.put("redirect " + status, Reply.of(status).header("Location", "http://127.0.0.1:1/elsewhere"));
        }
        table.put("SSH", Reply.raw("SSH-2.0-OpenSSH_9.6\r\n").stallAfter(21));
        table.put(
                "a header of 20 kB",
                Reply.of(200).header("x-long", "x".repeat(20_000)).then("{}"));
        table.put("two lengths", Reply.raw(OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + EVENTS));
        table.put(
                "length and chunks",
                Reply.raw(OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        table.put("a chunk size that is none", Reply.raw(OK + "Transfer-Encoding: chunked\r\n\r\nZZ\r\nwhat\r\n"));
        table.put("1,000 early hints", Reply.raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(1000)));
        table.put(
                "gzip",
                Reply.of(200)
                        .header("content-type", "text/event-stream")
                        .header("content-encoding", "gzip")
                        .then(EVENTS));
        table.put("HTML", Reply.of(200).header("content-type", "text/html").then("<html>Sign in</html>"));
        table.put("HTML called events", events("\n <html>Sign in</html>"));
        table.put("an error in a 200", Reply.json(200, "{\"error\":{\"code\":502,\"message\":\"no provider\"}}"));
        table.put("an error in a 200, as text", Reply.json(200, "{\"error\":\"no provider\"}"));
        table.put("nothing", Reply.json(200, ""));
        table.put(
                "plain text", Reply.of(200).header("content-type", "text/plain").then("upstream is busy"));
        table.put("never", Reply.never());
        return table;
    }

    private static Map<String, Reply> brokenStreams() {
        Map<String, Reply> table = broken();
        String role = OpenAiReplies.roleChunk();
        table.put("no event", Reply.sse());
        table.put("only the end mark", Reply.sse("[DONE]"));
        table.put("only a role", Reply.sse(role, "[DONE]"));
        table.put(
                "only a role, cut", Reply.sse(role).resetAfter(Reply.event(role).length()));
        table.put("only usage", Reply.sse(role, OpenAiReplies.usageChunk(1, 0), "[DONE]"));
        String noContent = ": ping\n\n" + Reply.event(role);
        table.put("a role and comments, then a stall", events(noContent).stallAfter(noContent.length()));
        table.put("an error event", Reply.sse(role, OpenAiReplies.errorBody(500, "x", "broken")));
        table.put("an error by its name", events("event: error\ndata: overloaded\n\n"));
        table.put("garbage", events("what is this\n\n"));
        table.put("garbage as data", events("data: {\"choices\":[{\n\n"));
        table.put("data that is no object", events("data: 42\n\n"));
        table.put("a whole answer", OpenAiReplies.chat("wrong"));
        table.put("a whole answer called events", events("{\"choices\":[]}").inPiecesOf(3));
        table.put("comments without end", events(": ping\n\n".repeat(10_000)).stallAfter(80_000));
        table.put(
                "a first event of 2 MiB",
                events("data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(2 << 20)));
        return table;
    }

    @TestFactory
    Stream<DynamicTest> a_stream_is_rescued() {
        pair.spare.always(OpenAiReplies.chatStream("res", "cued"));
        return brokenStreams().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> rescued(Pair.streamed(fresh("m-")), e.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> a_whole_answer_is_rescued() {
        Map<String, Reply> table = broken();
        table.put("no choices", Reply.json(200, "{\"id\":\"x\",\"object\":\"chat.completion\"}"));
        table.put("empty choices", Reply.json(200, "{\"choices\":[],\"usage\":{\"prompt_tokens\":1}}"));
        table.put("choices that are no list", Reply.json(200, "{\"choices\":{\"choices\":[1]}}"));
        table.put("cut JSON", Reply.json(200, "{\"choices\":[{\"index\":0,"));
        table.put("cut by its length", OpenAiReplies.chat("wrong").cutAfter(30));
        table.put("cut in a chunk", OpenAiReplies.chat("wrong").chunked().cutAfter(30));
        table.put("reset", OpenAiReplies.chat("wrong").resetAfter(30));
        table.put("a stall in the body", OpenAiReplies.chat("wrong").stallAfter(30));
        table.put("a list", Reply.json(200, "[{\"choices\":[1]}]"));
        return table.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    pair.spare.always(OpenAiReplies.chat("rescued"));
                    rescued(Pair.chat(fresh("m-")), e.getValue());
                }));
    }

    /** A model that nobody has asked for yet. */
    private String fresh(String prefix) {
        return prefix + ++asked;
    }

    @Test
    void a_refused_credential_is_rescued() {
        try (var own = new Pair()) {
            own.primary.always(OpenAiReplies.error(401, "invalid_api_key", "bad key"));
            own.spare.always(OpenAiReplies.chatStream("rescued"));
            Answer answer = own.ask(Pair.streamed("m"));
            assertThat(answer.chat().text()).isEqualTo("rescued");
            assertThat(answer.header("x-headgate-attempts")).matches("primary;401;\\d+ms, spare;200;\\d+ms");
            assertThat(own.ask(Pair.streamed("alone")).status()).isEqualTo(503);
        }
    }

    private void rescued(String request, Reply broken) {
        int before = pair.primary.received().size();
        int spare = pair.spare.received().size();
        pair.primary.always(broken);
        Answer answer = pair.ask(request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.end()).isEqualTo(End.COMPLETE);
        assertThat(answer.chat().text()).isEqualTo("rescued");
        assertThat(answer.chat().problems())
                .filteredOn(p -> request.contains("stream"))
                .isEmpty();
        assertThat(answer.header("x-headgate-upstream")).isEqualTo("spare");
        assertThat(answer.header("x-headgate-attempts")).matches("primary;\\w+;\\d+ms, spare;200;\\d+ms");
        assertThat(pair.primary.received()).hasSize(before + 1);
        assertThat(pair.spare.received()).hasSize(spare + 1);
        assertThat(pair.spare.received().getLast().header("authorization"))
                .as("no credential goes elsewhere")
                .isEmpty();
    }

    @Test
    void a_refused_connection_is_rescued() {
        pair.spare.always(OpenAiReplies.chatStream("rescued"));
        Answer answer = pair.ask(Pair.streamed("dead"));
        assertThat(answer.chat().text()).isEqualTo("rescued");
        assertThat(answer.header("x-headgate-attempts")).startsWith("dead;unreachable;");
    }

    /** Without another target the caller is told, in a form that official clients understand. */
    @TestFactory
    Stream<DynamicTest> alone_it_becomes_an_honest_error() {
        return brokenStreams().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    pair.primary.always(e.getValue());
                    Answer answer = pair.ask(Pair.streamed(fresh("alone-")));
                    assertThat(answer.status()).isIn(429, 502, 504);
                    assertThat(answer.header("content-type")).isEqualTo("application/json");
                    assertThat(answer.json().path("error").propertyNames())
                            .containsExactly("message", "type", "param", "code");
                    assertThat(answer.json().path("error").path("message").asString())
                            .isNotBlank();
                }));
    }

    @Test
    void a_large_first_content_is_content() {
        String large = "x".repeat(300_000);
        pair.primary.always(OpenAiReplies.chatStream(large, "end"));
        assertThat(pair.ask(Pair.streamed("alone")).chat().text()).isEqualTo(large + "end");
    }

    @Test
    void a_few_early_hints_are_passed_over() {
        pair.primary.always(Reply.raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(3) + OK
                + "Content-Length: " + EVENTS.length() + "\r\n\r\n" + EVENTS));
        assertThat(pair.ask(Pair.streamed("alone")).chat().text()).isEqualTo("wrong");
    }

    @Test
    void bytes_after_an_answer_do_not_reach_the_next_request() {
        String whole = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n";
        for (int i = 0; i < 10; i++) {
            pair.primary.always(
                    Reply.raw(OK + "Content-Length: " + EVENTS.length() + "\r\n\r\n" + EVENTS + whole + "{}"));
            assertThat(pair.ask(Pair.streamed("alone")).chat().text()).isEqualTo("wrong");
            pair.primary.always(OpenAiReplies.chat("right"));
            assertThat(pair.ask(Pair.chat("again")).chat().text()).isEqualTo("right");
        }
    }
}
