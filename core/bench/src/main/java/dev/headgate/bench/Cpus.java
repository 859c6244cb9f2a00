package dev.headgate.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Which processor what is measured runs on, and which one the mock and the load share. */
record Cpus(int measured, int rest, boolean pins) {

    /** The command in front of mock and load. */
    List<String> besides() {
        return pins ? List.of("taskset", "-c", String.valueOf(rest)) : List.of();
    }

    /** Keeps all threads of a process and of its children on one processor. */
    void pin(long pid) throws InterruptedException {
        set(pid, String.valueOf(measured));
    }

    /** Lets them use both again. */
    void free(long pid) throws InterruptedException {
        set(pid, measured + "," + rest);
    }

    private void set(long pid, String list) throws InterruptedException {
        if (!pins) {
            return;
        }
        List<Long> all = Stream.concat(
                        Stream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .toList();
        for (long each : all) {
            try {
                new ProcessBuilder("taskset", "-a", "-c", "-p", list, String.valueOf(each))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor(5, TimeUnit.SECONDS);
            } catch (IOException e) {
                throw new IllegalStateException("taskset was there a moment ago", e);
            }
        }
    }
}
