package dev.headgate.plugin;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names in one archive, each of which must stay inside it on every system and stand for one thing alone, also where
 * upper and lower case are the same.
 */
final class EntryNames {
    private static final int LONGEST = 512;

    private final Set<String> files = new HashSet<>();
    private final Set<String> listed = new HashSet<>();
    private final Set<String> folders = new HashSet<>();

    void add(String name) {
        check(name);
        boolean folder = name.endsWith("/");
        String folded = Normalizer.normalize(folder ? name.substring(0, name.length() - 1) : name, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT);
        if (!listed.add(folded)) {
            throw new RefusedArchive("it has the entry " + name + " twice, or in upper and lower case");
        }
        (folder ? folders : files).add(folded);
        for (int slash = folded.lastIndexOf('/'); slash > 0; slash = folded.lastIndexOf('/', slash - 1)) {
            folders.add(folded.substring(0, slash));
        }
    }

    /** Called when all are known. */
    void finish() {
        files.stream().filter(folders::contains).findAny().ifPresent(name -> {
            throw new RefusedArchive("the entry " + name + " is a file and a folder");
        });
    }

    private static void check(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw new RefusedArchive("an entry has no name, or one of more than " + LONGEST + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedArchive("the name of an entry holds control characters");
        }
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        boolean astray = name.indexOf('\\') >= 0 || name.indexOf(':') >= 0;
        for (String part : path.split("/", -1)) {
            astray |= part.isEmpty() || part.equals(".") || part.equals("..");
        }
        if (astray) {
            throw new RefusedArchive("the entry " + name + " does not name a place inside the archive");
        }
    }
}
