package dev.headgate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.wire.JsonException.Kind;
import dev.headgate.wire.JsonReader.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The reader on every file of JSONTestSuite. */
class JsonSuiteTest {
    private static final Path SUITE = Path.of(System.getProperty("headgate.root"), "../shared/fixtures/json");

    /** Where the suite leaves the choice: what we read. Everything else of {@code i_} is refused, for this reason. */
    private static final List<String> CHOSEN_TO_READ = List.of(
            "i_number_double_huge_neg_exp.json",
            "i_number_too_big_neg_int.json",
            "i_number_too_big_pos_int.json",
            "i_number_very_big_negative_int.json",
            "i_number_neg_int_huge_exp.json",
            "i_number_pos_double_huge_exp.json");

    private static final Map<String, Kind> CHOSEN_TO_REFUSE = Map.ofEntries(
            Map.entry("i_number_huge_exp.json", Kind.LIMIT),
            Map.entry("i_number_real_underflow.json", Kind.LIMIT),
            Map.entry("i_number_real_neg_overflow.json", Kind.LIMIT),
            Map.entry("i_number_real_pos_overflow.json", Kind.LIMIT),
            Map.entry("i_structure_500_nested_arrays.json", Kind.LIMIT));

    /** Valid by the suite, which allows a name to come twice. */
    private static final List<String> DUPLICATES =
            List.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

    @TestFactory
    Stream<DynamicTest> reads_what_is_json_and_refuses_what_is_not() throws IOException {
        return files("test_parsing")
                .map(file -> DynamicTest.dynamicTest(name(file), () -> {
                    Optional<Kind> refusal = refusal(Files.readAllBytes(file));
                    String name = name(file);
                    if (DUPLICATES.contains(name)) {
                        assertThat(refusal).contains(Kind.DUPLICATE);
                    } else if (name.startsWith("y_") || CHOSEN_TO_READ.contains(name)) {
                        assertThat(refusal).isEmpty();
                    } else if (name.startsWith("n_")) {
                        assertThat(refusal).isPresent();
                    } else {
                        assertThat(refusal).contains(CHOSEN_TO_REFUSE.getOrDefault(name, Kind.ENCODING));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> keeps_what_parsers_are_known_to_transform() throws IOException {
        return files("test_transform")
                .map(file -> DynamicTest.dynamicTest(name(file), () -> {
                    byte[] bytes = Files.readAllBytes(file);
                    String name = name(file);
                    if (name.startsWith("object_same_key")) {
                        assertThat(refusal(bytes)).contains(Kind.DUPLICATE);
                    } else if (name.contains("invalid_codepoint")) {
                        assertThat(refusal(bytes)).contains(Kind.ENCODING);
                    } else {
                        JsonReader reader = new JsonReader(bytes, 0, bytes.length, JsonLimits.STANDARD);
                        reader.next();
                        Token token = reader.next();
                        String literal = new String(
                                bytes, reader.start(), reader.end() - reader.start(), StandardCharsets.ISO_8859_1);
                        switch (name) {
                            case "object_key_nfc_nfd.json" ->
                                assertThat(reader.text()).isEqualTo("\u00e9");
                            case "object_key_nfd_nfc.json" ->
                                assertThat(reader.text()).isEqualTo("e\u0301");
                            case "string_with_escaped_NULL.json" ->
                                assertThat(reader.text()).isEqualTo("A\0B");
                            default -> {
                                assertThat(token).isEqualTo(Token.NUMBER);
                                assertThat(reader.text()).isEqualTo(literal);
                            }
                        }
                        assertThat(refusal(bytes)).isEmpty();
                    }
                }));
    }

    private static Optional<Kind> refusal(byte[] bytes) {
        try {
            JsonReader reader = new JsonReader(bytes, 0, bytes.length, JsonLimits.STANDARD);
            while (reader.next() != Token.END) {
                // every token is wanted, none is looked at
            }
            return Optional.empty();
        } catch (JsonException e) {
            return Optional.of(e.kind());
        }
    }

    private static Stream<Path> files(String folder) throws IOException {
        Path path = SUITE.resolve(folder);
        assumeTrue(Files.isDirectory(path), "SKIPPED: JSONTestSuite is not here: " + path);
        try (Stream<Path> listed = Files.list(path)) {
            return listed.filter(f -> name(f).endsWith(".json")).sorted().toList().stream();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
