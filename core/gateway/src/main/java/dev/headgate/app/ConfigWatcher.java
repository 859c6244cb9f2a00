package dev.headgate.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Looks at a file once a second and tells when its content has changed. It reads the content instead of trusting file
 * events, which symbolic links and mounted volumes do not send.
 */
final class ConfigWatcher implements AutoCloseable {
    private static final Duration PACE = Duration.ofSeconds(1);

    private final Path file;
    private final Runnable changed;
    private final Thread thread;
    private byte[] seen;

    ConfigWatcher(Path file, Runnable changed) {
        this.file = file;
        this.changed = changed;
        this.seen = content();
        this.thread = Thread.ofPlatform().daemon().name("headgate-config").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(PACE);
                byte[] now = content();
                // An empty or absent file is one that is being written.
                if (now.length > 0 && !Arrays.equals(now, seen)) {
                    seen = now;
                    changed.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
