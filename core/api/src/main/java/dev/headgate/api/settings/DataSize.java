package dev.headgate.api.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes. Units are binary: 1KB is 1024 bytes, 1MB is 1024KB, 1GB is 1024MB. */
public record DataSize(long bytes) implements Comparable<DataSize> {
    public static final String FORM = "\\d{1,9}(B|KB|MB|GB)";
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(B|KB|MB|GB)");

    /** A size as it is written in the file, such as {@code 256KB}. */
    public static Optional<DataSize> parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        int shift = switch (m.group(2)) {
            case "KB" -> 10;
            case "MB" -> 20;
            case "GB" -> 30;
            default -> 0;
        };
        return Optional.of(new DataSize(Long.parseLong(m.group(1)) << shift));
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }
}
