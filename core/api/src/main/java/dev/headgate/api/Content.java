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

    /**
     * One text.
     *
     * @param text as it reads, escapes undone
     */
    record Part(Scope scope, String text) {}

    /** Says what is to stand in the place of a text: the same text to leave it as it is, in its very bytes. */
    @FunctionalInterface
    interface Rewriter {
        String rewrite(Scope scope, String text);
    }
}
