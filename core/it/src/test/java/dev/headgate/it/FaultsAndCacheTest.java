package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong with an answer, whoever asks the same next gets a right one: nothing else is kept. */
final class FaultsAndCacheTest {
    private static final int EVERY = 29;
    private static final String RIGHT = "the right answer, from its first word to its last";
    private static final Reply WHOLE = OpenAiReplies.chat(RIGHT);
    private static final Reply STREAM =
            OpenAiReplies.chatStream("the right answer, ", "from its first word ", "to its last");
    private static final String CHUNK = Reply.event(OpenAiReplies.textChunk("half of "));

    private final FakeUpstream upstream = new FakeUpstream();

    @AfterEach
    void close() {
        upstream.close();
    }

    private static Reply events(String text) {
        return Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .then(text);
    }

    private static Map<String, Reply> faults(boolean stream) {
        var faults = new LinkedHashMap<String, Reply>();
        for (int status : new int[] {400, 404, 408, 409, 413, 422, 500, 502, 503, 504}) {
            faults.put("status " + status, OpenAiReplies.error(status, "x", "broken"));
        }
        faults.put("redirect", Reply.json(302, "{}"));
        faults.put("closing", Reply.closing());
        faults.put("reset", Reply.resetting());
        faults.put("page", Reply.of(200).header("content-type", "text/html").then("<html>busy</html>"));
        faults.put("empty", Reply.json(200, ""));
        faults.put("error with 200", Reply.json(200, OpenAiReplies.errorBody(500, "x", "broken")));
        Reply sound = stream ? STREAM : WHOLE;
        long wire = sound.wire().length;
        for (long at = 1; at < wire; at += EVERY) {
            faults.put("cut after " + at, sound.countingWire().cutAfter(at));
            faults.put("reset after " + at, sound.countingWire().resetAfter(at));
        }
        if (stream) {
            faults.put("error inside", events(CHUNK + Reply.event(OpenAiReplies.errorBody(500, "x", "broken"))));
            faults.put("no finish", events(CHUNK));
            faults.put(
                    "finish of a filter",
                    events(CHUNK + Reply.event(OpenAiReplies.finishChunk("content_filter")) + Reply.event("[DONE]")));
            faults.put("an event that is none", events(CHUNK + Reply.event("{\"choices\":")));
            faults.put("empty stream", events(""));
        } else {
            faults.put("no choices", Reply.json(200, "{\"id\":\"x\",\"choices\":[]}"));
            faults.put("a broken body", Reply.json(200, "{\"id\":\"x\",\"choices\":["));
        }
        return faults;
    }

    @Test
    void nothing_that_a_fault_has_left_is_given_again() {
        try (PackagedGateway gateway = PackagedGateway.start("""
                upstreams: { up: { provider: openai-compatible, base-url: "%s", breaker: "off" } }
                models: { m: { targets: [ up/real ], retry: { attempts: 1 } } }
                filters: [ response-cache ]
                """.formatted(upstream.url()))) {
            for (boolean stream : new boolean[] {true, false}) {
                faults(stream).forEach((name, fault) -> {
                    upstream.script(fault);
                    ask(gateway, stream, name + stream);
                    upstream.always(r -> r.body().text().contains("\"stream\":true") ? STREAM : WHOLE);
                    for (boolean next : new boolean[] {false, true}) {
                        Answer answer = ask(gateway, next, name + stream);
                        assertThat(answer.status())
                                .as("%s, stream %s", name, stream)
                                .isEqualTo(200);
                        assertThat(answer.chat().text())
                                .as("%s, stream %s", name, stream)
                                .isEqualTo(RIGHT);
                        assertThat(answer.chat().finishReason()).hasValue("stop");
                    }
                });
            }
        }
    }

    private static Answer ask(PackagedGateway gateway, boolean stream, String text) {
        try (RawClient client = RawClient.connect(gateway.url())) {
            return client.post(
                            "/v1/chat/completions",
                            "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                                    + text + "\"}]}")
                    .read();
        }
    }
}
