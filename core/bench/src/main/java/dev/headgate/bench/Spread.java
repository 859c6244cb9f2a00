package dev.headgate.bench;

import java.util.List;
import java.util.Locale;

/** The median of some figures with the least and the greatest. */
record Spread(double median, double min, double max) {

    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int n = sorted.size();
        double middle = n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
        return new Spread(middle, sorted.getFirst(), sorted.getLast());
    }

    /** {@code 23.8 (23.5..26.7)}. */
    String text(int decimals) {
        return number(median, decimals) + " (" + number(min, decimals) + ".." + number(max, decimals) + ")";
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
