package dev.headgate.bench;

/**
 * How long things take in a run; all times in seconds.
 *
 * @param window measured of a closed loop in each round
 * @param settle the longest that a gateway is warmed with the first kind of load; two thirds of it with any other
 * @param starts how often a start is repeated
 * @param repeats spent on repeating noisy rounds, in all
 * @param limit after which no further round and no further scenario begins
 */
record Tempo(
        int rounds,
        double warm,
        double window,
        double streamWindow,
        double settle,
        int starts,
        double repeats,
        int limit) {
    static final Tempo FULL = new Tempo(3, 1, 4, 5, 60, 7, 90, 50 * 60);
    static final Tempo QUICK = new Tempo(3, 0.4, 1.4, 1.5, 15, 3, 6, 200);
}
