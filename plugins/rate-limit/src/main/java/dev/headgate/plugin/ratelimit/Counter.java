package dev.headgate.plugin.ratelimit;

import com.knuddels.jtokkit.api.Encoding;
import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Operation;
import java.util.Optional;

/**
 * Counts the tokens of a request before anybody else has: by the bytes of its texts and by what providers have reported of
 * the model so far, and where that is too coarse with OpenAI's encodings, if the model has one. What a counting costs is
 * bounded whatever the text: beyond a length the rest is taken to be like the beginning, and a little more.
 */
final class Counter {
    /** A body longer than this is looked through aside; one of this length takes a millisecond at worst. */
    static final int LARGE = 512 << 10;

    /** A body longer than this is encoded aside: that takes some fifty times as long. */
    static final int LARGE_TO_ENCODE = 2 << 10;

    private static final int ENCODED_CHARS = 16 << 10;

    /** What each message costs beside its text, and what the answer's beginning does, in OpenAI's chat format. */
    private static final int PER_TEXT = 4;

    private static final int PER_REQUEST = 3;

    private final Encodings encodings = new Encodings();
    private final Calibration inputs = new Calibration();
    private final Calibration answers = new Calibration();

    /**
     * What a request comes to.
     *
     * @param tokens as close as it can be told
     * @param most what it cannot exceed, as a token has at least one byte; {@code tokens} where that was counted
     * @param bytes of all its texts, as they are written
     * @param overhead of {@code tokens}, those for what is no text
     * @param media whether there are images or audio, whose tokens nobody learns from
     */
    record Count(long tokens, long most, long bytes, long overhead, boolean media) {
        static final Count NOTHING = new Count(0, 0, 0, 0, false);
    }

    /** OpenAI's encodings, as far as they have been read. */
    Encodings encodings() {
        return encodings;
    }

    /** A quick count, by the bytes. */
    Count of(Body body, Operation operation, String model) {
        var media = new Media(model);
        Scan scan = Scan.of(body.array(), media);
        long around = operation == Operation.CHAT ? PER_TEXT * scan.texts() + PER_REQUEST : 0;
        long overhead = around + scan.numbers() + media.tokens() + Math.ceilDiv(scan.tools(), 3);
        return new Count(
                Math.max(1, inputs.tokens(model, scan.bytes()) + overhead),
                Math.max(1, scan.bytes() + around + scan.numbers() + media.tokens() + scan.tools()),
                scan.bytes(),
                overhead,
                media.any());
    }

    /** Whether a model's texts can be counted token by token; if its encoding has to be read first, that begins now. */
    boolean encodes(String model) {
        return encodings.of(model).isPresent();
    }

    /** The same count with its texts counted token by token; as it was when the model has no encoding. */
    Count encoded(Count quick, Content content, String model) {
        Optional<Encoding> encoding = encodings.of(model);
        if (encoding.isEmpty()) {
            return quick;
        }
        long chars = 0;
        long counted = 0;
        long countedChars = 0;
        for (Content.Part part : content.parts()) {
            String text = part.text();
            chars += text.length();
            if (countedChars < ENCODED_CHARS) {
                String some = begin(text, (int) (ENCODED_CHARS - countedChars));
                counted += encoding.get().countTokensOrdinary(some);
                countedChars += some.length();
            }
        }
        double rest = countedChars == 0 ? 0 : (double) (chars - countedChars) * counted / countedChars * 1.1;
        long tokens = Math.clamp(counted + (long) Math.ceil(rest) + quick.overhead, 1, quick.most);
        boolean all = chars == countedChars;
        return new Count(tokens, all ? tokens : quick.most, quick.bytes, quick.overhead, quick.media);
    }

    /** Learns from what the provider has counted of a request. */
    void learn(String model, Count counted, long reported) {
        if (!counted.media) {
            inputs.learn(model, counted.bytes, reported - counted.overhead);
        }
    }

    /** Learns from what the provider has counted of an answer that was delivered. */
    void learnAnswer(String model, long bytes, long reported) {
        answers.learn(model, bytes, reported);
    }

    /** What a delivered text comes to. */
    long delivered(String model, long bytes, long events) {
        if (bytes == 0) {
            return 0;
        }
        return Math.max(1, answers.knows(model) ? answers.tokens(model, bytes) : guessed(model, bytes, events));
    }

    private long guessed(String model, long bytes, long events) {
        return Math.max(Math.min(events, bytes), answers.tokens(model, bytes));
    }

    private static String begin(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars);
    }
}
