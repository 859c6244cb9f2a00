package dev.headgate.time;

import java.time.Instant;

/** Tells the time. Safe to share between threads. */
public interface Clock {
    /** The machine's own clock. */
    Clock SYSTEM = new Clock() {
        @Override
        public long cpu() {
            return ThreadTime.nanos();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    };

    /** Nanoseconds since some moment; only differences mean anything, and they never run backwards. */
    long nanos();

    /** The processor time of the current thread in nanoseconds, or -1 where that is not known, as for a virtual one. */
    default long cpu() {
        return -1;
    }

    /** The wall clock, for people and for dates on the wire. */
    Instant now();
}
