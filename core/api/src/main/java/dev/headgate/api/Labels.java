package dev.headgate.api;

import java.util.Map;

/**
 * Words by which filters tell exchanges apart, such as the department that asks. A filter that knows them puts them on
 * the exchange for those further in.
 *
 * @param values by the label's name
 */
public record Labels(Map<String, String> values) {
    /** Under which they stand on an exchange. */
    public static final Attribute<Labels> KEY = new Attribute<>("labels", Labels.class);

    /** There are none. */
    public static final Labels NONE = new Labels(Map.of());

    public Labels {
        values = Map.copyOf(values);
    }

    /** Those of this exchange. */
    public static Labels of(Exchange exchange) {
        return exchange.get(KEY).orElse(NONE);
    }
}
