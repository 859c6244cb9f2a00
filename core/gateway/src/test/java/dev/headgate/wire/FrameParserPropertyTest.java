package dev.headgate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.Frames;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random frames, cut anywhere. */
class FrameParserPropertyTest {
    @Property(tries = 200)
    void gives_the_same_frames_wherever_they_are_cut(@ForAll long seed) {
        Random random = new Random(seed);
        List<byte[]> payloads = new ArrayList<>();
        byte[] stream = stream(random, payloads);
        for (int cut = 0; cut <= stream.length; cut++) {
            check(payloads, read(stream, cut));
        }
        check(
                payloads,
                read(stream, random.ints(8, 0, stream.length + 1).sorted().toArray()));
    }

    @Property(tries = 300)
    void finds_every_change_of_a_byte(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] stream = stream(random, new ArrayList<>());
        if (stream.length > 0) {
            stream[random.nextInt(stream.length)] ^= (byte) (1 + random.nextInt(255));
            assertThatThrownBy(() -> read(stream, random.nextInt(stream.length)))
                    .isInstanceOf(FrameException.class);
        }
    }

    @Property(tries = 300)
    void makes_frames_of_nothing_else(@ForAll byte[] bytes) {
        try {
            assertThat(read(bytes, bytes.length / 2)).isEmpty();
        } catch (FrameException e) {
            assertThat(e.getStackTrace()).isEmpty();
        }
    }

    private static byte[] stream(Random random, List<byte[]> payloads) {
        var out = new ByteArrayOutputStream();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            payloads.add(payload);
            Map<String, String> headers =
                    random.nextBoolean() ? Map.of() : Map.of(":event-type", "e".repeat(random.nextInt(9)), "é", "✓");
            out.writeBytes(Frames.frame(headers, payload));
        }
        return out.toByteArray();
    }

    private static List<byte[]> read(byte[] stream, int... cuts) {
        var parser = new FrameParser(FrameParser.MAX_FRAME_BYTES);
        List<byte[]> told = new ArrayList<>();
        FrameParser.Sink sink = f -> told.add(Arrays.copyOfRange(f.array(), f.payloadStart(), f.payloadEnd()));
        int from = 0;
        for (int cut : cuts) {
            parser.feed(stream, from, cut, sink);
            from = cut;
        }
        parser.feed(stream, from, stream.length, sink);
        return told;
    }

    private static void check(List<byte[]> expected, List<byte[]> told) {
        assertThat(told.toArray(byte[][]::new)).isDeepEqualTo(expected.toArray(byte[][]::new));
    }
}
