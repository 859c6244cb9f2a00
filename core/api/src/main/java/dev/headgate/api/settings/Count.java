package dev.headgate.api.settings;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole number that may be written short: 200k is 200,000, 5M five million, 1.5G one and a half thousand million. */
public record Count(long value) implements Comparable<Count> {
    public static final String FORM = "\\d{1,12}(?:\\.\\d{1,3})?[kMG]?";
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)([kMG]?)");

    /** A number as it is written in the file, such as {@code 200k}. */
    public static Optional<Count> parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        int places = switch (m.group(2)) {
            case "k" -> 3;
            case "M" -> 6;
            case "G" -> 9;
            default -> 0;
        };
        try {
            return Optional.of(
                    new Count(new BigDecimal(m.group(1)).movePointRight(places).longValueExact()));
        } catch (ArithmeticException e) {
            return Optional.empty(); // a part of one, or more than a long holds
        }
    }

    @Override
    public int compareTo(Count other) {
        return Long.compare(value, other.value);
    }
}
