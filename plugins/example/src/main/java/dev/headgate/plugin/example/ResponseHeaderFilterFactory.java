package dev.headgate.plugin.example;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.FilterSettings;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/**
 * The plugin's entry: reads and checks the settings once, so that the filter has nothing left to check.
 *
 * <pre>{@code
 * filters:
 *   - example: { header: x-served-by, value: headgate }
 * }</pre>
 */
@Extension
public final class ResponseHeaderFilterFactory implements FilterFactory {
    // The characters of a token and of a field value in RFC 9110, 5.1 and 5.5; a line break would forge a header.
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

    @Override
    public String name() {
        return "example";
    }

    @Override
    public Filter create(FilterSettings settings) {
        settings.only(Set.of("header", "value"));
        String header = settings.text("header", "x-example");
        String value = settings.text("value", "hello");
        if (!NAME.matcher(header).matches()) {
            throw new IllegalArgumentException("header: not a header name; letters, digits and - are safe");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("value: expected printable ASCII without spaces around it");
        }
        return new ResponseHeaderFilter(header.toLowerCase(Locale.ROOT), value);
    }
}
