package dev.headgate.time;

import java.time.Instant;

/** Tells the time. Safe to share between threads. */
public interface Clock {
    /** The machine's own clock. */
    Clock SYSTEM = new Clock() {
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

    /** The wall clock, for people and for dates on the wire. */
    Instant now();
}
