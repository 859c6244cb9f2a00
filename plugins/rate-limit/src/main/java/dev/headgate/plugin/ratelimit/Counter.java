package dev.headgate.plugin.ratelimit;

import com.knuddels.jtokkit.api.Encoding;
import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Exchange;
import dev.headgate.api.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Counts the tokens of a request before anybody else has. With OpenAI's encodings where a model has them, else by the
 * bytes of its texts and what providers have reported. What a counting costs is bounded whatever the text: beyond a length
 * the rest is taken to be like the beginning, and a little more.
 */
final class Counter {
    /** A body longer than this is counted aside. */
    static final int LARGE = 16 << 10;

    private static final int COUNTED_CHARS = 48 << 10;

    /** What each message costs beside its text, and what the answer's beginning does, in OpenAI's chat format. */
    private static final int PER_TEXT = 4;

    private static final int PER_REQUEST = 3;

    /**
     * The most that one image costs by published rules: 85 and 170 for each of eight tiles at high detail with OpenAI's
     * gpt-4o, about 1,600 with Anthropic, 258 for each of six tiles with Gemini.
     */
    private static final long PER_IMAGE = 1_600;

    /** With OpenAI's gpt-4o-mini an image costs as much as in dollars with gpt-4o: 2,833 and 5,667 for each tile. */
    private static final long PER_IMAGE_MINI = 48_169;

    /** At low detail. */
    private static final long PER_SMALL_IMAGE = 85;

    private static final long PER_SMALL_IMAGE_MINI = 2_833;

    /** Ten tokens a second, of which 16 kbit/s of the tightest speech make 2,667 characters in base64. */
    private static final long AUDIO_CHARS_A_TOKEN = 267;

    private final Encodings encodings = new Encodings();
    private final Calibration calibration = new Calibration();

    /**
     * What a request comes to.
     *
     * @param tokens as close as it can be told
     * @param most what it cannot exceed: a token has at least one byte
     * @param bytes of all its texts
     * @param exact whether the encoding is the model's own and all was counted with it
     */
    record Count(long tokens, long most, long bytes, boolean exact) {
        static final Count NOTHING = new Count(0, 0, 0, true);
    }

    Count of(Exchange exchange) {
        Body body = exchange.body();
        String model = exchange.model();
        Content content = exchange.content();
        List<Content.Part> parts = content.parts();
        Optional<Encoding> encoding = encodings.of(model);
        long bytes = 0;
        long chars = 0;
        long counted = 0;
        long countedChars = 0;
        for (Content.Part part : parts) {
            String text = part.text();
            chars += text.length();
            bytes += bytes(text);
            if (encoding.isPresent() && countedChars < COUNTED_CHARS) {
                String some = begin(text, (int) (COUNTED_CHARS - countedChars));
                counted += encoding.get().countTokensOrdinary(some);
                countedChars += some.length();
            }
        }
        long tools = Tools.bytes(body);
        long more = exchange.operation() == Operation.CHAT ? (long) PER_TEXT * parts.size() + PER_REQUEST : 0;
        long media = media(body, model);
        long text;
        if (encoding.isPresent()) {
            double rest = countedChars == 0 ? 0 : (double) (chars - countedChars) * counted / countedChars * 1.1;
            text = Math.min(bytes, counted + (long) Math.ceil(rest));
        } else {
            text = calibration.tokens(model, bytes);
        }
        long ofTools = Math.ceilDiv(tools, 3);
        return new Count(
                Math.max(1, text + ofTools + more + media),
                bytes + tools + more + media,
                bytes,
                encoding.isPresent() && chars == countedChars && tools == 0 && media == 0);
    }

    /** Learns from what the provider has counted, where the counting was a guess. */
    void learn(String model, Count counted, long reported) {
        if (!counted.exact() && Encodings.type(model).isEmpty()) {
            calibration.learn(model, counted.bytes(), reported);
        }
    }

    /** What a delivered text comes to. */
    long delivered(String model, long bytes, long events) {
        return bytes == 0 ? 0 : Math.max(1, Math.max(Math.min(events, bytes), calibration.tokens(model, bytes)));
    }

    private static String begin(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars);
    }

    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static long media(Body body, String model) {
        byte[] bytes = body.array();
        if (bytes.length < 40) {
            return 0;
        }
        boolean mini = model.contains("4o-mini");
        long images = Tools.count(bytes, IMAGE) + Tools.count(bytes, IMAGE_PART);
        long audio = Tools.count(bytes, AUDIO);
        if (images == 0 && audio == 0) {
            return 0;
        }
        long small = Math.min(images, Tools.count(bytes, LOW));
        long tokens = (images - small) * (mini ? PER_IMAGE_MINI : PER_IMAGE)
                + small * (mini ? PER_SMALL_IMAGE_MINI : PER_SMALL_IMAGE);
        return tokens + (audio == 0 ? 0 : bytes.length / AUDIO_CHARS_A_TOKEN);
    }

    private static final byte[] IMAGE = "\"image_url\":{".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IMAGE_PART = "\"type\":\"input_image\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AUDIO = "\"input_audio\":{".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LOW = "\"detail\":\"low\"".getBytes(StandardCharsets.US_ASCII);
}
