package dev.headgate.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
    private static long of(String... pieces) {
        Fingerprint fingerprint = new Fingerprint();
        for (String piece : pieces) {
            byte[] bytes = piece.getBytes(ISO_8859_1);
            fingerprint.add(bytes, 0, bytes.length);
        }
        return fingerprint.value();
    }

    @Test
    void it_is_the_same_in_every_process() {
        assertThat(of()).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(of("abc", "12345678", "")).isEqualTo(of("abc", "12345678", ""));
    }

    @Test
    void pieces_do_not_run_together() {
        Set<Long> seen = new HashSet<>();
        String[][] rows = {{}, {""}, {"", ""}, {"abc"}, {"ab", "c"}, {"a", "bc"}, {"abc", ""}, {"", "abc"}, {"abc\0"}};
        for (String[] row : rows) {
            assertThat(seen.add(of(row))).isTrue();
        }
    }

    @Property(tries = 200)
    void where_the_bytes_stand_does_not_matter(@ForAll byte[] bytes, @ForAll @IntRange(max = 20) int before) {
        byte[] moved = new byte[before + bytes.length + 3];
        new Random(7).nextBytes(moved);
        System.arraycopy(bytes, 0, moved, before, bytes.length);
        Fingerprint one = new Fingerprint();
        one.add(bytes, 0, bytes.length);
        Fingerprint two = new Fingerprint();
        two.add(moved, before, before + bytes.length);
        assertThat(two.value()).isEqualTo(one.value());
    }

    @Test
    void one_bit_changes_half_of_all_bits() {
        Random random = new Random(1);
        long changed = 0;
        int rounds = 4_000;
        for (int i = 0; i < rounds; i++) {
            byte[] bytes = new byte[1 + random.nextInt(40)];
            random.nextBytes(bytes);
            long before = of(new String(bytes, ISO_8859_1));
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            int bits = Long.bitCount(before ^ of(new String(bytes, ISO_8859_1)));
            assertThat(bits).isBetween(10, 54);
            changed += bits;
        }
        assertThat(changed / (double) rounds).isBetween(31.5, 32.5);
    }

    @Test
    void numbers_in_a_row_spread_evenly() {
        int[] low = new int[10];
        int[] high = new int[10];
        for (int i = 0; i < 100_000; i++) {
            long value = of("conversation " + i);
            low[(int) Long.remainderUnsigned(value, 10)]++;
            high[(int) (((value >>> 32) * 10) >>> 32)]++;
        }
        for (int i = 0; i < 10; i++) {
            assertThat(low[i]).isBetween(9_600, 10_400);
            assertThat(high[i]).isBetween(9_600, 10_400);
        }
    }
}
