package dev.headgate.hub;

import dev.headgate.api.Body;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import dev.headgate.wire.JsonSplice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Puts the vectors of a list of embeddings into base64, for callers who asked for that and providers that do not know
 * it: 32-bit floats, the lowest byte first, each the nearest to the number as it was written.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">encoding_format</a>
 */
public final class Vectors {
    /** The bits of a double that a float has no room for, and what they are just between two floats. */
    private static final long BEYOND_FLOAT = 0x1FFF_FFFFL;

    private static final long HALF = 0x1000_0000L;

    private final JsonReader in;
    private final JsonSplice splice;
    private ByteBuffer floats = ByteBuffer.allocate(4096 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private Vectors(byte[] answer) {
        this.in = new JsonReader(answer, 0, answer.length, JsonLimits.STANDARD);
        this.splice = new JsonSplice(answer);
    }

    /**
     * The same answer with its vectors in base64, the very same where they are already; empty where something in them
     * is no number that a float could hold.
     */
    public static Optional<Body> inBase64(Body answer) {
        var vectors = new Vectors(answer.array());
        try {
            if (!vectors.list()) {
                return Optional.empty();
            }
        } catch (JsonException e) {
            return Optional.empty();
        }
        return Optional.of(vectors.splice.empty() ? answer : Body.wrap(vectors.splice.apply()));
    }

    private boolean list() {
        in.next();
        while (in.next() == Token.NAME) {
            if (!in.is("data")) {
                in.skip();
            } else if (in.next() == Token.START_ARRAY && !entries()) {
                return false;
            }
        }
        return true;
    }

    private boolean entries() {
        while (in.next() == Token.START_OBJECT) {
            while (in.next() == Token.NAME) {
                if (!in.is("embedding")) {
                    in.skip();
                } else if (in.next() == Token.START_ARRAY && !vector()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean vector() {
        int start = in.start();
        floats.clear();
        while (in.next() != Token.END_ARRAY) {
            if (in.token() != Token.NUMBER) {
                return false;
            }
            float value = nearest();
            if (Float.isInfinite(value)) {
                return false;
            }
            if (!floats.hasRemaining()) {
                floats = ByteBuffer.wrap(Arrays.copyOf(floats.array(), floats.capacity() * 2))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .position(floats.capacity());
            }
            floats.putFloat(value);
        }
        splice.replace(start, in.end(), quoted());
        return true;
    }

    /** The nearest float. Rounding the nearest double is the wrong way only where that lies just between two floats. */
    private float nearest() {
        double value = in.decimal();
        boolean between = (Double.doubleToRawLongBits(value) & BEYOND_FLOAT) == HALF;
        boolean tiny = value != 0 && Math.abs(value) < Float.MIN_NORMAL;
        return between || tiny ? Float.parseFloat(in.text()) : (float) value;
    }

    private byte[] quoted() {
        ByteBuffer all = floats.flip();
        ByteBuffer encoded = Base64.getEncoder().encode(all);
        byte[] string = new byte[encoded.remaining() + 2];
        string[0] = '"';
        encoded.get(string, 1, string.length - 2);
        string[string.length - 1] = '"';
        return string;
    }
}
