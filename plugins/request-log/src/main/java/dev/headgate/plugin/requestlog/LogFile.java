package dev.headgate.plugin.requestlog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that lines are added to by a thread of its own. Nobody waits for it: when lines come faster than they can be
 * written, those too many are dropped and counted. All filters that name one file share it.
 */
final class LogFile {
    static final int MAX_WAITING = 8192;
    static final long MAX_WAITING_BYTES = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
    private static final Map<Path, LogFile> SHARED = new HashMap<>();
    /** No line is as short. */
    private static final byte[] LAST = new byte[0];

    private final Path path;
    private final long maxSize;
    private final int keep;
    private final ArrayBlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private int users;
    private @Nullable Thread writer;
    private @Nullable OutputStream out;
    private long size;
    private boolean failing;

    private LogFile(Path path, long maxSize, int keep) {
        this.path = path;
        this.maxSize = maxSize;
        this.keep = keep;
    }

    /** The file of this path, opened with the first line. To be released as often as it was asked for. */
    static LogFile shared(Path path, long maxSize, int keep) {
        synchronized (SHARED) {
            Path key = path.toAbsolutePath().normalize();
            LogFile file = SHARED.get(key);
            if (file == null || file.maxSize != maxSize || file.keep != keep) {
                file = new LogFile(key, maxSize, keep);
                SHARED.put(key, file);
            }
            file.users++;
            return file;
        }
    }

    /** Lines that were lost since the file was opened. */
    long dropped() {
        return dropped.get();
    }

    /** Adds a line, without waiting. */
    void append(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (waitingBytes.addAndGet(bytes.length) > MAX_WAITING_BYTES || !waiting.offer(bytes)) {
            waitingBytes.addAndGet(-bytes.length);
            dropped.incrementAndGet();
        } else {
            start();
        }
    }

    private synchronized void start() {
        if (writer == null) {
            writer = Thread.ofVirtual().name("headgate-request-log").start(this::write);
        }
    }

    /** Writes what is left and closes the file, when nobody else has it. Waits for that. */
    void release() {
        Thread last;
        synchronized (SHARED) {
            if (--users > 0) {
                return;
            }
            SHARED.remove(path, this);
        }
        synchronized (this) {
            last = writer;
        }
        if (last == null) {
            return;
        }
        try {
            if (waiting.offer(LAST, 5, TimeUnit.SECONDS)) {
                last.join(10_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        last.interrupt();
    }

    private void write() {
        try {
            for (byte[] line = waiting.take(); line.length > 0; line = waiting.take()) {
                waitingBytes.addAndGet(-line.length);
                write(line);
            }
        } catch (InterruptedException e) {
            LOG.warn("the request log {} was given up with lines in hand", path);
        } finally {
            close();
        }
    }

    private void write(byte[] line) {
        try {
            OutputStream to = open(line.length);
            to.write(line);
            size += line.length;
            if (waiting.isEmpty()) {
                to.flush();
            }
            failing = false;
        } catch (IOException e) {
            dropped.incrementAndGet();
            close();
            if (!failing) {
                LOG.error("the request log {} cannot be written; lines are lost until it can", path, e);
            }
            failing = true;
        }
    }

    private OutputStream open(int more) throws IOException {
        if (out != null && size > 0 && size + more > maxSize) {
            close();
            rotate();
        }
        OutputStream opened = out;
        if (opened == null) {
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (!Files.exists(path)
                    && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            opened = new java.io.BufferedOutputStream(
                    Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND), 1 << 16);
            out = opened;
            size = Files.size(path);
        }
        return opened;
    }

    private void rotate() throws IOException {
        if (keep == 0) {
            Files.deleteIfExists(path);
            return;
        }
        for (int i = keep - 1; i >= 1; i--) {
            Path from = aside(i);
            if (Files.exists(from)) {
                Files.move(from, aside(i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(path, aside(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path aside(int n) {
        return path.resolveSibling(path.getFileName() + "." + n);
    }

    private void close() {
        OutputStream open = out;
        out = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.error("the request log {} could not be closed", path, e);
            }
        }
    }
}
