package dev.headgate.plugin.headers;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/**
 * Makes filters that change headers.
 *
 * <pre>{@code
 * filters:
 *   - headers:
 *       request: { forward: [ x-trace ], set: { x-organisation: acme } }
 *       response: { set: { x-served-by: headgate }, remove: [ server ] }
 *       labels: { department: x-department }
 * }</pre>
 */
@Extension
public final class HeadersFactory implements FilterFactory<HeadersFactory.Settings> {
    private static final String NAME = "[a-z0-9!#$%&'*+.^_`|~-]{1,128}";
    private static final String NAME_USE = "a header name in lower case, such as x-team";
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,1022}[\\x21-\\x7e])?");

    @Describe("Adds and removes headers, and takes labels from those of the caller.")
    record Settings(
            @Describe("The headers that go to the upstream; those of credentials and of the body cannot be touched.")
            Request request,

            @Describe("The headers of the answer.") Response response,

            @Describe(
                    "Labels by their name, each with the header of the caller that it is taken from. Other filters see"
                            + " them, and the log line says them.")
            @Matches(value = "[a-z0-9-]{1,32}", use = "at most 32 lower-case letters, digits and hyphens")
            Map<String, String> labels) {
        Settings {
            if (labels.size() > 8) {
                throw new IllegalArgumentException("labels: at most 8");
            }
        }
    }

    @Describe("The headers that go to the upstream.")
    record Request(
            @Describe("Headers of the caller that go on as they came.") @Matches(value = NAME, use = NAME_USE)
            List<String> forward,

            @Describe("Headers that are sent, whatever the caller sent.") @Matches(value = NAME, use = NAME_USE)
            Map<String, String> set,

            @Describe("Headers that would go on and do not.") @Matches(value = NAME, use = NAME_USE)
            List<String> remove) {
        Request {
            checkValues(set);
        }
    }

    @Describe("The headers of the answer.")
    record Response(
            @Describe("Headers that are sent, in the place of any of the same name.")
            @Matches(value = NAME, use = NAME_USE)
            Map<String, String> set,

            @Describe("Headers that are not sent.") @Matches(value = NAME, use = NAME_USE)
            List<String> remove) {
        Response {
            checkValues(set);
        }
    }

    private static void checkValues(Map<String, String> set) {
        set.forEach((name, value) -> {
            if (!VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "set." + name + ": use 1 to 1024 characters of printable ASCII without spaces around them");
            }
        });
    }

    @Override
    public String name() {
        return "headers";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        return new HeadersFilter(settings);
    }
}
