package dev.headgate.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long this process has been running. */
public final class ProcessAge {
    private static final int START_TIME = 22;
    private static final int NAME = 2;
    private static final long MILLIS_A_TICK = 10;

    private ProcessAge() {}

    /** To about ten milliseconds on Linux, elsewhere as exactly as Java knows; zero where nothing is known. */
    public static Duration now() {
        return onLinux().or(ProcessAge::elsewhere).orElse(Duration.ZERO);
    }

    /** Java's own answer would be up to a second too long: it adds to when the system started, in whole seconds. */
    private static Optional<Duration> onLinux() {
        try {
            return between(Files.readString(Path.of("/proc/self/stat")), Files.readString(Path.of("/proc/uptime")));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The start time in hundredths of a second since the system's, and its seconds until now (proc_pid_stat(5),
     * proc_uptime(5)); empty where they are not of the same system, as in some containers.
     */
    static Optional<Duration> between(String stat, String uptime) {
        // The name stands in parentheses, and may hold blanks and parentheses.
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long started = Long.parseLong(afterName[START_TIME - NAME - 1]) * MILLIS_A_TICK;
        long now = Math.round(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000);
        return now < started ? Optional.empty() : Optional.of(Duration.ofMillis(now - started));
    }

    private static Optional<Duration> elsewhere() {
        return ProcessHandle.current().info().startInstant().map(start -> Duration.between(start, Instant.now()));
    }
}
