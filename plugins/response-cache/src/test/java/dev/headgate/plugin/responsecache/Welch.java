package dev.headgate.plugin.responsecache;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Welch's t-test for two samples of times.
 *
 * @see <a href="https://eprint.iacr.org/2016/1123">Dude, is my code constant time?</a>
 */
final class Welch {
    private Welch() {}

    /**
     * How far the means are apart, by what chance would have them be.
     *
     * @param part which part of all times counts, the lower one: the rest are interruptions
     */
    static double t(long[] a, long[] b, double part) {
        long[] all =
                LongStream.concat(Arrays.stream(a), Arrays.stream(b)).sorted().toArray();
        long most = all[(int) Math.min(all.length - 1, part * all.length)];
        double[] x = Arrays.stream(a).filter(v -> v <= most).asDoubleStream().toArray();
        double[] y = Arrays.stream(b).filter(v -> v <= most).asDoubleStream().toArray();
        return (mean(x) - mean(y)) / Math.sqrt(variance(x) / x.length + variance(y) / y.length);
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).sum() / x.length;
    }

    private static double variance(double[] x) {
        double mean = mean(x);
        return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
    }
}
