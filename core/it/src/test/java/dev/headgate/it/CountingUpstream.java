package dev.headgate.it;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An upstream that knows at every moment what it has generated and what it may still come to generate, for each model. It
 * answers after a while: whole, as a stream, or with an error; seldom with as much as was asked for.
 */
final class CountingUpstream implements AutoCloseable {
    /** What it counts for every request's input. */
    static final int INPUT = 8;

    /** How things stood when an answer began or ended. */
    record Moment(long generated, long promised) {}

    /** One model's account. */
    static final class Account {
        private final List<Moment> history = new ArrayList<>();
        private final Random random;
        private long generated;
        private long promised;

        private Account(String model) {
            random = new Random(model.hashCode());
        }

        private synchronized void changed(long promise, long made) {
            promised += promise;
            generated += made;
            history.add(new Moment(generated, promised));
        }

        private synchronized int next(int bound) {
            return random.nextInt(bound);
        }

        synchronized List<Moment> history() {
            return List.copyOf(history);
        }

        synchronized long generated() {
            return generated;
        }

        synchronized long promised() {
            return promised;
        }
    }

    private final FakeUpstream server = new FakeUpstream().keeping(1).always(this::answer);
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timers =
            Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().factory());

    String url() {
        return server.url();
    }

    Account account(String model) {
        return accounts.computeIfAbsent(model, Account::new);
    }

    private Reply answer(Received request) {
        JsonNode asked = JsonMapper.shared().readTree(request.body().text());
        Account account = account(asked.path("model").asString());
        int most = asked.path("max_tokens").asInt() * asked.path("n").asInt(1);
        boolean fails = account.next(8) == 0;
        int came = fails ? 0 : 1 + account.next(most);
        account.changed(INPUT + most, 0);
        var end = new Step();
        // What it knows is over before the gateway is told, so nothing can be let in for it too early.
        var _ = timers.schedule(
                () -> {
                    account.changed(-INPUT - most, fails ? 0 : INPUT + came);
                    end.release();
                },
                2L + account.next(20),
                TimeUnit.MILLISECONDS);
        if (fails) {
            return OpenAiReplies.error(500, "server_error", "no").after(end);
        }
        return asked.path("stream").asBoolean()
                ? OpenAiReplies.chatStreamWithUsage(INPUT, came, "o", "k").gateBefore(2, end)
                : OpenAiReplies.chat("ok", INPUT, came).after(end);
    }

    @Override
    public void close() {
        timers.shutdownNow();
        server.close();
    }
}
