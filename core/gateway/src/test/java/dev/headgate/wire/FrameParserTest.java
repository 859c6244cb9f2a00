package dev.headgate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.Frames;
import dev.headgate.wire.FrameException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FrameParserTest {
    private static final byte[] ONE = Frames.event("a", "{\"x\":\"é\"}");
    private static final byte[] TWO = Frames.all(ONE, Frames.exception("b", ""));

    /** What a parser tells of these pieces: type and payload of each frame. */
    private static List<String> read(FrameParser parser, byte[]... pieces) {
        List<String> told = new ArrayList<>();
        for (byte[] p : pieces) {
            parser.feed(
                    p,
                    0,
                    p.length,
                    f -> told.add(f.header(":event-type") + f.header(":exception-type") + " "
                            + new String(
                                    f.array(),
                                    f.payloadStart(),
                                    f.payloadEnd() - f.payloadStart(),
                                    StandardCharsets.UTF_8)));
        }
        return told;
    }

    private static FrameParser parser() {
        return new FrameParser(FrameParser.MAX_FRAME_BYTES);
    }

    private static void refused(Kind kind, byte[] bytes) {
        for (int cut = 0; cut <= bytes.length; cut += Math.max(1, bytes.length / 64)) {
            byte[] before = Arrays.copyOf(bytes, cut);
            byte[] after = Arrays.copyOfRange(bytes, cut, bytes.length);
            assertThatThrownBy(() -> read(parser(), before, after))
                    .as("cut at " + cut)
                    .isInstanceOfSatisfying(
                            FrameException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        }
    }

    @Test
    void frames_are_the_same_wherever_they_are_cut() {
        for (int cut = 0; cut <= TWO.length; cut++) {
            FrameParser parser = parser();
            List<String> told = read(parser, Arrays.copyOf(TWO, cut), Arrays.copyOfRange(TWO, cut, TWO.length));
            assertThat(told).as("cut at " + cut).containsExactly("a {\"x\":\"é\"}", "b ");
            assertThat(parser.pending()).isFalse();
        }
    }

    @Test
    void a_frame_that_has_not_ended_is_not_told_and_is_missed() {
        for (int end = 1; end < ONE.length; end++) {
            FrameParser parser = parser();
            assertThat(read(parser, Arrays.copyOf(ONE, end))).isEmpty();
            assertThat(parser.pending()).isTrue();
        }
    }

    @Test
    void the_frames_of_the_specification_are_read() {
        // Published by Amazon among the test vectors of its SDKs: no headers, and a payload.
        byte[] payload = HexFormat.of().parseHex("0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936");
        assertThat(read(parser(), payload)).containsExactly(" {'foo':'bar'}");
        byte[] nothing = HexFormat.of().parseHex("000000100000000005c248eb7d98c8ff");
        assertThat(read(parser(), nothing)).containsExactly(" ");
    }

    @Test
    void a_bit_that_turned_is_found_wherever_it_is() {
        for (int at = 0; at < ONE.length; at++) {
            byte[] broken = ONE.clone();
            broken[at] ^= 1;
            refused(at < 12 ? Kind.PRELUDE : Kind.CHECKSUM, broken);
        }
    }

    private static byte[] prelude(int length, int headers) {
        ByteBuffer out = ByteBuffer.allocate(64);
        out.putInt(length).putInt(headers);
        return out.putInt(Frames.crc(out.array(), 8)).array();
    }

    @Test
    void lengths_that_contradict_each_other_are_refused() {
        refused(Kind.LENGTH, prelude(15, 0));
        refused(Kind.LENGTH, prelude(0, 0));
        refused(Kind.LENGTH, prelude(32, 17));
        refused(Kind.LENGTH, prelude(32, -1));
    }

    @Test
    void a_huge_length_is_refused_before_its_bytes_are_waited_for() {
        refused(Kind.TOO_LARGE, prelude(FrameParser.MAX_FRAME_BYTES + 1, 0));
        refused(Kind.TOO_LARGE, prelude(-1, 0));
        assertThatThrownBy(() -> read(new FrameParser(ONE.length - 1), ONE))
                .isInstanceOfSatisfying(
                        FrameException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE));
        assertThat(read(new FrameParser(ONE.length), ONE)).hasSize(1);
    }

    @Test
    void bytes_after_a_frame_must_be_a_frame() {
        FrameParser parser = parser();
        assertThat(read(parser, ONE, new byte[] {1, 2, 3})).hasSize(1);
        assertThat(parser.pending()).isTrue();
        refused(Kind.PRELUDE, Frames.all(ONE, new byte[16]));
    }

    @Test
    void headers_that_do_not_fill_their_room_are_refused() {
        for (byte[] headers : new byte[][] {
            {0},
            {1},
            {1, 'a'},
            {1, 'a', 7},
            {1, 'a', 7, 0},
            {1, 'a', 7, 0, 2, 'x'},
            {1, 'a', 10},
            {1, 'a', -1},
            {1, 'a', 4, 0},
            {2, 'a', 7},
            {0, 7, 0, 0},
            {1, 'a', 0, 5}
        }) {
            refused(Kind.HEADERS, Frames.framed(headers, new byte[] {'x', 'y', 'z'}));
        }
    }

    @Test
    void headers_of_every_type_are_passed_over() {
        byte[] headers = {
            1, 'a', 0, 1, 'b', 1, 1, 'c', 2, 9, 1, 'd', 3, 9, 9, 1, 'e', 4, 9, 9, 9, 9, 1, 'f', 5, 1, 2, 3, 4, 5, 6, 7,
            8, 1, 'g', 6, 0, 2, 9, 9, 1, 'h', 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 'i', 9, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4,
            5, 6, 7, 8, 1, 'j', 7, 0, 1, 'x'
        };
        byte[] frame = Frames.framed(headers, new byte[0]);
        List<String> told = new ArrayList<>();
        parser().feed(frame, 0, frame.length, f -> {
            told.add(f.header("j") + f.header("a") + f.header("g") + f.header("k"));
            assertThat(f.headerIs("j", "x")).isTrue();
            assertThat(f.headerIs("j", "xy")).isFalse();
            assertThat(f.headerIs("jj", "x")).isFalse();
        });
        assertThat(told).containsExactly("x");
    }

    @Test
    void a_long_frame_that_comes_in_small_pieces_holds_no_more_than_has_come() {
        byte[] frame = Frames.frame(Map.of(":event-type", "a"), new byte[1 << 20]);
        FrameParser parser = parser();
        List<String> told = new ArrayList<>();
        for (int at = 0; at < frame.length; at += 1000) {
            told.addAll(read(parser, Arrays.copyOfRange(frame, at, Math.min(frame.length, at + 1000))));
        }
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).hasSize((1 << 20) + 2);
    }
}
