package dev.headgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.settings.DataSize;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Required;
import dev.headgate.api.settings.Secret;
import dev.headgate.api.settings.Shorthand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plugin declares as a record is read like any other part of the file. */
final class FilterSettingsTest {
    enum Action {
        BLOCK,
        LET_PASS
    }

    record Word(String pattern, Action action) {
        Word {
            if (pattern.startsWith("*")) {
                throw new IllegalArgumentException("pattern: nothing to repeat; write .* for any text");
            }
        }

        @Shorthand
        static Word of(String pattern) {
            return new Word(pattern, Action.BLOCK);
        }
    }

    private record Guard(
            @Required List<Word> words,

            @Default("let-pass") Action otherwise,

            @Default("1.5") @Range(min = "0", max = "10") double weight,

            @Default("true") boolean streams,

            @Default("64KB") DataSize most,

            @Default("3") @Range(min = "1", max = "9000000000")
            long times,

            Optional<Duration> after,

            Optional<Secret> salt,

            @Matches(value = "[a-z]+", use = "lower-case letters")
            Map<String, String> names) {}

    private static FilterSettings.Read<Guard> read(String settings) {
        var read = Reading.read(
                "filters:\n  - guard:\n      " + settings.replace("\n", "\n      "), Map.of("SALT", "s-9"));
        assertThat(Reading.errors(read)).isEmpty();
        return ((ConfigResult.Valid) read)
                .config()
                .filters()
                .getFirst()
                .settings()
                .read(Guard.class);
    }

    private static List<String> errors(String settings) {
        FilterSettings.Read<Guard> read = read(settings);
        assertThat(read.settings().isEmpty()).isEqualTo(!read.errors().isEmpty());
        return read.errors().stream().map(ConfigError::render).toList();
    }

    @Test
    void takes_every_kind_of_value_with_its_shorthands_and_defaults() {
        assertThat(
                        read("words: [ plain, { pattern: x, action: let-pass } ]\nsalt: ${SALT}\ntimes: 9000000000\nafter: 2s\n"
                                        + "weight: 2\nnames: { a: b }")
                                .settings())
                .contains(new Guard(
                        List.of(new Word("plain", Action.BLOCK), new Word("x", Action.LET_PASS)),
                        Action.LET_PASS,
                        2,
                        true,
                        new DataSize(64 << 10),
                        9_000_000_000L,
                        Optional.of(Duration.ofSeconds(2)),
                        Optional.of(new Secret("s-9")),
                        Map.of("a", "b")));
    }

    @Test
    void everything_wrong_is_told_at_once_with_its_line() {
        assertThat(
                        errors(
                                "words: [ '*x' ]\notherwise: pass\nweight: 11\nstreams: maybe\nmost: 5\ntimes: 0\nnames: { A: b }"))
                .containsExactly(
                        "gateway.yaml:3:16: filters[0].guard.words[0]: pattern: nothing to repeat; write .* for any text",
                        "gateway.yaml:4:18: filters[0].guard.otherwise: \"pass\" does not fit; use one of block, let-pass",
                        "gateway.yaml:5:15: filters[0].guard.weight: \"11\" is out of range; use 0 to 10",
                        "gateway.yaml:6:16: filters[0].guard.streams: expected true or false; got text",
                        "gateway.yaml:7:13: filters[0].guard.most: expected a number and a unit, such as 512B, 256KB, 20MB or 1GB;"
                                + " got a number",
                        "gateway.yaml:8:14: filters[0].guard.times: \"0\" is out of range; use 1 to 9000000000",
                        "gateway.yaml:9:16: filters[0].guard.names.A: not a name for this place; use lower-case letters");
    }

    @Test
    void what_is_missing_is_named_where_the_filter_stands() {
        assertThat(errors("weight: 1"))
                .containsExactly("gateway.yaml:2:5: filters[0].guard.words: missing, and required");
    }

    @Test
    void a_key_that_is_misspelt_gets_its_neighbour_also_among_those_of_the_gateway() {
        assertThat(errors("word: [ x ]\nwords: [ x ]"))
                .singleElement()
                .asString()
                .startsWith("gateway.yaml:3:7: filters[0].guard.word: unknown key; did you mean words?");
        assertThat(errors("on-eror: skip\nwords: [ x ]"))
                .singleElement()
                .asString()
                .startsWith("gateway.yaml:3:7: filters[0].guard.on-eror: unknown key; did you mean on-error?");
    }

    @Test
    void a_variable_that_is_not_set_is_named() {
        assertThat(errors("salt: ${NOT_SET}\nwords: [ x ]"))
                .containsExactly("gateway.yaml:3:13: filters[0].guard.salt: environment variable NOT_SET is not set");
    }

    @Test
    void a_secret_in_the_file_is_taken_with_a_warning() {
        FilterSettings.Read<Guard> read = read("salt: in-the-file\nwords: [ x ]");
        assertThat(read.settings()).isPresent();
        assertThat(read.warnings())
                .extracting(ConfigError::render)
                .containsExactly(
                        "gateway.yaml:3:13: filters[0].guard.salt: a secret written in the file; use ${NAME} or"
                                + " ${file:path}");
    }
}
