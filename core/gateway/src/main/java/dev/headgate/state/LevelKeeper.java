package dev.headgate.state;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the levels of lasting limits to their file, twice a second when any has changed, and once more at the end. */
final class LevelKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LevelKeeper.class);
    private static final long PACE_MILLIS = 500;

    private final KeptLevels file;
    private final Supplier<Long> version;
    private final Supplier<List<String>> lines;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("headgate-limits").factory());
    private long written;
    private boolean failing;

    /**
     * @param version changes whenever a level does
     * @param lines what is to be kept
     */
    LevelKeeper(KeptLevels file, Supplier<Long> version, Supplier<List<String>> lines) {
        this.file = file;
        this.version = version;
        this.lines = lines;
        this.written = version.get();
        var _ = writer.scheduleWithFixedDelay(this::write, PACE_MILLIS, PACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Writes what has changed since the last time. */
    synchronized void write() {
        long now = version.get();
        if (now == written) {
            return;
        }
        try {
            file.write(lines.get());
            written = now;
            if (failing) {
                LOG.info("the levels of limits are kept again in {}", file.file());
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.error("the levels of limits cannot be kept in {}; a restart would forget them", file.file(), e);
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        write();
    }
}
