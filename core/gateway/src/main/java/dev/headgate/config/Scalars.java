package dev.headgate.config;

import dev.headgate.api.quota.Allowance;
import dev.headgate.api.settings.Count;
import dev.headgate.api.settings.DataSize;
import dev.headgate.api.settings.Rate;
import dev.headgate.api.settings.Secret;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The types that are written as one text, number or truth value. */
final class Scalars {
    private static final Pattern INT = Pattern.compile("[+-]?\\d{1,10}");
    private static final Pattern LONG = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}(\\.\\d{1,15})?");

    /**
     * How one type is written.
     *
     * @param tag the YAML type it has without quotes
     * @param use what is right, in words, completing "use …"
     * @param form the regular expression of its text for the schema; empty for any text
     */
    record Scalar(Tag tag, String use, String form, Function<String, Optional<?>> parse) {}

    /** Types whose text may hold a credential and is not repeated in a message. */
    static boolean guarded(Class<?> type) {
        return type == Secret.class || type == URI.class || type == RedisUrl.class;
    }

    /** Whether this is a credential or holds one. */
    static boolean secret(Object value) {
        return value instanceof Secret
                || (value instanceof RedisUrl url && url.password().isPresent());
    }

    /** The YAML types without quotes that stand for a value of this one. */
    static boolean tagged(Tag tag, Scalar scalar) {
        return tag.equals(scalar.tag())
                || (scalar.tag().equals(Tag.FLOAT) && tag.equals(Tag.INT))
                || (counted(scalar) && tag.equals(Tag.INT));
    }

    /** Whether a text of this type may be a plain number. */
    static boolean counted(Scalar scalar) {
        return scalar.form().equals(Count.FORM) || scalar.form().equals(Rate.FORM);
    }

    private static final Map<Class<?>, Scalar> ALL = all();

    private Scalars() {}

    static boolean known(Class<?> type) {
        return type.isEnum() || ALL.containsKey(type);
    }

    static Scalar of(Class<?> type) {
        Scalar scalar = type.isEnum() ? ofEnum(type) : ALL.get(type);
        if (scalar == null) {
            throw new IllegalStateException("no way to read a " + type.getSimpleName());
        }
        return scalar;
    }

    /** The words an enum is written with. */
    static Map<String, Object> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(
                        c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        c -> c,
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private static Scalar ofEnum(Class<?> type) {
        Map<String, Object> words = words(type);
        return new Scalar(
                Tag.STR,
                "one of " + String.join(", ", words.keySet()),
                String.join("|", words.keySet()),
                text -> Optional.ofNullable(words.get(text)));
    }

    private static Map<Class<?>, Scalar> all() {
        var all = new HashMap<Class<?>, Scalar>();
        all.put(String.class, text("text", "", Optional::of));
        all.put(
                Secret.class,
                text("visible ASCII characters, at least one, and no space around them", "", Secret::parse));
        all.put(int.class, new Scalar(Tag.INT, "a whole number", "", Scalars::integer));
        all.put(long.class, new Scalar(Tag.INT, "a whole number", "", Scalars::whole));
        all.put(double.class, new Scalar(Tag.FLOAT, "a number", "", Scalars::number));
        all.put(Double.class, new Scalar(Tag.FLOAT, "a number", "", Scalars::number));
        all.put(Boolean.class, new Scalar(Tag.BOOL, "true or false", "", Scalars::truth));
        all.put(boolean.class, new Scalar(Tag.BOOL, "true or false", "", Scalars::truth));
        all.put(
                DataSize.class,
                text("a number and a unit, such as 512B, 256KB, 20MB or 1GB", DataSize.FORM, DataSize::parse));
        all.put(Count.class, text("a number such as 500, 200k or 5M", Count.FORM, Count::parse));
        all.put(
                Allowance.class,
                text(
                        "a limit such as 600/min, 200k tokens/min, 5M input-tokens/day or 50 concurrent",
                        Allowance.FORM,
                        Allowance::parse));
        all.put(Rate.class, text("a number in a time, such as 600/min, 200k/min or 5M/day", Rate.FORM, Rate::parse));
        all.put(
                Duration.class,
                text("a number and a unit, such as 100ms, 30s, 5m, 1h or 1d", Durations.FORM, Durations::parse));
        all.put(
                Backoff.class,
                text("the least and the greatest wait, such as 100ms..2s", Backoff.FORM, Backoff::parse));
        all.put(Share.class, text("a percentage, such as 5% or 0.5%", Share.FORM, Share::parse));
        all.put(Path.class, text("the path of a file or folder", "", Scalars::path));
        all.put(RedisUrl.class, text(RedisUrl.USE, RedisUrl.FORM, RedisUrl::parse));
        all.put(
                URI.class,
                text(
                        "an http or https URL without user, query or fragment, such as https://api.example.com/v1",
                        "https?://[^?#@\\s]+",
                        Scalars::url));
        return Map.copyOf(all);
    }

    private static Scalar text(String use, String form, Function<String, Optional<?>> parse) {
        return new Scalar(Tag.STR, use, form, parse);
    }

    private static Optional<?> whole(String text) {
        if (!LONG.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(text));
    }

    private static Optional<?> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }

    private static Optional<?> integer(String text) {
        if (!INT.matcher(text).matches()) {
            return Optional.empty();
        }
        long value = Long.parseLong(text);
        return value == (int) value ? Optional.of((int) value) : Optional.empty();
    }

    private static Optional<?> truth(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<?> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<?> url(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return http && bare && uri.getHost() != null && uri.getPort() <= 65535
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }
}
