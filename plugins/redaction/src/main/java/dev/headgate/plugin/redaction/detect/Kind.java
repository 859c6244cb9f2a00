package dev.headgate.plugin.redaction.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A kind of thing that is found without being told what it looks like. */
public enum Kind {
    EMAIL(Group.PERSONAL, "E-mail addresses with a domain that could exist"),
    CARD(Group.FINANCIAL, "Payment card numbers: issuer range and length, Luhn"),
    IP(Group.NETWORK, "IP addresses, version 4 and 6");

    /** What kinds are named together by. */
    public enum Group {
        PERSONAL,
        FINANCIAL,
        NATIONAL_ID,
        NETWORK,
        SECRET;

        /** As it is written in settings. */
        public String label() {
            return written(name());
        }
    }

    private final Group group;
    private final String label;
    private final String description;

    Kind(Group group, String description) {
        this.group = group;
        this.label = written(name());
        this.description = description;
    }

    /** As it is written in settings and in {@link Finding#kind()}. */
    public String label() {
        return label;
    }

    /** What it is named together with. */
    public Group group() {
        return group;
    }

    /** What is found and how it is told from other things. */
    public String description() {
        return description;
    }

    /**
     * The kinds of a name, which may be a kind's, a group's or {@code all}.
     *
     * @throws IllegalArgumentException when nothing is called so
     */
    public static List<Kind> named(String name) {
        if (name.equals("all")) {
            return List.of(values());
        }
        List<Kind> kinds = Arrays.stream(values())
                .filter(k -> k.label().equals(name) || k.group.label().equals(name))
                .toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("no kind \"" + name + "\"; known: "
                    + String.join(
                            ", ",
                            Stream.concat(
                                            Arrays.stream(Group.values()).map(Group::label),
                                            Arrays.stream(values()).map(Kind::label))
                                    .toList()));
        }
        return kinds;
    }

    private static String written(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
