package dev.headgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonSpliceTest {
    @Test
    void makes_several_edits_in_any_order() {
        byte[] source = "{\"a\":1,\"b\":2}".getBytes(UTF_8);
        byte[] out = new JsonSplice(source)
                .addMember(source.length - 1, "\"c\":3".getBytes(UTF_8))
                .replace(11, 12, "22".getBytes(UTF_8))
                .replace(5, 6, "".getBytes(UTF_8))
                .apply();
        assertThat(new String(out, UTF_8)).isEqualTo("{\"a\":,\"b\":22,\"c\":3}");
    }

    @Test
    void adds_a_member_to_an_object_with_and_without_members() {
        assertThat(added("{}")).isEqualTo("{\"c\":3}");
        assertThat(added("{ \n }")).isEqualTo("{ \n \"c\":3}");
        assertThat(added("{\"a\":{} \n }")).isEqualTo("{\"a\":{} \n ,\"c\":3}");
        assertThat(added("{\"a\":\"{\"}")).isEqualTo("{\"a\":\"{\",\"c\":3}");
    }

    @Test
    void gives_the_same_array_when_there_is_nothing_to_edit() {
        byte[] source = {'{', '}'};
        assertThat(new JsonSplice(source).apply()).isSameAs(source);
    }

    @Test
    void refuses_edits_that_overlap() {
        byte[] source = new byte[10];
        assertThatThrownBy(() -> new JsonSplice(source).replace(2, 5, source).replace(4, 6, source))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonSplice(source).replace(4, 6, source).replace(2, 5, source))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 1_000)
    void quoted_text_reads_back(@ForAll String text, @ForAll long seed) {
        String mixed = text + (char) new Random(seed).nextInt(0x10000);
        byte[] quoted = JsonString.quote(mixed);
        JsonReader reader = new JsonReader(quoted, 0, quoted.length, JsonLimits.STANDARD);
        reader.next();
        String expected = mixed.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(reader.text()).isEqualTo(expected);
        assertThat(reader.next()).isEqualTo(JsonReader.Token.END);
    }

    private static String added(String object) {
        byte[] source = object.getBytes(UTF_8);
        return new String(
                new JsonSplice(source)
                        .addMember(source.length - 1, "\"c\":3".getBytes(UTF_8))
                        .apply(),
                UTF_8);
    }
}
