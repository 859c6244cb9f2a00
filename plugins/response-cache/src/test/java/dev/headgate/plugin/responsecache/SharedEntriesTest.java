package dev.headgate.plugin.responsecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.api.quota.Sharing;
import dev.headgate.api.settings.Secret;
import dev.headgate.testkit.FakeContext;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several gateways that share their answers. */
final class SharedEntriesTest {
    private static final Sharing SHARED = new Sharing(Sharing.Mode.SHARED, 2);

    private final FakeContext context = new FakeContext().withSharing(SHARED);

    private Cached gateway(String secret) {
        return new Cached(
                Changed.settings(Map.of("shared", Optional.of(new Settings.Shared(new Secret(secret))))), context);
    }

    private Cached gateway() {
        return gateway("a secret of many characters");
    }

    private void awaitShared(int values) {
        while (context.values().size() < values) {
            Thread.onSpinWait();
        }
    }

    @Test
    void what_one_has_got_another_gives_in_either_form() {
        Cached first = gateway();
        assertThat(first.mark(Cached.hello())).isEqualTo("miss");
        assertThat(first.mark(Cached.hello(",\"seed\":1,\"stream\":true"))).isEqualTo("miss");
        awaitShared(2);
        Cached second = gateway();
        assertThat(second.mark(Cached.hello())).isEqualTo("hit");
        assertThat(Cached.read(second.send(Cached.hello(",\"stream\":true")).result()))
                .contains("hello yourself");
        assertThat(second.mark(Cached.hello().withTeam("other"))).isEqualTo("miss");
        context.advance(Duration.ofMinutes(10));
        assertThat(gateway().mark(Cached.hello())).isEqualTo("miss");
    }

    @Test
    void nobody_can_read_it_there_nor_put_it_under_another_name() {
        gateway().mark(Cached.hello());
        awaitShared(1);
        byte[] kept = context.values().getFirst();
        assertThat(new String(kept, StandardCharsets.ISO_8859_1))
                .doesNotContain("hello")
                .doesNotContain("default");
        assertThat(gateway("another secret of many characters").mark(Cached.hello()))
                .isEqualTo("miss");
        var seal = new Seal("x".repeat(16));
        byte[] closed = seal.close("text".getBytes(StandardCharsets.UTF_8), "a");
        assertThat(seal.open(closed, "a")).isEqualTo("text".getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> seal.open(closed, "b"));
    }

    @Test
    void what_cannot_be_read_is_no_answer() {
        Cached first = gateway();
        first.mark(Cached.hello());
        awaitShared(1);
        byte[] kept = context.values().getFirst();
        kept[kept.length - 1] ^= 1;
        assertThat(gateway().mark(Cached.hello())).isEqualTo("miss");
    }

    @Test
    void while_it_is_out_of_reach_each_has_its_own() {
        gateway().mark(Cached.hello());
        awaitShared(1);
        context.withSharing(new Sharing(Sharing.Mode.LOCAL_SHARE, 2));
        Cached second = gateway();
        assertThat(second.mark(Cached.hello())).isEqualTo("miss");
        assertThat(second.mark(Cached.hello())).isEqualTo("hit");
    }

    @Test
    void who_waits_for_what_is_found_and_wants_a_fresher_answer_asks_for_it_once() {
        gateway().mark(Cached.hello());
        awaitShared(1);
        context.advance(Duration.ofMinutes(1));
        Cached second = gateway();
        Promise<Void> slow = Promise.promise();
        context.answeringAfter(slow.future());
        var waiting = List.of(
                second.send(Cached.hello()),
                second.send(Cached.hello()),
                second.send(Cached.hello().withHeader("cache-control", "max-age=30")),
                second.send(Cached.hello().withHeader("cache-control", "max-age=40")));
        slow.complete();
        assertThat(waiting)
                .extracting(r -> r.result().headers().get("x-headgate-cache").orElseThrow())
                .containsExactly("hit", "joined", "miss", "joined");
        assertThat(second.asked).hasSize(1);
    }

    @Test
    void what_an_operator_drops_in_one_is_given_by_none() {
        Cached first = gateway();
        Cached second = gateway();
        first.mark(Cached.hello());
        awaitShared(1);
        assertThat(second.mark(Cached.hello())).isEqualTo("hit");
        first.cache
                .operate("drop", Map.of("team", "default"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        context.advance(Duration.ofSeconds(1));
        assertThat(second.mark(Cached.hello())).isEqualTo("miss");
    }
}
