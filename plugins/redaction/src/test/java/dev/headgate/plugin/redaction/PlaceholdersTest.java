package dev.headgate.plugin.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.settings.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders: how they are numbered, what they stand for, and how models may write them. */
final class PlaceholdersTest {
    private static final Hashes HASHES = new Hashes(new Secret("a secret of some length"));

    private static String read(String text) {
        var reader = new PlaceholderReader(name -> true);
        int end = reader.read(text, 0);
        return end == text.length() ? reader.name() + " " + reader.spelling() : Integer.toString(end);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<EMAIL_1>           | EMAIL_1 PLAIN",
                "<email_1>           | EMAIL_1 PLAIN",
                "<Email_12>          | EMAIL_12 PLAIN",
                "< EMAIL_1 >         | EMAIL_1 PLAIN",
                "<EMAIL 1>           | EMAIL_1 PLAIN",
                "<EMAIL-1>           | EMAIL_1 PLAIN",
                "\\<EMAIL_1\\>       | EMAIL_1 PLAIN",
                "<EMAIL\\_1>         | EMAIL_1 PLAIN",
                "\\<EMAIL\\\\_1\\>   | EMAIL_1 PLAIN",
                "<NATIONAL_ID_7>     | NATIONAL_ID_7 PLAIN",
                "&lt;EMAIL_1&gt;     | EMAIL_1 HTML",
                "&LT;email_1&GT;     | EMAIL_1 HTML",
                "&#60;EMAIL_1&#62;   | EMAIL_1 HTML",
                "&#x3C;EMAIL_1&#x3e; | EMAIL_1 HTML",
                "&lt;EMAIL_1>        | EMAIL_1 HTML",
                "%3CEMAIL_1%3e       | EMAIL_1 URL",
                "\\u003cEMAIL_1\\u003E | EMAIL_1 JSON",
                "\\\\u003cEMAIL_1\\\\u003e | EMAIL_1 JSON",
            })
    void are_read_as_models_write_them(String written, String read) {
        assertThat(read(written)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<EMAIL>",
                "<EMAIL_>",
                "<EMAIL1>",
                "<EMAIL_01>",
                "<EMAIL_0>",
                "<_1>",
                "<1_1>",
                "<>",
                "<EMAIL_1234567890>",
                "<EMAIL_1 class=x>",
                "<EMAIL_1]",
                "<a href='x'>",
                "<<EMAIL_1>",
                "&amp;EMAIL_1&gt;",
                "%20EMAIL_1%3e",
                "\\nEMAIL_1",
            })
    void other_things_in_brackets_are_none(String text) {
        assertThat(read(text)).isEqualTo("0");
    }

    @Test
    void every_beginning_of_one_is_open_and_of_no_other_thing() {
        var vault = Vault.counting();
        vault.placeholder("EMAIL", "ann@example.org", true);
        var reader = new PlaceholderReader(vault::mayBegin);
        for (String written : new String[] {
            "<EMAIL_1>", "&lt;email\\_1&#x3e;", "%3cEmail 1%3e", "\\\\u003cEMAIL_1\\\\u003e", "\\< EMAIL_1 \\>"
        }) {
            for (int i = 1; i < written.length(); i++) {
                assertThat(reader.read(written.substring(0, i), 0))
                        .as(written.substring(0, i))
                        .isEqualTo(PlaceholderReader.OPEN);
            }
            assertThat(reader.read(written, 0)).isEqualTo(written.length());
        }
        for (String other : new String[] {"<d", "<EMAIL_2", "<EMAIL_1x", "<CARD", "&n", "%2", "\\n", "<EMAIL_1 1"}) {
            assertThat(reader.read(other, 0)).as(other).isEqualTo(PlaceholderReader.NONE);
        }
        assertThat(reader.read("<" + " ".repeat(1), 0)).isEqualTo(PlaceholderReader.OPEN);
        assertThat(reader.read("<" + " ".repeat(200), 0)).isEqualTo(PlaceholderReader.NONE);
    }

    @Test
    void the_same_value_has_the_same_one_and_each_label_counts_for_itself() {
        var vault = Vault.counting();
        assertThat(vault.placeholder("EMAIL", "a@x.org", true)).contains("<EMAIL_1>");
        assertThat(vault.placeholder("EMAIL", "b@x.org", true)).contains("<EMAIL_2>");
        assertThat(vault.placeholder("CARD", "4111", true)).contains("<CARD_1>");
        assertThat(vault.placeholder("EMAIL", "a@x.org", true)).contains("<EMAIL_1>");
        assertThat(vault.original("EMAIL_2")).contains("b@x.org");
        assertThat(vault.original("EMAIL_3")).isEmpty();
    }

    @Test
    void those_that_are_there_already_in_any_spelling_are_left_alone() {
        var vault = Vault.counting();
        vault.avoid("{\"content\":\"<EMAIL_1>, \\u003cemail\\\\_2>, &lt;Email-3&gt; and <CARD_1>\"}");
        assertThat(vault.placeholder("EMAIL", "a@x.org", true)).contains("<EMAIL_4>");
        for (String name : new String[] {"EMAIL_1", "EMAIL_2", "EMAIL_3", "CARD_1"}) {
            assertThat(vault.original(name)).isEmpty();
        }
    }

    @Test
    void a_text_with_more_of_them_than_can_be_remembered_gets_none() {
        var vault = Vault.counting();
        var text = new StringBuilder();
        for (int i = 1; i <= Vault.MOST + 1; i++) {
            text.append("<X_").append(i).append('>');
        }
        vault.avoid(text.toString());
        assertThat(vault.placeholder("EMAIL", "a@x.org", true)).isEmpty();
    }

    @Test
    void there_are_no_more_of_them_than_the_bound() {
        var vault = Vault.counting();
        for (int i = 0; i < Vault.MOST; i++) {
            assertThat(vault.placeholder("EMAIL", "a" + i, true)).isPresent();
        }
        assertThat(vault.placeholder("EMAIL", "one more", true)).isEmpty();
        assertThat(vault.placeholder("EMAIL", "a5", true)).contains("<EMAIL_6>");
    }

    @Test
    void what_only_an_answer_said_is_never_restored() {
        var vault = Vault.counting();
        assertThat(vault.placeholder("EMAIL", "invented@x.org", false)).contains("<EMAIL_1>");
        assertThat(vault.original("EMAIL_1")).isEmpty();
        assertThat(vault.empty()).isTrue();
    }

    @Test
    void keyed_ones_depend_on_value_owner_and_key_and_not_on_what_else_there_is() {
        String one = Vault.keyed(HASHES, "team/a")
                .placeholder("EMAIL", "a@x.org", true)
                .orElseThrow();
        var vault = Vault.keyed(HASHES, "team/a");
        String before = vault.placeholder("EMAIL", "b@x.org", true).orElseThrow();
        assertThat(vault.placeholder("EMAIL", "a@x.org", true)).contains(one);
        assertThat(one).matches("<EMAIL_\\d{1,6}>").isNotEqualTo(before);
        assertThat(Vault.keyed(HASHES, "team/b").placeholder("EMAIL", "a@x.org", true))
                .isNotEqualTo(java.util.Optional.of(one));
        assertThat(Vault.keyed(new Hashes(new Secret("another one of that length")), "team/a")
                        .placeholder("EMAIL", "a@x.org", true))
                .isNotEqualTo(java.util.Optional.of(one));
    }

    @Test
    void keyed_ones_that_meet_in_a_number_differ_all_the_same() {
        var vault = new Vault((label, value, next) -> 7);
        assertThat(vault.placeholder("EMAIL", "a", true)).contains("<EMAIL_7>");
        assertThat(vault.placeholder("EMAIL", "b", true)).contains("<EMAIL_8>");
        assertThat(vault.original("EMAIL_8")).contains("b");
    }

    @Test
    void originals_are_written_for_the_place_they_come_to() {
        assertThat(Spelling.HTML.written("a<b&c>\"")).isEqualTo("a&lt;b&amp;c&gt;&quot;");
        assertThat(Spelling.URL.written("a b+é@x.org")).isEqualTo("a%20b+%C3%A9@x.org");
        assertThat(Spelling.JSON.written("a\"\\\n\u0001")).isEqualTo("a\\\"\\\\\\n\\u0001");
        assertThat(Spelling.PLAIN.written("a<\"")).isEqualTo("a<\"");
    }

    @Test
    void hashes_are_the_same_for_the_same_value_and_key_alone() {
        assertThat(HASHES.shown("EMAIL", "a@x.org"))
                .matches("\\[EMAIL:[0-9a-f]{16}]")
                .isEqualTo(HASHES.shown("EMAIL", "a@x.org"))
                .isNotEqualTo(HASHES.shown("EMAIL", "b@x.org"))
                .isNotEqualTo(new Hashes(new Secret("another one of that length")).shown("EMAIL", "a@x.org"));
    }
}
