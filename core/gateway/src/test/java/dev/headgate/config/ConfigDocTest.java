package dev.headgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ConfigDocTest {
    private static final Path SHIPPED = Path.of(System.getProperty("headgate.root", ""), "docs", "configuration.md");
    private static final Pattern MADE_FROM_HERE = Pattern.compile("<!-- From here on made from the code.*?-->\n\n");

    @Test
    void the_shipped_reference_is_the_one_the_records_make() throws IOException {
        String shipped = Files.readString(SHIPPED);
        Matcher mark = MADE_FROM_HERE.matcher(shipped);
        assertThat(mark.find()).isTrue();
        String expected = shipped.substring(0, mark.end()) + ConfigDoc.write();
        if (Boolean.getBoolean("headgate.regenerate")) {
            Files.writeString(SHIPPED, expected);
            return;
        }
        assertThat(shipped)
                .as("regenerate with: ./mvnw -q -pl core/gateway -am test -Dtest=ConfigDocTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dheadgate.regenerate=true")
                .isEqualTo(expected);
    }

    @Test
    void the_example_is_valid() throws IOException {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(SHIPPED));
        assertThat(example.find()).isTrue();
        assertThat(Reading.errors(Reading.read(
                        example.group(1),
                        java.util.Map.of("AZ1", "one", "AZ2", "two", "SEARCH_KEY", "hg-search-1a2b3c4d5e6f"))))
                .isEmpty();
    }

    @Test
    void every_key_has_a_meaning() {
        assertThat(ConfigDoc.write().lines().filter(l -> l.startsWith("| `")))
                .hasSizeGreaterThan(40)
                .allSatisfy(l -> assertThat(l).doesNotEndWith("|  |"));
    }
}
