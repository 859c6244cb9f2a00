package dev.headgate.plugin.redaction;

import dev.headgate.plugin.redaction.detect.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The names of what is looked for, as settings have them. */
final class Kinds {
    /** What pii stands for. */
    private static final Set<Kind.Group> PERSONAL =
            EnumSet.of(Kind.Group.PERSONAL, Kind.Group.FINANCIAL, Kind.Group.NATIONAL_ID);

    private Kinds() {}

    /**
     * The kinds that these names stand for.
     *
     * @param key under which they are written
     * @param others whether a name is that of a kind which the settings themselves bring in
     * @throws IllegalArgumentException naming one that stands for none
     */
    static Set<String> named(String key, List<String> names, Predicate<String> others) {
        var kinds = new LinkedHashSet<String>();
        for (String name : names) {
            kinds.addAll(others.test(name) ? Set.of(name) : named(key, name));
        }
        return kinds;
    }

    /** Whether a name stands for something that is found anyway. */
    static boolean isTaken(String name) {
        return name.equals("secrets")
                || name.equals("pii")
                || name.equals("all")
                || Arrays.stream(Kind.values())
                        .anyMatch(
                                k -> k.label().equals(name) || k.group().label().equals(name));
    }

    private static Set<String> named(String key, String name) {
        return switch (name) {
            case "secrets" -> of(true);
            case "pii" -> of(false);
            default -> {
                try {
                    yield Kind.named(name).stream().map(Kind::label).collect(Collectors.toSet());
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
                }
            }
        };
    }

    private static Set<String> of(boolean secrets) {
        return Arrays.stream(Kind.values())
                .filter(k ->
                        !k.onlyByName() && (secrets ? k.group() == Kind.Group.SECRET : PERSONAL.contains(k.group())))
                .map(Kind::label)
                .collect(Collectors.toSet());
    }
}
