package dev.headgate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Json read(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD);
    }

    /** Many small values between two members, as one unit repeated. */
    private static String many(String unit, int times) {
        return "{\"before\":{\"a\":1},\"many\":[" + (unit + ",").repeat(times - 1) + unit
                + "],\"after\":[{\"b\":[2,{\"c\":\"d\"}]},{},[]]}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "[]", "{}", "\"\"", "[1]", "{\"a\":1}", "[[],[]]"})
    void a_document_of_small_values_takes_little_more_than_its_bytes(String unit) {
        byte[] document = many(unit, 4_000_000 / (unit.length() + 1)).getBytes(StandardCharsets.UTF_8);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Json root = Json.read(document, JsonLimits.STANDARD);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(root.get("after").end()).isEqualTo(document.length - 1);
        assertThat(allocated).isLessThan(8_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "[]", "{}", "\"x\"", "[1]", "{\"a\":{\"b\":[7]}}", "[[],[8,[]]]"})
    void what_is_not_linked_is_found_all_the_same(String unit) {
        int times = 150_000;
        Json root = read(many(unit, times));
        int count = 0;
        for (Json each : root.get("many")) {
            if (count == 0 || count > times - 3) {
                assertThat(each.raw()).isEqualTo(unit);
                assertThat(written(each)).isEqualTo(unit);
            }
            count++;
        }
        assertThat(count).isEqualTo(times);
        assertThat(root.get("before").get("a").whole(0)).isEqualTo(1);
        assertThat(written(root.get("after"))).isEqualTo("[{\"b\":[2,{\"c\":\"d\"}]},{},[]]");
        assertThat(root.get("after").iterator().next().get("b").items()).hasSize(2);
        assertThat(root.get("none").present()).isFalse();
    }

    /** Goes through all of a value. */
    private static String written(Json json) {
        List<String> inside = new ArrayList<>();
        if (json.isObject()) {
            json.forEach(m -> inside.add('"' + m.name() + "\":" + written(m)));
            return "{" + String.join(",", inside) + "}";
        }
        if (json.isArray()) {
            json.forEach(e -> inside.add(written(e)));
            assertThat(json.isEmpty()).isEqualTo(inside.isEmpty());
            return "[" + String.join(",", inside) + "]";
        }
        return json.raw();
    }

    @Test
    void what_is_not_linked_is_checked_all_the_same() {
        String good = many("{\"a\":[1,2]}", 200_000);
        for (String bad : List.of("{\"a\":[1,2]", "{\"a\":[1,]}", "{\"a\":1,\"a\":2}", "01", "\"\\x\"")) {
            String damaged = good.substring(0, good.length() - 1) + ",\"x\":[" + bad + "]}";
            assertThatThrownBy(() -> read(damaged)).as(bad).isInstanceOf(JsonException.class);
        }
    }
}
