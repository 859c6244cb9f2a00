package dev.headgate.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a peer has sent, read ahead by a thread of its own, so that the peer's leaving is noticed at once, also while
 * nobody reads.
 */
final class Inbox extends InputStream {
    private final CompletableFuture<End> gone = new CompletableFuture<>();
    private final Lock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int position;

    Inbox(InputStream source) {
        Thread.ofVirtual().name("inbox").start(() -> readAhead(source));
    }

    /** Completes when the peer has closed or reset the connection, or this side has closed it. */
    CompletableFuture<End> gone() {
        return gone;
    }

    /** Blocks until there is something to read, or false when there never will be. */
    boolean awaitAny() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !gone.isDone()) {
                arrived.awaitUninterruptibly();
            }
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        lock.lock();
        try {
            if (!awaitAny()) {
                return -1;
            }
            byte[] first = waiting.element();
            int n = Math.min(length, first.length - position);
            System.arraycopy(first, position, target, offset, n);
            position += n;
            if (position == first.length) {
                waiting.remove();
                position = 0;
            }
            return n;
        } finally {
            lock.unlock();
        }
    }

    private void readAhead(InputStream source) {
        End end = End.FIN;
        try {
            byte[] buffer = new byte[16 * 1024];
            for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
                put(Arrays.copyOf(buffer, n));
            }
        } catch (IOException e) {
            end = End.RST;
        }
        lock.lock();
        try {
            gone.complete(end);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void put(byte[] bytes) {
        lock.lock();
        try {
            if (bytes.length > 0) {
                waiting.add(bytes);
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
