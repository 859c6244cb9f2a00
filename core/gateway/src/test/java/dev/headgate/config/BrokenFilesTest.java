package dev.headgate.config;

import static dev.headgate.config.Reading.errors;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that no configuration can come from, each refused at a line and with a reason. */
class BrokenFilesTest {

    static Stream<Arguments> broken() {
        return Stream.of(
                of("unknown field", "server: {}\nsevrer: {}\n", "2:1: sevrer: unknown key; did you mean server?"),
                of("wrong type", "server: {}\nkeys: 5\n", "2:7: keys: expected a list; got a number"),
                of("duplicate key", "server: {}\nserver: {}\n", "2:1: server: duplicate key"),
                of("foreign tag", "server: !!javax.script.ScriptEngineManager [ x ]\n", "1:9: a tag that is not"),
                of("local tag", "server:\n  host: !include x\n", "2:9: a tag that is not"),
                of("undefined tag handle", "server:\n  host: !a!b x\n", "2:9: not YAML: an undefined tag"),
                of("many aliases", "filters:\n- &a x\n" + "- *a\n".repeat(51), "53:3: more than 50 aliases"),
                of("alias of itself", "filters:\n- a: &a\n    b: *a\n", "3:8: an alias inside the part"),
                of("alias without anchor", "server: *nowhere\n", "1:9: an alias (*name) without its anchor"),
                of("too large", "#" + "x".repeat(16 << 20), "1:1: the file is larger than 16 MiB"),
                of("tab as indentation", "server:\n\tport: 1\n", "2:1: not YAML: found character '\\t(TAB)'"),
                of("two documents", "server: {}\n---\nserver: {}\n", "2:1: a second document"),
                of("empty", "", "1:1: the file is empty"),
                of("only a comment", "# nothing\n", "1:1: the file is empty"),
                of("list at the top", "- server\n", "1:1: expected a map with server, admin"),
                of("text at the top", "server\n", "1:1: expected a map with server, admin"),
                of("unclosed quote", "server:\n  host: \"x\n", "3:1: not YAML: found unexpected end of stream"),
                of("unclosed bracket", "filters: [ a,\n", "2:1: not YAML: "),
                of("wrong indentation", "server:\n  port: 1\n host: x\n", "3:2: not YAML: "),
                of("no space after a colon", "server:\n  port:1\n  host: x\n", "3:7: not YAML: "),
                of("control character", "server:\n  host: a\u0007b\n", "2:10: control character U+0007"),
                of("deep nesting", "filters: " + "[".repeat(100_000), "1:73: nested deeper than 64 levels"),
                of(
                        "more entries than there is room for",
                        "filters: [" + "1,".repeat(1_000_001) + "]\n",
                        "1:%d: more than %d entries".formatted(5 + 2 * entries(), entries())),
                of("another version of YAML", "%YAML 3.0\n---\nserver: {}\n", "1:1: not YAML 1.2"),
                Arguments.of(
                        "not UTF-8",
                        "server:\n  host: \u00fc\n".getBytes(StandardCharsets.ISO_8859_1),
                        "2:9: not UTF-8"),
                Arguments.of("UTF-16", "server: {}\n".getBytes(StandardCharsets.UTF_16), "1:1: not UTF-8"));
    }

    private static long entries() {
        return YamlScreen.maxNodes(Runtime.getRuntime().maxMemory());
    }

    @Test
    void has_room_for_as_many_entries_as_the_heap_has_kilobytes() {
        assertThat(YamlScreen.maxNodes(64L << 20)).isEqualTo(100_000);
        assertThat(YamlScreen.maxNodes(256L << 20)).isEqualTo(262_144);
        assertThat(YamlScreen.maxNodes(8L << 30)).isEqualTo(1_000_000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void is_refused_with_its_place(String what, byte[] content, String reason) {
        assertThat(errors(Reading.read(content, Path.of(""), Map.of())))
                .as(what)
                .singleElement()
                .asString()
                .startsWith("gateway.yaml:" + reason);
    }

    @Test
    void an_alias_bomb_is_refused_before_it_is_expanded() {
        assertThat(errors(Reading.read(bomb().getBytes(StandardCharsets.UTF_8), Path.of(""), Map.of())))
                .singleElement()
                .asString()
                .matches("gateway.yaml:(9|10|11):\\d+: more than \\d+ entries, counting what aliases stand for; .*");
    }

    /** Eight levels of six aliases each: some two million nodes, were they expanded. */
    private static String bomb() {
        var yaml = new StringBuilder("filters:\n- x:\n    a0: &a0 [ lol ]\n");
        for (int i = 1; i < 9; i++) {
            yaml.append("    a%d: &a%d [ %s ]\n"
                    .formatted(i, i, "*a%d, ".formatted(i - 1).repeat(6)));
        }
        return yaml.toString();
    }

    private static Arguments of(String what, String yaml, String reason) {
        return Arguments.of(what, yaml.getBytes(StandardCharsets.UTF_8), reason);
    }
}
