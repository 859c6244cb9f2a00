package dev.headgate.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** A part of a whole, from nothing to all of it. Written {@code 20%} or {@code 0.5%}. */
public record Share(double fraction) implements Comparable<Share> {
    static final String FORM = "\\d{1,3}(?:\\.\\d{1,2})?%";
    private static final Pattern PATTERN = Pattern.compile(FORM);

    static Optional<Share> parse(String text) {
        if (!PATTERN.matcher(text).matches()) {
            return Optional.empty();
        }
        double percent = Double.parseDouble(text.substring(0, text.length() - 1));
        return percent <= 100 ? Optional.of(new Share(percent / 100)) : Optional.empty();
    }

    @Override
    public int compareTo(Share other) {
        return Double.compare(fraction, other.fraction);
    }
}
