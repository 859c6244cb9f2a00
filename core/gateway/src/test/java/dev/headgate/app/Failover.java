package dev.headgate.app;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import java.util.function.Consumer;

/** A gateway before three upstreams {@code a}, {@code b} and {@code c}, configured by the test. */
final class Failover implements AutoCloseable {
    final FakeUpstream a = new FakeUpstream();
    final FakeUpstream b = new FakeUpstream();
    final FakeUpstream c = new FakeUpstream();
    final TestGateway gateway;

    /**
     * @param settings of each upstream, beside provider and address
     * @param models the section, indented by two
     */
    Failover(String settings, String models) {
        gateway = TestGateway.start("""
                upstreams:
                  a: { provider: openai-compatible, base-url: "%s", %s }
                  b: { provider: openai-compatible, base-url: "%s", %s }
                  c: { provider: openai-compatible, base-url: "%s", %s }
                models:
                %s""".formatted(a.url(), settings, b.url(), settings, c.url(), settings, models));
        every(u -> u.always(OpenAiReplies.chatStreamWithUsage(3, 4, "from ", name(u))));
    }

    /** With breakers as they are by default. */
    static Failover of(String models) {
        return new Failover("breaker: on", models);
    }

    private String name(FakeUpstream u) {
        return u == a ? "a" : u == b ? "b" : "c";
    }

    void every(Consumer<FakeUpstream> action) {
        action.accept(a);
        action.accept(b);
        action.accept(c);
    }

    /** Asks for a stream and reads it to its end. */
    Answer stream(String model, String... headers) {
        return ask(Pair.streamed(model), headers);
    }

    Answer ask(String json, String... headers) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            return client.post("/v1/chat/completions", json, headers).read();
        }
    }

    /** The outcomes of the attempts without their times: {@code a;500 b;200}. */
    static String trail(Answer answer) {
        return answer.header("x-headgate-attempts").replaceAll(";\\d+ms", "").replace(",", "");
    }

    /** The value of a metric with exactly these labels, 0 when there is none. */
    double metric(String nameWithLabels) {
        return gateway.metrics()
                .lines()
                .filter(l -> l.startsWith(nameWithLabels + " "))
                .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What the running gateway says would happen to a request for this model. */
    String explain(String model) {
        try (RawClient client = RawClient.connect(gateway.adminUrl().toString())) {
            return client.get("/explain?model=" + model).read().text();
        }
    }

    @Override
    public void close() {
        every(FakeUpstream::close);
        gateway.close();
    }
}
