package dev.headgate.route;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whose turn it is among targets with weights: a fixed round in which each appears as often as its weight says, spread
 * as evenly as can be. Over whole rounds the shares are exact, on however many threads it is asked.
 */
final class Turns {
    private final short[] round;
    private final AtomicInteger position = new AtomicInteger();

    Turns(List<Integer> weights) {
        int divisor = weights.stream().reduce(0, Turns::gcd);
        int[] steps = weights.stream().mapToInt(w -> w / divisor).toArray();
        int length = 0;
        for (int s : steps) {
            length += s;
        }
        round = new short[length];
        int[] credit = new int[steps.length];
        for (int at = 0; at < length; at++) {
            int best = 0;
            for (int i = 0; i < steps.length; i++) {
                credit[i] += steps[i];
                if (credit[i] > credit[best]) {
                    best = i;
                }
            }
            credit[best] -= length;
            round[at] = (short) best;
        }
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** The index of the target whose turn it is. */
    int next() {
        return round[position.getAndUpdate(p -> p + 1 == round.length ? 0 : p + 1)];
    }
}
