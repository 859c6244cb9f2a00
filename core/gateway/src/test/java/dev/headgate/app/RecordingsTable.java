package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What has come of each provider's recordings, as the documentation of the providers shows it. */
final class RecordingsTable {
    private static final Path DOC = Path.of(System.getProperty("headgate.root", ""), "docs", "providers.md");

    private final Class<?> test;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** What has come of one provider's recordings. */
    static final class Row {
        private int recordings;
        private int requests;
        private int replies;
        private int streams;
        private final List<String> exceptions = new ArrayList<>();

        void request(boolean asked) {
            requests += asked ? 1 : 0;
        }

        void reply(boolean shown, boolean stream) {
            replies += shown ? 1 : 0;
            streams += shown && stream ? 1 : 0;
        }

        /** Whether it holds; where it is known not to, it must not. */
        boolean holds(Recording r, String what, Map<String, String> exceptions, ThrowingCallable check) {
            String why = exceptions.get(r.meta().name());
            if (why == null) {
                try {
                    check.call();
                } catch (Throwable e) {
                    throw e instanceof AssertionError a ? a : new AssertionError(e);
                }
                return true;
            }
            this.exceptions.add("| `" + r + "` | " + what + " | " + why + " |");
            assertThatThrownBy(check).as("no exception any more").isInstanceOf(Throwable.class);
            return false;
        }
    }

    /**
     * @param test whose name stands at the table's place in the documentation
     */
    RecordingsTable(Class<?> test) {
        this.test = test;
    }

    /** The row of a provider of which one more recording is replayed. */
    Row one(String provider) {
        Row row = rows.computeIfAbsent(provider, p -> new Row());
        row.recordings++;
        return row;
    }

    /** Prints the table, and finds it in the documentation or puts it there; one of other recordings is only printed. */
    void show() throws IOException {
        String made = made();
        System.out.println(made);
        if (Recordings.others()) {
            return;
        }
        String doc = Files.readString(DOC);
        Matcher place = Pattern.compile(
                        "(<!-- Made from the recordings; see " + test.getSimpleName()
                                + " -->\n\n).*?(\n<!-- Until here -->)",
                        Pattern.DOTALL)
                .matcher(doc);
        assertThat(place.find()).isTrue();
        String expected =
                doc.substring(0, place.start()) + place.group(1) + made + place.group(2) + doc.substring(place.end());
        if (Boolean.getBoolean("headgate.regenerate")) {
            Files.writeString(DOC, expected);
            return;
        }
        assertThat(doc)
                .as("regenerate with: ./mvnw -q -pl core/gateway -am test -Dtest=" + test.getSimpleName()
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dheadgate.regenerate=true")
                .isEqualTo(expected);
    }

    private String made() {
        var made = new StringBuilder("| provider | recordings | requests that mean the same | replies seen as expected"
                + " | of them streams | exceptions |\n|---|---|---|---|---|---|\n");
        rows.forEach((p, row) -> made.append("| %s | %d | %d | %d | %d | %d |\n"
                .formatted(p, row.recordings, row.requests, row.replies, row.streams, row.exceptions.size())));
        List<String> exceptions =
                rows.values().stream().flatMap(row -> row.exceptions.stream()).toList();
        if (!exceptions.isEmpty()) {
            made.append("\n| exception | of the | why |\n|---|---|---|\n");
            exceptions.forEach(e -> made.append(e).append('\n'));
        }
        return made.toString();
    }
}
