package dev.headgate.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes lines on a thread of its own, so that a slow or blocked reader of the log never holds up a request: when too
 * many lines wait, further ones are dropped and counted. Safe to share between threads.
 */
public final class LineWriter implements AutoCloseable {
    private static final int CAPACITY = 8192;

    private final OutputStream out;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger length = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closing;

    public LineWriter(OutputStream out) {
        this.out = out;
        this.thread = Thread.ofPlatform().daemon().name("headgate-log").start(this::run);
    }

    /** Queues a line, to which the line end is added. Takes no lock. */
    public void write(String line) {
        if (length.incrementAndGet() > CAPACITY) {
            length.decrementAndGet();
            dropped.increment();
            return;
        }
        waiting.add((line + '\n').getBytes(StandardCharsets.UTF_8));
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Lines dropped since the start. */
    public long dropped() {
        return dropped.sum();
    }

    private void run() {
        while (true) {
            byte[] line = waiting.poll();
            if (line != null) {
                length.decrementAndGet();
                put(line);
            } else if (closing) {
                return;
            } else {
                asleep = true;
                // Looked at once more: a line queued before the flag was up woke nobody.
                if (waiting.isEmpty() && !closing) {
                    LockSupport.park(this);
                }
                asleep = false;
            }
        }
    }

    /** A full disk may have room again later, so one lost line is not the end. */
    private void put(byte[] line) {
        try {
            out.write(line);
            if (waiting.isEmpty()) {
                out.flush();
            }
        } catch (IOException e) {
            dropped.increment();
        }
    }

    /** Writes what waits, as far as that takes no longer than a second. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
