package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.api.Usage;
import dev.headgate.dialect.StreamReader;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import dev.headgate.wire.SseEvent;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a stream of {@code chat.completion.chunk} or {@code text_completion} events.
 *
 * <p>A delta bears content when any member of it but the role holds a text, a list or an object that is not empty:
 * text, reasoning under any of its names, tool calls, refusals and audio alike, and whatever comes next. Empty strings
 * do not count; some servers fill every member with them.
 */
final class ChunkReader implements StreamReader {
    private static final int MAX_CHOICES = 1024;
    private static final byte[] NONE = {};

    private final byte[] endMark;
    private final int choices;
    private final JsonReader json = new JsonReader(NONE, 0, 0, JsonLimits.WIDE);
    private final BitSet begun = new BitSet();
    private final BitSet ended = new BitSet();
    private Usage usage = Usage.NONE;
    private @Nullable UpstreamError error;

    // What the event being read has shown; it counts once the event has turned out to be well-formed.
    private final BitSet begunNow = new BitSet();
    private final BitSet endedNow = new BitSet();
    private Usage usageNow = Usage.NONE;
    private boolean content;
    private boolean usageSeen;
    private boolean choicesSeen;
    private boolean errorSeen;
    private int markedIndex;

    /**
     * @param choices how many answers were asked for
     */
    ChunkReader(byte[] endMark, int choices) {
        this.endMark = endMark;
        this.choices = choices;
    }

    @Override
    public Verdict read(SseEvent event) {
        byte[] b = event.data();
        int from = event.dataStart();
        int to = event.dataEnd();
        while (from < to && (b[from] == ' ' || b[from] == '\t' || b[from] == '\r' || b[from] == '\n')) {
            from++;
        }
        if (from == to) {
            return Verdict.PREAMBLE;
        }
        if (isDone(b, from, to)) {
            return Verdict.END;
        }
        if (event.named("error")) {
            return failed(b, from, to);
        }
        try {
            if (!wellFormed(b, from, to)) {
                return Verdict.MALFORMED;
            }
        } catch (JsonException e) {
            return Verdict.MALFORMED;
        }
        if (!begunNow.isEmpty()) {
            begun.or(begunNow);
            ended.or(endedNow);
        }
        if (usageSeen) {
            usage = usageNow;
        }
        if (errorSeen) {
            return failed(b, from, to);
        }
        if (content) {
            return Verdict.CONTENT;
        }
        return usageSeen && !choicesSeen ? Verdict.USAGE : Verdict.PREAMBLE;
    }

    static boolean isDone(byte[] b, int from, int to) {
        return to - from >= 6
                && b[from] == '['
                && b[from + 1] == 'D'
                && b[from + 2] == 'O'
                && b[from + 3] == 'N'
                && b[from + 4] == 'E'
                && b[from + 5] == ']';
    }

    private Verdict failed(byte[] b, int from, int to) {
        error = ErrorReader.read(200, Body.wrap(Arrays.copyOfRange(b, from, to)));
        return Verdict.ERROR;
    }

    /**
     * Reads a whole event; false when it is no object. The events of a stream mostly begin alike up to the first delta:
     * from there on alone they are read anew.
     */
    private boolean wellFormed(byte[] b, int from, int to) {
        content = usageSeen = choicesSeen = errorSeen = false;
        begunNow.clear();
        endedNow.clear();
        if (json.restartAtMark(b, from, to)) {
            choicesSeen = true;
            content = delta();
            choice(markedIndex);
            choices();
        } else if (json.next() != Token.START_OBJECT) {
            return false;
        }
        chunk();
        json.next();
        return true;
    }

    private void chunk() {
        while (json.next() == Token.NAME) {
            if (json.is("choices")) {
                if (json.next() == Token.START_ARRAY) {
                    choices();
                } else {
                    json.skip();
                }
            } else if (json.is("usage")) {
                reportedUsage();
            } else if (json.is("error")) {
                errorSeen |= json.next() != Token.NULL;
                json.skip();
            } else if (json.is("object")) {
                errorSeen |= json.next() == Token.STRING && json.is("error");
                json.skip();
            } else if (json.is("x_groq")) {
                groq();
            } else {
                json.next();
                json.skip();
            }
        }
    }

    private void reportedUsage() {
        if (json.next() == Token.START_OBJECT) {
            usageNow = UsageReader.read(json);
            usageSeen = true;
        } else {
            json.skip();
        }
    }

    /** Groq reports usage and errors in a member of its own. */
    private void groq() {
        if (json.next() != Token.START_OBJECT) {
            json.skip();
            return;
        }
        while (json.next() == Token.NAME) {
            if (json.is("usage")) {
                reportedUsage();
            } else {
                json.next();
                json.skip();
            }
        }
    }

    /** The elements that are left of the choices. */
    private void choices() {
        while (json.next() != Token.END_ARRAY) {
            choicesSeen = true;
            if (json.token() == Token.START_OBJECT) {
                choice(0);
            } else {
                json.skip();
            }
        }
    }

    /** The members that are left of a choice. */
    private void choice(int indexSoFar) {
        int index = indexSoFar;
        boolean finish = false;
        while (json.next() == Token.NAME) {
            if (json.is("index")) {
                index = json.next() == Token.NUMBER ? Math.clamp(json.wholeNumber(0), 0, MAX_CHOICES) : 0;
                json.skip();
            } else if (json.is("finish_reason")) {
                finish = json.next() == Token.STRING && json.end() - json.start() > 2;
                json.skip();
            } else if (json.is("delta") || json.is("message")) {
                if (json.next() == Token.START_OBJECT) {
                    if (!finish) {
                        mark(index);
                    }
                    content |= delta();
                } else {
                    content |= bears();
                }
            } else if (json.is("text")) {
                json.next();
                content |= bears();
            } else {
                json.next();
                json.skip();
            }
        }
        begunNow.set(index);
        if (finish) {
            endedNow.set(index);
            content = true;
        }
    }

    /** Marks the first delta, before which nothing has been seen that counts but its choice's index. */
    private void mark(int index) {
        if (!content && !usageSeen && !errorSeen && begunNow.isEmpty()) {
            json.mark();
            markedIndex = index;
        }
    }

    private boolean delta() {
        boolean bears = false;
        while (json.next() == Token.NAME) {
            boolean label = json.is("role") || json.is("name") || json.is("channel");
            json.next();
            if (label) {
                json.skip();
            } else {
                bears |= bears();
            }
        }
        return bears;
    }

    /** Whether the value at the reader holds any text that is not empty; reads to its end. */
    private boolean bears() {
        return switch (json.token()) {
            case STRING -> json.end() - json.start() > 2;
            case START_ARRAY -> {
                boolean bears = false;
                while (json.next() != Token.END_ARRAY) {
                    bears |= bears();
                }
                yield bears;
            }
            case START_OBJECT -> {
                boolean bears = false;
                while (json.next() == Token.NAME) {
                    json.next();
                    bears |= bears();
                }
                yield bears;
            }
            default -> false;
        };
    }

    @Override
    public boolean finished() {
        int n = ended.cardinality();
        return n == begun.cardinality() && n >= choices;
    }

    @Override
    public byte[] endMark() {
        return endMark.clone();
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public UpstreamError error() {
        return Optional.ofNullable(error).orElseThrow();
    }
}
