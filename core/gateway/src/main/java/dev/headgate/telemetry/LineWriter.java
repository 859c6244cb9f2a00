package dev.headgate.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes lines on a thread of its own, so that a slow or blocked reader of the log never holds up a request: when too
 * many lines wait, further ones are dropped and counted. Safe to share between threads.
 */
public final class LineWriter implements AutoCloseable {
    private static final int CAPACITY = 8192;

    private final OutputStream out;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;

    public LineWriter(OutputStream out) {
        this.out = out;
        this.thread = Thread.ofPlatform().daemon().name("headgate-log").start(this::run);
    }

    /** Queues a line, to which the line end is added. */
    public void write(String line) {
        if (!waiting.offer((line + '\n').getBytes(StandardCharsets.UTF_8))) {
            dropped.increment();
        }
    }

    /** Lines dropped since the start. */
    public long dropped() {
        return dropped.sum();
    }

    private void run() {
        try {
            while (true) {
                byte[] line = waiting.take(); // an empty one is the end: every line has its line end
                if (line.length == 0) {
                    break;
                }
                put(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
        try {
            if (waiting.offer(new byte[0], 1, TimeUnit.SECONDS)) {
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
