package dev.headgate.plugin.responsecache;

import java.util.Arrays;
import java.util.List;

/** When the bytes of a stream came. */
final class Pace {
    private static final int LONGEST = 60_000;

    private int[] ends = new int[16];
    private int[] times = new int[16];
    private int used;

    /**
     * More bytes have come.
     *
     * @param end of all bytes so far
     * @param millis since the first
     */
    void came(int end, long millis) {
        if (used == ends.length) {
            ends = Arrays.copyOf(ends, used * 2);
            times = Arrays.copyOf(times, used * 2);
        }
        ends[used] = end;
        times[used++] = (int) Math.min(millis, Integer.MAX_VALUE);
    }

    /** How many milliseconds went by before each of these events, those of usage left out; at most a minute. */
    int[] pauses(List<Reading.Chunk> chunks) {
        int[] pauses = new int[chunks.size()];
        int n = 0;
        int piece = 0;
        int before = 0;
        for (Reading.Chunk chunk : chunks) {
            while (piece < used - 1 && ends[piece] <= chunk.at()) {
                piece++;
            }
            if (!chunk.ofUsage()) {
                int time = used == 0 ? 0 : times[piece];
                pauses[n++] = Math.clamp(time - before, 0, LONGEST);
                before = time;
            }
        }
        return Arrays.copyOf(pauses, n);
    }
}
