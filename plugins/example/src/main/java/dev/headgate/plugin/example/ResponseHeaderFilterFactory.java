package dev.headgate.plugin.example;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import java.util.Locale;
import org.pf4j.Extension;

/**
 * The plugin's entry. The gateway reads the settings into the record and refuses what does not fit, with its line, so
 * that nothing is left to check here.
 *
 * <pre>{@code
 * filters:
 *   - example: { header: x-served-by, value: headgate }
 * }</pre>
 */
@Extension
public final class ResponseHeaderFilterFactory implements FilterFactory<ResponseHeaderFilterFactory.Settings> {
    // The characters of a token and of a field value in RFC 9110, 5.1 and 5.5; a line break would forge a header.
    private static final String NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String VALUE = "[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?";

    @Describe("Adds one header to every answer.")
    record Settings(
            @Describe("The header's name.")
            @Default("x-example")
            @Matches(value = NAME, use = "a header name such as x-team")
            String header,

            @Describe("Its value.")
            @Default("hello")
            @Matches(value = VALUE, use = "printable ASCII without spaces around it")
            String value) {}

    @Override
    public String name() {
        return "example";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        return new ResponseHeaderFilter(settings.header().toLowerCase(Locale.ROOT), settings.value());
    }
}
