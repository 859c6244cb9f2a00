package dev.headgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.hub.DataUrl;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataUrlTest {
    private static Optional<DataUrl> of(String json) {
        return DataUrl.of(Json.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"data:image/png;base64,AA+/=\" | image/png | AA+/=",
                "\"DATA:Image/PNG;name=x;BASE64,AA-_\" | image/png | AA-_",
                "\"data:image\\/png;base64,AA\\/=\" | image/png | AA/=",
                "\"data:image/png;base64,AA\\nBB\" | image/png | AABB",
                "\"data:;base64,AA\" | '' | AA",
            })
    void data_are_written_as_they_stand(String json, String type, String data) {
        DataUrl url = of(json).orElseThrow();
        assertThat(url.mediaType()).isEqualTo(type);
        assertThat(url.base64()).isEqualTo(data);
        var out = new JsonWriter(16);
        url.write(out);
        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8)).isEqualTo("\"" + data + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"https://a/b\"", "\"data:\"", "\"data:text/plain,hello\"", "\"\"", "7", "null"})
    void anything_else_is_none(String json) {
        assertThat(of(json)).isEmpty();
    }

    @Test
    void a_type_without_end_is_none() {
        assertThat(of("\"data:" + "x".repeat(100_000) + "\"")).isEmpty();
    }
}
