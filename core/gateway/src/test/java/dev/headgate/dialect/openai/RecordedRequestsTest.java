package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every recorded request in OpenAI's format is read, and spliced as Jackson would have changed it. */
class RecordedRequestsTest {
    private static final Path RECORDINGS = Path.of(System.getProperty("headgate.root"), "../shared/fixtures");
    private static final JsonMapper JACKSON = new JsonMapper();
    private static final Map<String, RequestReader> READERS = Map.of(
            "chat_completions", new ChatRequestReader(),
            "completions", new CompletionRequestReader(),
            "embeddings", new EmbeddingRequestReader());

    @TestFactory
    Stream<DynamicTest> reads_and_splices_recorded_requests() throws IOException {
        Path index = RECORDINGS.resolve("INDEX.tsv");
        assumeTrue(Files.isRegularFile(index), "SKIPPED: recorded requests are not here: " + index);
        return Files.readAllLines(index).stream()
                .map(line -> line.split("\t", -1))
                .filter(row -> READERS.containsKey(row[2]) && !row[4].equals("400"))
                .filter(row -> Files.isRegularFile(request(row)))
                .map(row -> DynamicTest.dynamicTest(row[0] + "/" + row[1], () -> check(row[2], request(row))));
    }

    private static Path request(String[] row) {
        return RECORDINGS.resolve(row[0]).resolve(row[1]).resolve("request.json");
    }

    private static void check(String endpoint, Path file) throws IOException {
        RequestReader reader = Objects.requireNonNull(READERS.get(endpoint));
        Body body = Body.wrap(Files.readAllBytes(file));
        RequestHead head = reader.read(body);
        JsonNode tree = JACKSON.readTree(body.array());
        assertThat(head.model()).isEqualTo(tree.path("model").asString());
        assertThat(head.members()).isEqualTo(tree.size());
        assertThat(head.stream()).isEqualTo(tree.path("stream").asBoolean(false));
        assertThat(head.tools())
                .isEqualTo(tree.path("tools").size() + tree.path("functions").size() > 0);
        assertThat(head.bodyEnd()).isEqualTo(body.text().stripTrailing().getBytes(StandardCharsets.UTF_8).length - 1);

        ObjectNode expected = (ObjectNode) tree.deepCopy();
        expected.put("model", "up/stream");
        assertThat(JACKSON.readTree(head.withModel(body, "up/stream").array())).isEqualTo(expected);
        if (head.stream()) {
            expected.putObject("stream_options").put("include_usage", true);
        }
        Body changed = head.forUpstream(body, "up/stream", true, false);
        assertThat(JACKSON.readTree(changed.array())).isEqualTo(expected);
        assertThat(reader.read(changed).includeUsage()).isEqualTo(head.stream());
    }
}
