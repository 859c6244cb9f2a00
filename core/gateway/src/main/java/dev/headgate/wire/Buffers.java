package dev.headgate.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;

/** Views between Vert.x buffers and arrays that spare a copy. The arrays must not change while a view is in use. */
public final class Buffers {
    private Buffers() {}

    /** A buffer over this array. */
    public static Buffer wrap(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    /** A buffer over a part of this array. */
    public static Buffer wrap(byte[] bytes, int from, int to) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, from, to - from));
    }

    /** Text in ASCII. */
    public static ByteBuf ascii(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The bytes of a buffer, in place. */
    public static ByteBuf bytes(Buffer buffer) {
        return ((BufferInternal) buffer).getByteBuf();
    }

    /** What to do with the bytes of a buffer. */
    @FunctionalInterface
    public interface Range {
        void accept(byte[] array, int from, int to);
    }

    /** Hands over the buffer's bytes, in place when they already are in an array. */
    public static void read(Buffer buffer, Range range) {
        ByteBuf bytes = bytes(buffer);
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.readerIndex();
            range.accept(bytes.array(), from, from + bytes.readableBytes());
        } else {
            byte[] copy = buffer.getBytes();
            range.accept(copy, 0, copy.length);
        }
    }
}
