package dev.headgate.api;

import java.util.List;

/**
 * The texts of one request, or of one whole answer, whatever its wire format. Nothing is read before somebody asks.
 *
 * <p>What a tool is called with mostly is JSON inside a string: then each string value in it is a text of its own, and
 * whatever it is replaced by, the JSON stays JSON. Member names, numbers and literals in it are no texts. Arguments that
 * are no JSON are one text.
 *
 * <p>Empty strings, names, ids, links and data are no texts, and members that the wire format does not define are not
 * looked into. A body that cannot be read has no texts.
 */
public interface Content {
    /** All texts, in order of appearance. */
    List<Part> parts();

    /**
     * The body with each text as the rewriter wants it. Every byte outside the texts that were changed stays; when none
     * was, it is the very same body.
     */
    Body rewrite(Rewriter rewriter);

    /** The same content with its metadata as texts too, which otherwise is none: the labels of a request and its user. */
    Content withMetadata();

    /** Where the texts stand, and what was not looked into. Found by reading the body once more. */
    Coverage coverage();

    /**
     * One text.
     *
     * @param text as it reads, escapes undone
     */
    record Part(Scope scope, String text) {}

    /**
     * How far a body was understood. Paths are written as in {@code messages[0].content[1].text}; a member whose name is
     * no plain word stands there as {@code ?}.
     *
     * @param texts the path of each of {@link #parts}, in the same order; all texts in one string of JSON have that
     *     string's path
     * @param unknown the paths of members that the wire format does not define or that are not of the kind it defines,
     *     and whose texts, if they have any, are not among the parts; the first hundred
     */
    record Coverage(List<String> texts, List<String> unknown) {
        public Coverage {
            texts = List.copyOf(texts);
            unknown = List.copyOf(unknown);
        }
    }

    /** Says what is to stand in the place of a text: the same text to leave it as it is, in its very bytes. */
    @FunctionalInterface
    interface Rewriter {
        String rewrite(Scope scope, String text);
    }
}
