package dev.headgate.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class VectorsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static String list(String... vectors) {
        return "{\"object\":\"list\", \"data\":["
                + List.of(vectors).stream()
                        .map(v -> "{\"embedding\": " + v + " ,\"index\":7}")
                        .collect(Collectors.joining(","))
                + "],\"usage\":{\"x\":1.0}}";
    }

    private static List<Float> floats(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        List<Float> floats = new ArrayList<>();
        while (bytes.hasRemaining()) {
            floats.add(bytes.getFloat());
        }
        return floats;
    }

    private static JsonNode encoded(String list) {
        return JSON.readTree(Vectors.inBase64(Body.of(list)).orElseThrow().array());
    }

    @Test
    void only_the_vectors_change() {
        assertThat(Vectors.inBase64(Body.of(list("[ 1, -2.5 ]", "[]", "\"AACAPw==\""))))
                .map(Body::text)
                .contains(list("\"AACAPwAAIMA=\"", "\"\"", "\"AACAPw==\""));
    }

    @Test
    void what_is_in_base64_already_is_the_very_same() {
        Body body = Body.of(list("\"AACAPw==\""));
        assertThat(Vectors.inBase64(body).orElseThrow()).isSameAs(body);
    }

    /** The nearest double of the first lies just between two floats, of which the other one is nearer to the text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.00000017881393432617187499",
                "1.00000017881393432617187501",
                "1.000000178813934326171875",
                "-0.018445116",
                "-3.9557537e-05",
                "0.00868988037109375",
                "-0.0",
                "1e-45",
                "7e-46",
                "1.1754943508222875e-38",
                "3.4028235e38",
                "9007199254740993",
                "0.1234567890123456789"
            })
    void each_number_becomes_the_nearest_float(String number) {
        String base64 =
                encoded(list("[" + number + "]")).at("/data/0/embedding").asString();
        assertThat(floats(base64)).containsExactly(Float.parseFloat(number));
    }

    @Test
    void so_do_many() {
        var random = new Random(1);
        List<String> numbers = random.doubles(20_000, -1, 1)
                .mapToObj(d -> random.nextBoolean() ? Double.toString(d) : Float.toString((float) d))
                .toList();
        JsonNode answer = encoded(list("[" + String.join(", ", numbers) + "]", "[1]"));
        assertThat(floats(answer.at("/data/0/embedding").asString()))
                .isEqualTo(numbers.stream().map(Float::parseFloat).toList());
        assertThat(floats(answer.at("/data/1/embedding").asString())).containsExactly(1f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"1\"]", "[null]", "[[1]]", "[1e39]", "[-1e99]"})
    void what_no_float_can_hold_is_no_answer(String vector) {
        assertThat(Vectors.inBase64(Body.of(list("[1]", vector)))).isEmpty();
    }

    @Test
    void what_is_no_json_is_no_answer() {
        assertThat(Vectors.inBase64(Body.of("{\"data\":[{\"embedding\":[1"))).isEqualTo(Optional.empty());
    }
}
