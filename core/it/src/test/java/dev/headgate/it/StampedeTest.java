package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Very many callers who ask the same at once, streamed and whole, some of whom read slowly or leave. */
final class StampedeTest {
    private static final int CALLERS = 500;
    private static final String[] TEXTS = IntStream.range(0, 40)
            .mapToObj(i -> "piece " + i + " of the answer, ")
            .toArray(String[]::new);
    private static final String AUTHORIZATION = "Authorization: Bearer hg-red-of-sixteen-characters";
    private static final String SAID = String.join("", TEXTS);

    private final FakeUpstream upstream = new FakeUpstream();

    @AfterEach
    void close() {
        upstream.close();
    }

    private PackagedGateway gateway() {
        return PackagedGateway.start("""
                upstreams: { up: { provider: openai-compatible, base-url: "%s", breaker: "off" } }
                models:
                  m: { targets: [ up/real ], retry: { attempts: 1 } }
                teams: { red: {}, blue: {} }
                keys:
                  - { name: red, team: red, secret: hg-red-of-sixteen-characters }
                  - { name: blue, team: blue, secret: hg-blue-of-sixteen-characters }
                filters: [ response-cache ]
                """.formatted(upstream.url()));
    }

    private static String ask(boolean stream) {
        return "{\"model\":\"m\"" + (stream ? ",\"stream\":true" : "")
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    /** Upstreams answer as they are asked. */
    private static Reply as(boolean stream) {
        return stream ? OpenAiReplies.chatStream(TEXTS) : OpenAiReplies.chat(SAID);
    }

    private static boolean streamed(dev.headgate.testkit.Received r) {
        return r.body().text().contains("\"stream\":true");
    }

    /** What one caller does: asks, and reads, some slowly. */
    private static Callable<Answer> caller(PackagedGateway gateway, String key, int number) {
        boolean stream = number % 2 == 0;
        boolean slow = number % 7 == 0;
        return () -> {
            try (RawClient client = RawClient.connect(gateway.url(), slow ? 2048 : 0)) {
                return client.post(
                                "/v1/chat/completions",
                                ask(stream),
                                "Authorization: Bearer hg-" + key + "-of-sixteen-characters")
                        .read();
            }
        };
    }

    private static List<Future<Answer>> all(
            java.util.concurrent.ExecutorService callers, PackagedGateway gateway, String... keys) {
        var asked = new ArrayList<Future<Answer>>();
        for (int i = 0; i < CALLERS; i++) {
            asked.add(callers.submit(caller(gateway, keys[i % keys.length], i)));
        }
        return asked;
    }

    private static void underWay(PackagedGateway gateway, int n) {
        Eventually.holds(
                n + " requests are under way",
                () -> gateway.adminGet("/metrics").body().contains("\nheadgate_in_flight " + n + ".0"));
    }

    private static List<Answer> get(List<Future<Answer>> asked) throws InterruptedException, ExecutionException {
        var answers = new ArrayList<Answer>();
        for (Future<Answer> f : asked) {
            answers.add(f.get());
        }
        return answers;
    }

    @Test
    void five_hundred_at_once_ask_the_upstream_once_for_each_team() throws Exception {
        var open = new Step();
        upstream.always(r -> as(streamed(r)).after(open));
        try (PackagedGateway gateway = gateway();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = all(callers, gateway, "red", "blue");
            underWay(gateway, CALLERS);
            open.release();
            List<Answer> answers = get(asked);
            assertThat(answers).allSatisfy(a -> {
                assertThat(a.status()).isEqualTo(200);
                assertThat(a.end()).isEqualTo(End.COMPLETE);
                assertThat(a.chat().text()).isEqualTo(SAID);
            });
            assertThat(answers.stream().map(a -> a.header("x-headgate-cache")))
                    .containsOnly("miss", "joined")
                    .filteredOn("miss"::equals)
                    .hasSize(2);
            assertThat(upstream.requests()).isEqualTo(2);
        }
    }

    @Test
    void a_failure_at_any_event_makes_one_other_ask_and_no_answer_is_half_of_one() throws Exception {
        try (PackagedGateway gateway = gateway();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            String whole = new String(OpenAiReplies.chatStream(TEXTS).wire(), java.nio.charset.StandardCharsets.UTF_8);
            int events = whole.split("data: ", -1).length - 1;
            for (int event = 0; event < events; event++) {
                failing(gateway, callers, event);
            }
        }
    }

    private void failing(PackagedGateway gateway, java.util.concurrent.ExecutorService callers, int event)
            throws Exception {
        var open = new Step();
        int before = upstream.requests();
        String[] datas = datas();
        Reply broken = Reply.of(200).header("content-type", "text/event-stream").chunked();
        for (int i = 0; i < event; i++) {
            broken = broken.then(Reply.event(datas[i]));
        }
        Reply first = broken.gate(open).then("data: {\"trouble").resetAfter(length(datas, event) + 5);
        upstream.always(r -> upstream.requests() == before ? first : as(streamed(r)));
        String body = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"try " + event
                + "\"}]}";
        String wholeBody = body.replace("\"stream\":true,", "");
        var asked = new ArrayList<Future<Answer>>();
        asked.add(callers.submit(() -> one(gateway, body)));
        upstream.await(before + 1);
        for (int i = 0; i < 20; i++) {
            String mine = i % 2 == 0 ? body : wholeBody;
            asked.add(callers.submit(() -> one(gateway, mine)));
        }
        underWay(gateway, 21);
        open.release();
        List<Answer> answers = get(asked);
        assertThat(upstream.requests() - before).as("event %d", event).isLessThanOrEqualTo(2);
        for (Answer a : answers) {
            boolean complete = a.header("content-type").startsWith("application/json")
                    || a.text().endsWith("data: [DONE]\n\n");
            if (complete && a.status() == 200) {
                assertThat(a.chat().text()).as("event %d", event).isEqualTo(SAID);
            }
        }
        assertThat(answers.subList(1, 21).stream()
                        .filter(a -> a.header("content-type").startsWith("application/json")))
                .as("those who wanted it whole, event %d", event)
                .hasSize(10)
                .allMatch(a -> a.status() == 200);
        Answer later = one(gateway, wholeBody);
        assertThat(later.chat().text()).isEqualTo(SAID);
    }

    private static String[] datas() {
        var all = new ArrayList<String>();
        all.add(OpenAiReplies.roleChunk());
        for (String text : TEXTS) {
            all.add(OpenAiReplies.textChunk(text));
        }
        all.add(OpenAiReplies.finishChunk("stop"));
        all.add("[DONE]");
        return all.toArray(String[]::new);
    }

    private static long length(String[] datas, int events) {
        long n = 0;
        for (int i = 0; i < events; i++) {
            n += Reply.event(datas[i]).length();
        }
        return n;
    }

    private static Answer one(PackagedGateway gateway, String body) {
        try (RawClient client = RawClient.connect(gateway.url())) {
            return client.post("/v1/chat/completions", body, AUTHORIZATION).read();
        }
    }

    @Test
    void when_all_have_left_the_upstream_is_given_up_and_the_next_one_asks_anew() throws Exception {
        var never = new Step();
        upstream.always(OpenAiReplies.chatStream(TEXTS).gateBefore(20, never));
        try (PackagedGateway gateway = gateway()) {
            var callers = new ArrayList<RawClient>();
            for (int i = 0; i < 3; i++) {
                RawClient client = RawClient.connect(gateway.url());
                callers.add(client.post("/v1/chat/completions", ask(true), AUTHORIZATION));
                assertThat(client.readHead().status()).isEqualTo(200);
                assertThat(client.nextEvent()).isPresent();
            }
            assertThat(upstream.requests()).isEqualTo(1);
            callers.forEach(RawClient::close);
            upstream.awaitClosed();
            upstream.always(r -> as(streamed(r)));
            Answer next = one(gateway, ask(true));
            assertThat(next.header("x-headgate-cache")).isEqualTo("miss");
            assertThat(next.chat().text()).isEqualTo(SAID);
            never.release();
        }
    }

    @Test
    void the_one_who_asked_may_leave_without_ending_it_for_the_others() throws Exception {
        for (boolean stream : new boolean[] {true, false}) {
            var open = new Step();
            int before = upstream.requests();
            String body = "{\"model\":\"m\",\"stream\":" + stream
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"leaving " + stream + "\"}]}";
            upstream.always(r -> streamed(r)
                    ? OpenAiReplies.chatStream(TEXTS).gateBefore(20, open)
                    : OpenAiReplies.chat(SAID).after(open));
            try (PackagedGateway gateway = gateway();
                    var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                RawClient first = RawClient.connect(gateway.url());
                first.post("/v1/chat/completions", body, AUTHORIZATION);
                upstream.await(before + 1);
                var asked = new ArrayList<Future<Answer>>();
                for (String b : List.of(body, body.replace("\"stream\":" + stream, "\"stream\":" + !stream))) {
                    asked.add(callers.submit(() -> one(gateway, b)));
                }
                underWay(gateway, 3);
                first.close();
                Eventually.holds(
                        "the first has left",
                        () -> gateway.adminGet("/metrics").body().contains("headgate_connections 2.0"));
                open.release();
                assertThat(get(asked))
                        .allSatisfy(a -> assertThat(a.chat().text()).isEqualTo(SAID));
                assertThat(upstream.requests() - before).isEqualTo(1);
                gateway.process().awaitOut("status=499");
            }
        }
    }
}
