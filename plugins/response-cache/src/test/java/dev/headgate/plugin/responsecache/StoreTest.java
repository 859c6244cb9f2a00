package dev.headgate.plugin.responsecache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.api.Usage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a full store takes of the heap of a JVM with the options of the launcher. In long runs a million answers pass through it, else 150,000. */
final class StoreTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final int ANSWERS = LONG ? 1_000_000 : 150_000;
    private static final long SIZE = LONG ? 256L << 20 : 48L << 20;

    private final SplittableRandom random = new SplittableRandom(19);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private Store store(long size) {
        return new Store(
                size, InstantSource.system(), (n, labels) -> bytes.addAndGet(n), (n, labels) -> entries.addAndGet(n));
    }

    private Key key(long n) {
        return new Key.Digest().part(Long.toString(n)).key();
    }

    /** Answers of all lengths, every third of them streamed. */
    private Entry entry(Store store, long n, int longest) {
        String text = "word ".repeat(random.nextInt(longest));
        Answer answer = n % 3 == 0
                ? new Reading(Operation.CHAT, false)
                        .events(stream(text), Usage.of(3, 4), Optional.empty(), Headers.NONE)
                : new Reading(Operation.CHAT, false)
                        .whole(Cached.chat(text, "stop").body().array(), Headers.NONE);
        long now = System.currentTimeMillis();
        return new Entry(
                answer,
                Optional.empty(),
                now,
                now + 600_000,
                now + 600_000,
                store.name(new String("team")),
                store.name(new String("key")),
                store.name(new String("model")),
                3,
                4,
                5,
                Optional.empty());
    }

    private static byte[] stream(String text) {
        return ("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":["
                        + "{\"index\":0,\"delta\":{\"content\":\"" + text
                        + "\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 400})
    void it_takes_what_it_says_to_within_five_in_a_hundred(int longest) {
        Store warm = store(1 << 20);
        warm.put(key(-1), entry(warm, 0, 10));
        warm.put(key(-2), entry(warm, 1, 10));
        long before = used();
        Store store = store(SIZE);
        for (long n = 0; n < ANSWERS; n++) {
            store.put(key(n), entry(store, n, longest));
        }
        long taken = used() - before;
        assertThat(taken)
                .as("taken by %s answers, said to be %s", entries, bytes)
                .isBetween(SIZE * 95 / 100, SIZE * 105 / 100);
        assertThat(bytes.get()).isBetween(SIZE * 95 / 100, SIZE + (1 << 20));
        assertThat(store.get(key(ANSWERS - 1)).isPresent() || store.get(key(0)).isPresent())
                .as("something is kept")
                .isTrue();
    }
}
