package dev.headgate.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a file, and at what else a configuration is made of, from time to time and tells when it has changed. It reads the content instead of trusting
 * file events, which symbolic links and mounted volumes do not send. New content counts once two looks in a row have
 * seen it, so that a file is not taken while it is being written.
 */
final class ConfigWatcher implements AutoCloseable {
    static final Duration PACE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);
    /** More than a configuration may have; the rest of such a file does not matter. */
    private static final int MOST = (1 << 20) + 1;

    private final Path file;
    private final Duration pace;
    private final Supplier<String> elsewhere;
    private Optional<Thread> thread = Optional.empty();
    private byte[] told;
    private byte[] last;
    private String lastElsewhere = "";

    /**
     * Remembers the content as it is now; changes are told from {@link #start} on.
     *
     * @param elsewhere describes a change that was not yet taken over, empty when there is none
     */
    ConfigWatcher(Path file, Duration pace, Supplier<String> elsewhere) {
        this.file = file;
        this.pace = pace;
        this.elsewhere = elsewhere;
        this.told = content();
        this.last = told;
    }

    /** Runs {@code changed} on a thread of its own for each change. */
    void start(Runnable changed) {
        thread =
                Optional.of(Thread.ofPlatform().daemon().name("headgate-config").start(() -> run(changed)));
    }

    private void run(Runnable changed) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pace);
                look(changed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Runnable changed) {
        byte[] now = content();
        String change = elsewhere.get();
        // An empty or absent file is one that is being replaced.
        boolean file = !Arrays.equals(now, told) && Arrays.equals(now, last);
        boolean more = !change.isEmpty() && change.equals(lastElsewhere);
        if (now.length > 0 && (file || more)) {
            told = now;
            try {
                changed.run();
            } catch (RuntimeException e) {
                LOG.error("a change of {} could not be taken over", this.file, e);
            }
        }
        last = now;
        lastElsewhere = change;
    }

    private byte[] content() {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
