package dev.headgate.bench.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Bytes allocated by single parts against stored bounds. Bytes, unlike time, come out the same on every machine: the
 * module's tests run with the first compiler alone, which leaves no allocation out.
 */
class AllocationTest {
    private static final String BOUNDS = "/allocation.csv";
    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 5;
    private static final int OPERATIONS = 200;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Requests requests = new Requests();
    private final Answers answers = new Answers();
    private final Lookups lookups = new Lookups();
    private final Embeddings embeddings = new Embeddings();
    private final Redacting redacting = new Redacting();
    private final Admission admission = new Admission();
    private final Counting counting = new Counting();

    private final Map<String, Callable<?>> parts = new LinkedHashMap<>();

    {
        parts.put("head of 1 KB", requests::headOf1K);
        parts.put("head of 100 KB", requests::headOf100KProse);
        parts.put("head of 100 KB with escapes", requests::headOf100KEscapes);
        parts.put("model spliced into 1 KB", requests::modelSplice);
        parts.put("answer of 1 KB", answers::answerOf1K);
        parts.put("64 events found", answers::eventFound);
        parts.put("64 events judged", answers::eventJudged);
        parts.put("event with usage", answers::usageEventJudged);
        parts.put("stream begun", answers::streamBegun);
        parts.put("route of 10", lookups::routeOf10);
        parts.put("route of 10000", lookups::routeOf10000);
        parts.put("route by prefix", lookups::routeByPrefix);
        parts.put("key admitted", lookups::keyAdmitted);
        parts.put("access log line", lookups::accessLogLine);
        for (Format f : Format.values()) {
            var translations = new Translations(f);
            String name = f.name().toLowerCase(Locale.ROOT).replace('_', '-');
            parts.put(name + " request of 4 KB", translations::requestOf4K);
            parts.put(name + " answer of 1 KB", translations::answerOf1K);
            parts.put("64 " + name + " events", translations::event);
        }
        parts.put("vector of 1536 in base64", embeddings::vectorInBase64);
        parts.put("gemini vector of 1536", embeddings::geminiVector);
        parts.put("redaction of a chat of 1 KB", redacting::chatOf1K);
        parts.put("redaction of a chat of 1 KB with findings", redacting::chatOf1KWithFindings);
        parts.put("six limits held and settled", admission::heldAndSettled);
        parts.put("six limits held and settled among many", admission::heldAndSettledAmongMany);
        parts.put("limits on a chat of 1 KB", counting::chatOf1K);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = BOUNDS, numLinesToSkip = 1)
    void allocates_no_more_than_was_measured_once(String part, long measured, long bound) throws Exception {
        long bytes = bytes(Objects.requireNonNull(parts.get(part), "no such part: " + part));
        assertThat(bytes)
                .as(
                        "'%s' allocates %d bytes an operation, was %d, may be %d. If more is meant, put this line into"
                                + " core/bench/parts/src/test/resources%s:%n%s",
                        part, bytes, measured, bound, BOUNDS, line(part, bytes))
                .isLessThanOrEqualTo(bound);
    }

    @Test
    void every_part_has_a_bound() throws IOException {
        try (InputStream in = Objects.requireNonNull(AllocationTest.class.getResourceAsStream(BOUNDS))) {
            List<String> listed = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(l -> l.substring(0, l.indexOf(',')))
                    .toList();
            assertThat(listed).containsExactlyElementsOf(parts.keySet());
        }
    }

    /** With a margin for other versions of the JDK, in which a header or a table may be a little larger. */
    private static String line(String part, long bytes) {
        return part + "," + bytes + "," + (bytes + bytes / 10 + 16);
    }

    /** Per operation, in the round that allocated least: whatever is done once only is in another one. */
    private static long bytes(Callable<?> part) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            part.call();
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < OPERATIONS; i++) {
                part.call();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least / OPERATIONS;
    }
}
