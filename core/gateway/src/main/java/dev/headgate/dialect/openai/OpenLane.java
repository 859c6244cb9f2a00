package dev.headgate.dialect.openai;

import dev.headgate.api.StreamRewriter;

/** One lane whose text is under way. */
final class OpenLane {
    private final LaneKey key;
    private final StreamRewriter rewriter;
    private String half = "";

    OpenLane(LaneKey key, StreamRewriter rewriter) {
        this.key = key;
        this.rewriter = rewriter;
    }

    LaneKey key() {
        return key;
    }

    /** What may be passed on now. A string of JSON holds whole characters: half a one waits for the other half. */
    String more(String text) {
        String out = half + rewriter.more(text);
        int last = out.length() - 1;
        boolean cut = last >= 0 && Character.isHighSurrogate(out.charAt(last));
        half = cut ? out.substring(last) : "";
        return cut ? out.substring(0, last) : out;
    }

    /** What is still to be passed on. */
    String end() {
        return half + rewriter.end();
    }
}
