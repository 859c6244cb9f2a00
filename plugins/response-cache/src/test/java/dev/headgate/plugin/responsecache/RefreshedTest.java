package dev.headgate.plugin.responsecache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Answered;
import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.api.Usage;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of an answer's time and of its question when another takes its place or none has room. */
final class RefreshedTest {
    private static final Neighbour NEIGHBOUR =
            Neighbour.of(new Key.Digest().part("room").key(), new float[] {1, 0}, "e");

    private final Store store = new Store(1 << 20, InstantSource.system(), (n, labels) -> {}, (n, labels) -> {});

    private static FakeExchange asking(String text) {
        return Cached.request("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}")
                .withGateway((operation, request) -> Future.succeededFuture(new Answered(
                        Body.of("{\"data\":[{\"embedding\":[1,0]}]}"),
                        new Attempt("e", "e", 200, Optional.empty(), Duration.ZERO, Usage.of(5, 0)))));
    }

    private static Entry entry(int length, Optional<Neighbour> neighbour) {
        Answer answer = new Reading(Operation.CHAT, false)
                .whole(Cached.chat("a".repeat(length), "stop").body().array(), Headers.NONE);
        long now = System.currentTimeMillis();
        return new Entry(
                answer, Optional.empty(), now, now + 600_000, now + 600_000, "t", "k", "m", 3, 4, 5, neighbour);
    }

    @Test
    void an_answer_that_takes_the_place_of_another_has_its_own_time() {
        var cached = new Cached();
        assertThat(cached.mark(Cached.hello())).isEqualTo("miss");
        cached.context.advance(Duration.ofMinutes(9));
        assertThat(cached.mark(Cached.hello().withHeader("cache-control", "no-cache")))
                .isEqualTo("miss");
        cached.context.advance(Duration.ofMinutes(9));
        assertThat(cached.mark(Cached.hello())).isEqualTo("hit");
        cached.context.advance(Duration.ofMinutes(2));
        assertThat(cached.mark(Cached.hello())).isEqualTo("miss");
    }

    @Test
    void a_question_is_still_compared_when_its_answer_was_asked_anew() {
        var cached = new Cached(Changed.settings(Map.of(
                "semantic",
                Optional.of(new Settings.Semantic("embedder", 0.9, 9, Duration.ofSeconds(2), false, false)))));
        assertThat(cached.mark(asking("what is it"))).isEqualTo("miss");
        assertThat(cached.mark(asking("what is it").withHeader("cache-control", "no-cache")))
                .isEqualTo("miss");
        assertThat(cached.mark(asking("what might it be"))).isEqualTo("similar");
    }

    @Test
    void a_question_whose_answer_was_replaced_leaves_with_it() {
        Key key = new Key.Digest().part("1").key();
        store.put(key, entry(10, Optional.of(NEIGHBOUR)), 9);
        store.put(key, entry(10, Optional.empty()), 9);
        store.drop(e -> true);
        assertThat(store.comparable(NEIGHBOUR.room())).isZero();
    }

    @Test
    void a_question_whose_answer_found_no_room_is_not_there() {
        for (int i = 0; i < 50; i++) {
            store.put(new Key.Digest().part("" + i).key(), entry(200_000, Optional.of(NEIGHBOUR)), 1000);
        }
        store.drop(e -> true);
        assertThat(store.comparable(NEIGHBOUR.room())).isZero();
    }
}
