package dev.headgate.plugin.ratelimit;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * The images and the audio of one request, and what they cost by the published rules of their model's provider: by the size
 * in the header of an image, by the length in that of a WAV file. Of what cannot be told the most is taken.
 */
final class Media {
    /** No header is looked for further in. */
    private static final int HEADER_CHARS = 64 << 10;

    /** The tightest speech has 16 kbit/s: so many characters of base64 are a second. */
    private static final long CHARS_A_SECOND = 2_667;

    /** A shorter one is no file of any kind. */
    private static final int LEAST_CHARS = 32;

    private final String model;
    private boolean any;
    private long tokens;
    private long image;
    private boolean low;

    Media(String model) {
        this.model = model;
    }

    /**
     * Something that may be an image or audio: its address, or the base64 of its bytes.
     *
     * @return whether it is one
     */
    boolean met(byte[] json, int from, int to) {
        if (isAddress(json, from, to)) {
            image = Math.max(image, rule().most());
        } else {
            byte[] bytes = head(json, from, to);
            if (bytes.length < LEAST_CHARS / 4 * 3) {
                return false;
            }
            var head = new FileHead(bytes);
            long chars = (long) to - from;
            long millis = head.wavMillis(chars / 4 * 3);
            if (millis >= 0) {
                tokens += ofAudio(millis);
            } else {
                FileHead.Size size = head.size();
                image = size.known()
                        ? rule().tokens(size)
                        : Math.max(rule().most(), ofAudio(chars * 1_000 / CHARS_A_SECOND));
            }
        }
        any = true;
        return true;
    }

    /** The image of this object is to be looked at in low detail. */
    void lowDetail() {
        low = true;
    }

    /** An object has ended, and with it what was said of its image. */
    void objectEnds() {
        if (image > 0) {
            tokens += low ? Math.min(image, rule().low()) : image;
            image = 0;
        }
        low = false;
    }

    /** Whether there was any. */
    boolean any() {
        return any;
    }

    /** What all of it comes to. */
    long tokens() {
        return tokens;
    }

    private ImageRule rule() {
        return ImageRule.of(bare());
    }

    private String bare() {
        return model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** OpenAI counts ten a second, Gemini thirty-two. */
    private long ofAudio(long millis) {
        return Math.ceilDiv(millis * (bare().startsWith("gemini") ? 32 : 10), 1_000L);
    }

    private static boolean isAddress(byte[] json, int from, int to) {
        int end = Math.min(to, from + 12);
        for (int i = from; i + 2 < end; i++) {
            if (json[i] == ':') {
                return true;
            }
        }
        return false;
    }

    /** The first bytes, or none when this is no base64. */
    private static byte[] head(byte[] json, int from, int to) {
        int length = Math.min(to - from, HEADER_CHARS) & ~3;
        try {
            return Base64.getDecoder().decode(Arrays.copyOfRange(json, from, from + length));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
