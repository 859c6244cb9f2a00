package dev.headgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.wire.JsonException.Kind;
import dev.headgate.wire.JsonReader.Token;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void gives_tokens_with_their_places() {
        byte[] bytes = "xx{ \"a\" : [1, \"b\"] , \"c\":null} yy".getBytes(UTF_8);
        JsonReader reader = new JsonReader(bytes, 2, bytes.length - 2, JsonLimits.STANDARD);
        StringBuilder seen = new StringBuilder();
        for (Token t = reader.next(); t != Token.END; t = reader.next()) {
            seen.append(t).append(' ').append(new String(bytes, reader.start(), reader.end() - reader.start(), UTF_8));
            seen.append(' ').append(reader.depth()).append('\n');
        }
        assertThat(seen).hasToString("""
                START_OBJECT { 1
                NAME "a" 1
                START_ARRAY [ 2
                NUMBER 1 2
                STRING "b" 2
                END_ARRAY ] 1
                NAME "c" 1
                NULL null 1
                END_OBJECT } 0
                """);
        assertThat(reader.next()).isEqualTo(Token.END);
    }

    @Test
    void skips_a_member_value_of_any_kind() {
        JsonReader reader = reader("{\"a\":{\"x\":[1,{}]},\"b\":\"s\",\"c\":[[]],\"d\":2}");
        reader.next();
        for (String name : new String[] {"a", "b", "c", "d"}) {
            assertThat(reader.next()).isEqualTo(Token.NAME);
            assertThat(reader.is(name)).isTrue();
            reader.skip();
            assertThat(reader.depth()).isEqualTo(1);
        }
        assertThat(reader.next()).isEqualTo(Token.END_OBJECT);
        assertThat(reader.next()).isEqualTo(Token.END);
    }

    @Test
    void skips_from_an_opening_token_to_its_end() {
        JsonReader reader = reader("[[1,[2]],3]");
        reader.next();
        reader.next();
        reader.skip();
        assertThat(reader.next()).isEqualTo(Token.NUMBER);
        assertThat(reader.text()).isEqualTo("3");
    }

    @Test
    void compares_names_and_strings_through_their_escapes() {
        JsonReader reader = reader("{\"mod\\u0065l\":\"g\\u0070t\"}");
        reader.next();
        reader.next();
        assertThat(reader.is("model")).isTrue();
        assertThat(reader.is("mode")).isFalse();
        assertThat(reader.is("models")).isFalse();
        assertThat(reader.text()).isEqualTo("model");
        reader.next();
        assertThat(reader.is("gpt")).isTrue();
        assertThat(reader.is("gpT")).isFalse();
        reader.next();
        assertThat(reader.is("}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "12,12",
        "-7,-7",
        "9223372036854775807,9223372036854775807",
        "-9223372036854775808,-9223372036854775808",
        "9223372036854775808,",
        "-9223372036854775809,",
        "1000000000000000000000,",
        "1.0,",
        "1e2,",
        "1E0,"
    })
    void tells_whole_numbers(String literal, Long value) {
        JsonReader reader = reader(literal);
        reader.next();
        if (value == null) {
            assertThat(reader.wholeNumber(-5)).isEqualTo(-5);
            assertThat(reader.wholeNumber(5)).isEqualTo(5);
        } else {
            assertThat(reader.wholeNumber(-5)).isEqualTo(value);
        }
        assertThat(reader.decimal()).isEqualTo(Double.parseDouble(literal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":1,\"model\":2}",
                "{\"model\":1,\"mod\\u0065l\":2}",
                "{\"mod\\u0065l\":1,\"model\":2}",
                "{\"\\u006dodel\":1,\"mod\\u0065l\":2}",
                "[{\"x\":{\"model\":1,\"b\":{\"model\":1},\"model\":2}}]",
                "{\"\\ud83d\\ude00\":1,\"\uD83D\uDE00\":2}",
                "{\"\":1,\"\":2}"
            })
    void refuses_a_name_that_comes_twice(String document) {
        assertThat(refusal(document).kind()).isEqualTo(Kind.DUPLICATE);
    }

    @Test
    void names_a_duplicate_only_when_it_is_short_and_printable() {
        assertThat(refusal("{\"model\":1,\"model\":2}"))
                .hasMessage("duplicate member 'model': a name may stand only once (at byte 11)");
        assertThat(refusal("{\"a\\nb\":1,\"a\\nb\":2}"))
                .hasMessage("duplicate member: a name may stand only once (at byte 10)");
        String longName = "n".repeat(100);
        assertThat(refusal("{\"" + longName + "\":1,\"" + longName + "\":2}").getMessage())
                .doesNotContain("nnn");
    }

    @Test
    void allows_equal_names_in_different_objects() {
        read("{\"a\":{\"a\":{\"a\":1},\"b\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}],\"c\":1}");
    }

    @Test
    void finds_the_last_name_of_many_again() {
        String names = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"n" + i + "\":{\"n1\":0}")
                .collect(Collectors.joining(","));
        read("{" + names + "}");
        assertThat(refusal("{" + names + ",\"n4999\":1}").kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(refusal("{" + names + ",\"n0\":1}").kind()).isEqualTo(Kind.DUPLICATE);
    }

    @Test
    void stops_at_the_first_member_beyond_the_limit() {
        String document = "{" + members(100_000) + "}";
        JsonException refused = refusal(document);
        assertThat(refused.kind()).isEqualTo(Kind.LIMIT);
        assertThat(refused.offset()).isEqualTo(document.indexOf("\"k10000\""));
    }

    @Test
    void reads_a_hundred_thousand_members_when_allowed_to() {
        read("{" + members(100_000) + "}", JsonLimits.STANDARD.withMaxMembers(100_000));
    }

    @Test
    void reads_many_small_objects_after_a_large_one() {
        String small = "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9}";
        read("[{" + members(10_000) + "}" + ("," + small).repeat(50_000) + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}{}",
                "{} x",
                "NaN",
                "Infinity",
                "01",
                "+1",
                ".5",
                "1.",
                "-",
                "1e",
                "/*c*/{}",
                "{}//c",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "{\"a\" 1}",
                "[1 2]",
                "nul",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"a\0b\"",
                "\"\n\"",
                "{\"a\":1",
                "[",
                "}",
                "tru",
                "{1:1}",
                "[}",
                "{]"
            })
    void refuses_what_is_not_json(String document) {
        assertThat(refusal(document).kind()).isEqualTo(Kind.SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "c080",
                "eda080",
                "e08080",
                "f0808080",
                "f4908080",
                "f5808080",
                "80",
                "e282",
                "c2",
                "f09f98"
            })
    void refuses_text_that_is_not_utf8(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        for (int before = 0; before < 9; before++) {
            byte[] document = new byte[before + bad.length + 2];
            java.util.Arrays.fill(document, (byte) 'a');
            document[0] = '"';
            System.arraycopy(bad, 0, document, before + 1, bad.length);
            document[document.length - 1] = '"';
            JsonException refused =
                    catchThrowableOfType(JsonException.class, () -> read(document, JsonLimits.STANDARD));
            assertThat(refused.kind()).isEqualTo(Kind.ENCODING);
            assertThat(refused.offset()).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\ud800x\"", "{\"\\udfff\":1}", "\uFEFF{}"
            })
    void refuses_halves_of_surrogate_pairs_and_byte_order_marks(String document) {
        assertThat(refusal(document).kind()).isEqualTo(Kind.ENCODING);
    }

    @Test
    void refuses_what_is_beyond_a_limit() {
        read("[".repeat(64) + "]".repeat(64));
        assertThat(refusal("[".repeat(65) + "]".repeat(65)).kind()).isEqualTo(Kind.LIMIT);
        assertThat(refusal("{\"a\":".repeat(100_000)).kind()).isEqualTo(Kind.LIMIT);
        read("1".repeat(1_000));
        assertThat(refusal("1".repeat(1_001)).kind()).isEqualTo(Kind.LIMIT);
        assertThat(refusal("0." + "1".repeat(1_000)).kind()).isEqualTo(Kind.LIMIT);
        assertThat(refusal("1e999999999").kind()).isEqualTo(Kind.LIMIT);
        read("1e9999");
        read("{\"" + "n".repeat(4_096) + "\":1}");
        assertThat(refusal("{\"" + "n".repeat(4_097) + "\":1}").kind()).isEqualTo(Kind.LIMIT);
    }

    @Test
    void carries_no_stack_and_shows_no_content() {
        JsonException refused = refusal("{\"secret\":sk-12345}");
        assertThat(refused.getStackTrace()).isEmpty();
        assertThat(refused.getMessage())
                .doesNotContain("secret")
                .doesNotContain("sk-")
                .endsWith("(at byte 10)");
    }

    @Test
    void has_text_only_where_there_is_text() {
        JsonReader reader = reader("[]");
        reader.next();
        assertThatThrownBy(reader::text).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(reader::decimal).isInstanceOf(IllegalStateException.class);
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"k" + i + "\":0").collect(Collectors.joining(","));
    }

    private static JsonReader reader(String document) {
        byte[] bytes = document.getBytes(UTF_8);
        return new JsonReader(bytes, 0, bytes.length, JsonLimits.STANDARD);
    }

    private static JsonException refusal(String document) {
        return catchThrowableOfType(JsonException.class, () -> read(document));
    }

    private static void read(String document) {
        read(document, JsonLimits.STANDARD);
    }

    private static void read(String document, JsonLimits limits) {
        read(document.getBytes(UTF_8), limits);
    }

    private static void read(byte[] bytes, JsonLimits limits) {
        JsonReader reader = new JsonReader(bytes, 0, bytes.length, limits);
        while (reader.next() != Token.END) {
            // every token is wanted, none is looked at
        }
    }
}
