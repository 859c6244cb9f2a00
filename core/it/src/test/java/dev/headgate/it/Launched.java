package dev.headgate.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One run of the distribution's launcher: its process and all it has printed. It sees of the environment what finds a
 * JDK, and else only what it is given, so that no developer's key gets into a test.
 */
final class Launched implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final Printed out;
    private final Printed err;

    private Launched(Process process) {
        this.process = process;
        this.out = new Printed(process.getInputStream());
        this.err = new Printed(process.getErrorStream());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
    }

    /** The folder of the distribution under test. */
    static Path dist() {
        Path dist = Path.of(System.getProperty("headgate.dist", "target/headgate"));
        if (!Files.isExecutable(dist.resolve("headgate"))
                || !Files.isDirectory(dist.resolve("lib"))
                || !Files.isDirectory(dist.resolve("plugins"))) {
            throw new AssertionError("no distribution in " + dist
                    + "; these tests run the packaged gateway, which Maven's package phase puts there:"
                    + " run ./mvnw verify, or ./mvnw package -pl core/it -am");
        }
        return dist;
    }

    /** Starts the launcher with these arguments. */
    static Launched start(Map<String, String> environment, String... args) {
        var command = new ArrayList<String>();
        command.add(dist().resolve("headgate").toString());
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command);
        Map<String, String> env = builder.environment();
        env.keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
        env.put("JAVA_HOME", System.getProperty("java.home"));
        env.putAll(environment);
        try {
            return new Launched(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    static Launched run(String... args) {
        // Too short-lived for the optimising compiler to pay.
        Launched command = start(Map.of("HEADGATE_JAVA_OPTS", "-XX:TieredStopAtLevel=1"), args);
        command.awaitExit();
        return command;
    }

    /** All it has printed to its standard output so far. */
    String out() {
        return out.text();
    }

    /** All it has printed to its standard error so far. */
    String err() {
        return err.text();
    }

    /** Blocks until a line of standard output holds this text, and gives the line. */
    String awaitOut(String part) {
        return out.await(part).orElseThrow(() -> missing(part));
    }

    /** Blocks until a line of standard error holds this text, and gives the line. */
    String awaitErr(String part) {
        return err.await(part).orElseThrow(() -> missing(part));
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Sends a signal by its name without SIG, such as {@code TERM}. */
    void signal(String name) {
        try {
            int sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (sent != 0) {
                throw new AssertionError("SIG" + name + " could not be sent; the process printed\n" + printed());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Blocks until the process has ended and all it printed is here; gives its exit code. */
    int awaitExit() {
        return awaitExit(LIMIT);
    }

    int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit.toSeconds() + " s; it printed\n" + printed());
            }
            out.awaitEnd();
            err.awaitEnd();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private AssertionError missing(String part) {
        return new AssertionError("waited for \"" + part + "\"; the process "
                + (process.isAlive() ? "is running" : "ended with " + process.exitValue()) + " and printed\n"
                + printed());
    }

    private String printed() {
        return "stdout:\n" + out.text() + "\nstderr:\n" + err.text();
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }

    /** What came through one pipe, line by line, and a place to wait for more. */
    private static final class Printed {
        private final Lock lock = new ReentrantLock();
        private final Condition more = lock.newCondition();
        private final List<String> lines = new ArrayList<>();
        private boolean ended;

        Printed(InputStream pipe) {
            Thread.ofPlatform().daemon().name("printed").start(() -> collect(pipe));
        }

        private void collect(InputStream pipe) {
            try (var reader = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    add(Optional.of(line));
                }
            } catch (IOException e) {
                add(Optional.of("(could not be read further: " + e + ")"));
            }
            add(Optional.empty());
        }

        /** One more line; none when that was all. */
        private void add(Optional<String> line) {
            lock.lock();
            try {
                line.ifPresentOrElse(lines::add, () -> ended = true);
                more.signalAll();
            } finally {
                lock.unlock();
            }
        }

        String text() {
            lock.lock();
            try {
                return String.join("\n", lines);
            } finally {
                lock.unlock();
            }
        }

        /** The first line with this text, or empty when the pipe has ended or time is up without one. */
        Optional<String> await(String part) {
            long left = LIMIT.toNanos();
            lock.lock();
            try {
                while (true) {
                    Optional<String> found =
                            lines.stream().filter(l -> l.contains(part)).findFirst();
                    if (found.isPresent() || ended || left <= 0) {
                        return found;
                    }
                    left = more.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            } finally {
                lock.unlock();
            }
        }

        void awaitEnd() throws InterruptedException {
            long left = LIMIT.toNanos();
            lock.lock();
            try {
                while (!ended && left > 0) {
                    left = more.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
