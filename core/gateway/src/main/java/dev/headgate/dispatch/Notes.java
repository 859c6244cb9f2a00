package dev.headgate.dispatch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What filters leave for the log line of one exchange: few, short, and in one line whatever a plugin tries. */
final class Notes {
    private static final int MOST = 16;
    private static final int LONGEST_NAME = 32;
    private static final int LONGEST_VALUE = 64;

    private final Map<String, String> notes = new LinkedHashMap<>();

    void add(String name, String value) {
        if (!named(name)) {
            throw new IllegalArgumentException(
                    "not the name of a note; use at most 32 lower-case letters, digits and hyphens");
        }
        if (value.length() > LONGEST_VALUE || !value.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException(
                    "the note " + name + " does not fit; use at most 64 visible ASCII characters");
        }
        if (notes.size() == MOST && !notes.containsKey(name)) {
            throw new IllegalArgumentException("an exchange has room for 16 notes");
        }
        notes.put(name, value);
    }

    private static boolean named(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    Map<String, String> all() {
        return Collections.unmodifiableMap(notes);
    }
}
