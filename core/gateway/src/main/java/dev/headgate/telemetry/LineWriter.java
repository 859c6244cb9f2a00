package dev.headgate.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Words and writes lines on a thread of its own, so that a slow or blocked reader of the log never holds up a request:
 * when too many lines wait, further ones are dropped and counted. The first line after a silence is written at once;
 * those that follow are gathered for a moment and written together. Safe to share between threads.
 */
public final class LineWriter implements AutoCloseable {
    private static final int CAPACITY = 8192;
    private static final int BATCH_CHARS = 32 * 1024;
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final OutputStream out;
    private final Queue<Line> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger length = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final StringBuilder batch = new StringBuilder(BATCH_CHARS);
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closing;

    /** A line that is worded only when it is written; what it says must not change meanwhile. */
    @FunctionalInterface
    public interface Line {
        void append(StringBuilder to);
    }

    public LineWriter(OutputStream out) {
        this.out = out;
        this.thread = Thread.ofPlatform().daemon().name("headgate-log").start(this::run);
    }

    /** Queues a line, to which the line end is added. Takes no lock. */
    public void write(Line line) {
        if (length.incrementAndGet() > CAPACITY) {
            length.decrementAndGet();
            dropped.increment();
            return;
        }
        waiting.add(line);
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
            boolean last = closing;
            if (writeAll()) {
                if (!closing) {
                    LockSupport.parkNanos(this, GATHER_NANOS);
                }
            } else if (last) {
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

    /** Whether there was anything to write. */
    private boolean writeAll() {
        boolean some = false;
        int lines = 0;
        for (Line line = waiting.poll(); line != null; line = waiting.poll()) {
            length.decrementAndGet();
            some = true;
            lines++;
            int before = batch.length();
            try {
                line.append(batch);
                batch.append('\n');
            } catch (RuntimeException e) {
                // A line that cannot be worded must not be the last one.
                batch.setLength(before);
                dropped.increment();
                lines--;
            }
            if (batch.length() >= BATCH_CHARS - 1024) {
                put(lines);
                lines = 0;
            }
        }
        if (lines > 0) {
            put(lines);
        }
        return some;
    }

    /** A full disk may have room again later, so lost lines are not the end. */
    private void put(int lines) {
        try {
            out.write(batch.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            dropped.add(lines);
        }
        batch.setLength(0);
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
