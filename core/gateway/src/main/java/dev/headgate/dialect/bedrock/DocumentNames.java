package dev.headgate.dialect.bedrock;

import java.util.HashSet;
import java.util.Set;

/**
 * The names of the documents of a request. They may hold letters, digits, single spaces, hyphens, parentheses and square
 * brackets, and no two may be alike.
 */
final class DocumentNames {
    private static final int LONGEST = 180; // 200, and room to tell them apart

    private final Set<String> given = new HashSet<>();

    /**
     * The next document's.
     *
     * @param file its name as a file, empty when it has none
     */
    String next(String file) {
        int dot = file.lastIndexOf('.');
        String stem = dot > 0 ? file.substring(0, dot) : file;
        String clean = stem.replaceAll("[^a-zA-Z0-9\\s()\\[\\]-]+", "-")
                .replaceAll("\\s+", " ")
                .strip();
        String base = clean.isEmpty() ? "document" : clean.substring(0, Math.min(clean.length(), LONGEST));
        String name = base;
        for (int i = 2; !given.add(name); i++) {
            name = base + " (" + i + ")";
        }
        return name;
    }
}
