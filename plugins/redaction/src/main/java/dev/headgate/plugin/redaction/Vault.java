package dev.headgate.plugin.redaction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The placeholders of one exchange and what they stand for, in memory as long as the exchange. A placeholder that the
 * request already holds, however it is written, is never given out and never restored. Used by one thread at a time.
 */
final class Vault {
    /** The most values that have placeholders; the mask stands in the place of further ones. */
    static final int MOST = 10_000;

    /** How far keyed numbers go: six digits are short enough for a model to repeat them without a slip. */
    private static final int KEYED = 999_983;

    private record Value(String label, String text) {}

    private final Numbers numbers;
    private final Map<Value, String> names = new HashMap<>();
    private final TreeMap<String, String> originals = new TreeMap<>();
    private final Map<String, Integer> next = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private boolean crowded;

    /** Where the numbers of values come from. */
    @FunctionalInterface
    interface Numbers {
        /** The number to begin with; when it is taken, the next one is tried. */
        int first(String label, String value, int next);
    }

    Vault(Numbers numbers) {
        this.numbers = numbers;
    }

    /** Counts from 1, in order of appearance. */
    static Vault counting() {
        return new Vault((label, value, next) -> next);
    }

    /** Takes numbers from values, the same for the same owner whatever else a request holds. */
    static Vault keyed(Hashes hashes, String owner) {
        return new Vault((label, value, next) -> hashes.number(owner, label, value, KEYED));
    }

    /** Keeps away from all placeholders in this text; when it holds too many to know them all, none is given out. */
    void avoid(String text) {
        var reader = new PlaceholderReader(name -> true);
        for (int at = 0; at < text.length(); at++) {
            if (PlaceholderReader.begins(text.charAt(at)) && reader.read(text, at) > 0) {
                taken.add(reader.name());
                if (taken.size() > MOST) {
                    crowded = true;
                    return;
                }
            }
        }
    }

    /**
     * The placeholder of a value, empty when there are too many.
     *
     * @param restorable whether it stands for the value in an answer, too
     */
    Optional<String> placeholder(String label, String text, boolean restorable) {
        var value = new Value(label, text);
        String name = names.get(value);
        if (name == null) {
            if (crowded || names.size() == MOST) {
                return Optional.empty();
            }
            name = newName(value);
            names.put(value, name);
            if (restorable) {
                originals.put(name, text);
            }
        }
        return Optional.of("<" + name + ">");
    }

    private String newName(Value value) {
        int number = numbers.first(value.label(), value.text(), next.getOrDefault(value.label(), 1));
        String name = value.label() + "_" + number;
        while (!taken.add(name)) {
            number++;
            name = value.label() + "_" + number;
        }
        next.put(value.label(), number + 1);
        return name;
    }

    /** What a placeholder of this name stands for, if it is one. */
    Optional<String> original(String name) {
        return Optional.ofNullable(originals.get(name));
    }

    /** Whether a placeholder that stands for something has a name that begins so. */
    boolean mayBegin(String beginning) {
        String first = originals.ceilingKey(beginning);
        return first != null && first.startsWith(beginning);
    }

    /** Whether there is nothing to restore. */
    boolean empty() {
        return originals.isEmpty();
    }
}
