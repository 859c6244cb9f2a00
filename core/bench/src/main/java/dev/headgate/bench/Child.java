package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that the bench started and ends, at the latest when the bench itself ends. */
final class Child implements AutoCloseable {
    private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();
    private static boolean ending;
    private static final long GRACE_SECONDS = 4;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Child::endAll, "bench-end"));
    }

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param log takes what it prints, after what is there */
    static Child start(List<String> command, Map<String, String> environment, Path log) throws NotMeasured {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            synchronized (RUNNING) {
                if (ending) {
                    throw new NotMeasured("not measured: the bench is ending");
                }
                var child = new Child(builder.start(), log);
                RUNNING.add(child);
                return child;
            }
        } catch (IOException e) {
            throw new NotMeasured("not measured: " + command.getFirst() + " cannot be started: " + e.getMessage());
        }
    }

    private static void endAll() {
        List<Child> all;
        synchronized (RUNNING) {
            ending = true;
            all = List.copyOf(RUNNING);
        }
        all.forEach(Child::close);
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end, but not longer than this. */
    boolean ended(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last lines it printed, with semicolons in between. */
    String lastWords(int lines) {
        try {
            List<String> said =
                    Files.readAllLines(log).stream().filter(l -> !l.isBlank()).toList();
            return String.join("; ", said.subList(Math.max(0, said.size() - lines), said.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                below.forEach(ProcessHandle::destroyForcibly);
                process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(this);
    }
}
