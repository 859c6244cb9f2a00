package dev.headgate.api;

/**
 * Rewrites the running text of one {@link Lane}. It may hold back what later text can still change, and gives it out
 * with one of the next pieces or at the end; the reader waits for that long, so it ought to hold back little.
 *
 * <p>What a tool is called with mostly is JSON: as in {@link Content}, each string value in it then is a text of its own
 * with a rewriter of its own, escapes undone, and whatever it is replaced by, the JSON stays JSON.
 *
 * <p>What it throws ends the stream: a {@link GatewayException} with its failure, anything else as a failure of the
 * gateway. Neither this piece nor anything held back reaches the caller then.
 */
public interface StreamRewriter {
    /**
     * Takes the next piece of the text, never an empty one. A pair of surrogates may come in two pieces.
     *
     * @return what may be passed on now, perhaps nothing
     */
    String more(String text);

    /**
     * The lane has ended properly. Not called when the stream breaks off or is given up: what is held back then is
     * lost, as everything is that would have followed.
     *
     * @return what was held back
     */
    String end();
}
