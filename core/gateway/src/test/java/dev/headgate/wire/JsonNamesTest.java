package dev.headgate.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonNamesTest {
    private static final JsonNames NAMES =
            new JsonNames(List.of("n", "model", "messages", "max_tokens", "max_tokenz", "stream", ""));

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            0, "n"
            1, "model"
            1, "mod\\u0065l"
            2, "messages"
            3, "max_tokens"
            4, "max_tokenz"
            5, "stream"
            6, ""
            -1, "m"
            -1, "Model"
            -1, "models"
            -1, "messagez"
            -1, "max_tokeny"
            -1, "mod\\u0065"
            -1, "a name longer than all of them"
            -1, 1
            """)
    void finds_a_name_however_it_is_spelled(int index, String value) {
        byte[] document = value.getBytes(StandardCharsets.UTF_8);
        JsonReader reader = new JsonReader(document, 0, document.length, JsonLimits.STANDARD);
        reader.next();
        assertThat(NAMES.indexOf(reader)).isEqualTo(index);
    }
}
