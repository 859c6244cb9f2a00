package dev.headgate.app;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;

/**
 * A gateway before two upstreams, a primary and a spare. The model {@code m} is asked of the primary once and then of
 * the spare, {@code alone} of the primary only and once, {@code again} of the primary up to three times; all with short
 * time limits. {@code patient} is the primary with limits that no test reaches. {@code m-}, {@code alone-} and {@code again-} may be
 * followed by anything, which the primary is asked for: what one test brings it to throttle, another may still ask.
 */
final class Pair implements AutoCloseable {
    static final String KEY = "credential-of-the-gateway";

    final FakeUpstream primary = new FakeUpstream();
    final FakeUpstream spare = new FakeUpstream();
    final TestGateway gateway;
    private boolean closed;

    Pair() {
        gateway = TestGateway.start("""
                upstreams:
                  primary: { provider: openai-compatible, base-url: "%s", api-key: %s, breaker: off }
                  spare: { provider: openai-compatible, base-url: "%s", breaker: off }
                  dead: { provider: openai-compatible, base-url: "http://127.0.0.1:1" }
                models:
                  m:
                    targets: [ primary/real ]
                    fallback: [ spare/real ]
                    retry: { attempts: 1 }
                    timeouts: { connect: 1s, first-token: 1s, answer: 1s, idle: 600ms, total: 6s }
                  "m-*":
                    targets: [ "primary/*" ]
                    fallback: [ spare/real ]
                    retry: { attempts: 1 }
                    timeouts: { connect: 1s, first-token: 1s, answer: 1s, idle: 600ms, total: 6s }
                  "alone-*": { targets: [ "primary/*" ], retry: { attempts: 1 }, timeouts: { first-token: 1s, idle: 600ms, total: 2s } }
                  dead: { targets: [ dead/real, spare/real ], retry: { attempts: 1 } }
                  alone: { targets: [ primary/real ], retry: { attempts: 1 }, timeouts: { first-token: 1s, idle: 600ms, total: 2s } }
                  "again-*": { targets: [ "primary/*" ], retry: { attempts: 3, backoff: 1ms..20ms } }
                  again: { targets: [ primary/real ], retry: { attempts: 3, backoff: 1ms..20ms } }
                  patient: { targets: [ primary/real ], retry: { attempts: 1 } }
                """.formatted(primary.url(), KEY, spare.url()));
        // The first requests of a JVM are slow.
        for (String warm : new String[] {chat("patient"), streamed("patient")}) {
            primary.script(OpenAiReplies.chatStream("warm"));
            ask(warm);
        }
    }

    static String chat(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    static String streamed(String model) {
        return "{\"model\":\"" + model + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    RawClient connect() {
        return RawClient.connect(gateway.url().toString());
    }

    /** Posts a chat on a connection of its own and reads the answer to whatever end. */
    Answer ask(String json) {
        try (RawClient client = connect()) {
            return client.post("/v1/chat/completions", json).read();
        }
    }

    /** The value of a metric without labels, or the sum over all its labels. */
    double metric(String name) {
        return gateway.metrics()
                .lines()
                .filter(l -> l.startsWith(name + " ") || l.startsWith(name + "{"))
                .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        primary.close();
        spare.close();
        gateway.close();
    }
}
