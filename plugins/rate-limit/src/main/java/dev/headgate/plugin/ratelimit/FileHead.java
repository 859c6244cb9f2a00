package dev.headgate.plugin.ratelimit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the first bytes of a file say: how large an image is, how long a WAV file plays. Of others nothing is told. */
final class FileHead {
    private static final int PNG = 0x89504e47;
    private static final int RIFF = 0x52494646;
    private static final int WAVE = 0x57415645;
    private static final int WEBP = 0x57454250;
    private static final int GIF = 0x47494638;

    private final ByteBuffer head;

    FileHead(byte[] bytes) {
        head = ByteBuffer.wrap(bytes);
    }

    /** Width and height in pixels. */
    record Size(long width, long height) {
        static final Size UNKNOWN = new Size(0, 0);

        boolean known() {
            return width > 0 && height > 0;
        }
    }

    /** The size of a PNG, JPEG, GIF or WebP. */
    Size size() {
        if (head.capacity() < 30) {
            return Size.UNKNOWN;
        }
        int first = head.getInt(0);
        if (first == PNG) {
            return new Size(unsigned(16), unsigned(20));
        }
        if (first == GIF) {
            return new Size(little16(6), little16(8));
        }
        if (first == RIFF && head.getInt(8) == WEBP) {
            return webp();
        }
        return (first >>> 16) == 0xffd8 ? jpeg() : Size.UNKNOWN;
    }

    private Size webp() {
        return switch (head.get(15)) {
            case ' ' -> new Size(little16(26) & 0x3fff, little16(28) & 0x3fff);
            case 'L' -> {
                int bits = Integer.reverseBytes(head.getInt(21));
                yield new Size((bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1);
            }
            case 'X' -> new Size(little24(24) + 1, little24(27) + 1);
            default -> Size.UNKNOWN;
        };
    }

    /** From the frame's header, behind however many other segments. */
    private Size jpeg() {
        int at = 2;
        while (at + 9 <= head.capacity() && head.get(at) == (byte) 0xff) {
            int marker = head.get(at + 1) & 0xff;
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                return new Size(head.getShort(at + 7) & 0xffff, head.getShort(at + 5) & 0xffff);
            }
            int length = head.getShort(at + 2) & 0xffff;
            at += marker == 0xff ? 1 : 2 + Math.max(2, length);
        }
        return Size.UNKNOWN;
    }

    /**
     * How long a WAV file plays.
     *
     * @param length of the whole file in bytes
     * @return milliseconds, or -1 when it is none or does not say
     */
    long wavMillis(long length) {
        if (head.capacity() < 44 || head.getInt(0) != RIFF || head.getInt(8) != WAVE) {
            return -1;
        }
        long rate = Integer.toUnsignedLong(Integer.reverseBytes(head.getInt(28)));
        // By the bytes that are there, whatever the header says of them.
        return rate == 0 ? -1 : Math.ceilDiv(length * 1_000, rate);
    }

    private long unsigned(int at) {
        return Integer.toUnsignedLong(head.getInt(at));
    }

    private int little16(int at) {
        return head.duplicate().order(ByteOrder.LITTLE_ENDIAN).getShort(at) & 0xffff;
    }

    private int little24(int at) {
        return little16(at) | (head.get(at + 2) & 0xff) << 16;
    }
}
