package dev.headgate.dialect;

import java.util.Locale;

/** One way in which an operator departs from the wire format that it speaks, told by what is done about it. */
public enum Quirk {
    /** Reasoning that stands in {@code reasoning} is said in {@code reasoning_content} as well. */
    REASONING,
    /** Calls get what clients put them together by: an index and an id of their own, arguments that are JSON. */
    TOOL_CALLS,
    /** Empty texts that stand for nothing, as ids, as reasons, as calls, become what OpenAI would have there. */
    EMPTY_VALUES,
    /** Chunks that say again whose they are, or that the answer has ended, say it once. */
    REPEATS,
    /** Contents that are lists of texts and thoughts become a text and its reasoning. */
    CONTENT_LISTS,
    /** A first chunk that holds nothing but the content filter's results gives them to the next. */
    FILTER_RESULTS,
    /** Tokens from the cache are counted where OpenAI counts them. */
    CACHED_TOKENS,
    /** Usage on the last chunk of an answer gets a chunk of its own after it: some clients look for it nowhere else. */
    USAGE_APART,
    /** Usage that stands in {@code x_groq} alone is given where it was asked for. */
    GROQ_USAGE,
    /** Ids of calls made elsewhere are replaced by ones of nine letters and digits, the same ones each time. */
    SHORT_IDS,
    /** What a developer says is said by the system. */
    NO_DEVELOPER,
    /** A choice among some of the tools is not known: only those are sent. */
    NO_ALLOWED_TOOLS,
    /** The reasoning that led to a call is sent back with it, also where the caller has dropped it. */
    REASONING_BACK,
    /** The details of the reasoning that led to a call are sent back with it, as those words are. */
    DETAILS_BACK;

    /** The quirk of this name, in lower case and with hyphens. */
    public static Quirk named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether it is of requests. All others, and the sending back, show in answers. */
    boolean inRequests() {
        return this == REASONING_BACK || this == DETAILS_BACK || !inAnswers();
    }

    boolean inAnswers() {
        return this != SHORT_IDS && this != NO_DEVELOPER && this != NO_ALLOWED_TOOLS;
    }
}
