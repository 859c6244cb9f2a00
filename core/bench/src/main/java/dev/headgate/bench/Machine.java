package dev.headgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the measurements ran on, and with what. */
record Machine(List<String> lines) {

    /** Of the kernel's accounts, in a second; the same on every Linux of today. */
    private static final int TICKS = 100;

    Machine {
        lines = List.copyOf(lines);
    }

    static Machine describe(Path root, Options options, long files) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        lines.add("Date: " + LocalDate.now(ZoneOffset.UTC) + (options.quick() ? ", with `--quick`" : ""));
        lines.add("Machine: %d processors, %s, Linux %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        value("/proc/cpuinfo", "model name").orElse("model unknown"),
                        System.getProperty("os.version").replaceFirst("-.*", "")));
        lines.add("Headgate: " + firstLine(List.of(root.resolve("headgate").toString(), "version"), "version unknown")
                + ", commit " + commit(root));
        lines.add("nginx: " + version("nginx", "-v", "nginx version: "));
        lines.add("HAProxy: " + version("haproxy", "-v", "HAProxy version "));
        if (!canPin(options)) {
            lines.add("Nothing was pinned: this needs taskset and two processors.");
        }
        if (files < 12_000) {
            lines.add("Only %,d files may be open: 5,000 streams need 12,000 (`ulimit -n`).".formatted(files));
        }
        return new Machine(lines);
    }

    /** Whether what is measured can have a processor to itself. */
    static boolean canPin(Options options) {
        return Runtime.getRuntime().availableProcessors() > 1
                && Math.max(options.measuredCpu(), options.otherCpu())
                        < Runtime.getRuntime().availableProcessors()
                && Tools.find("taskset").isPresent();
    }

    /** How many files a process started from here may have open. */
    static long openFiles() {
        return value("/proc/self/limits", "Max open files")
                .map(v -> v.strip().split("\\s+", -1)[0])
                .map(v -> v.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(v))
                .orElse(1024L);
    }

    /** The share of a processor that is in use now that nothing is measured; looks for a second. */
    static double busy() throws InterruptedException {
        long before = busyTicks();
        TimeUnit.SECONDS.sleep(1);
        return (busyTicks() - before) / (double) TICKS;
    }

    /** One line when others disturb what is measured next, and can be seen only before. */
    static List<String> disturbance() throws InterruptedException {
        double busy = busy();
        return busy > Window.QUIET
                ? List.of("Noisy: before the measurement others used %.0f %% of a processor.".formatted(100 * busy))
                : List.of();
    }

    private static long busyTicks() {
        long sum = 0;
        String[] ticks = value("/proc/stat", "cpu ").orElse("0").split("\\s+", -1);
        for (int i = 0; i < ticks.length && i < 8; i++) {
            // The fourth is idle, the fifth waits for a disk.
            sum += i == 3 || i == 4 ? 0 : Long.parseLong(ticks[i]);
        }
        return sum;
    }

    /** What a process and its children hold in memory. */
    static double residentMegabytes(long pid) throws NotMeasured {
        double sum = 0;
        List<Long> below = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
        for (long each : Stream.concat(Stream.of(pid), below.stream()).toList()) {
            String kilobytes = value("/proc/" + each + "/status", "VmRSS")
                    .orElseThrow(() -> new NotMeasured("not measured: the kernel tells no VmRSS of the process"));
            sum += Long.parseLong(kilobytes.replaceAll("\\D", "")) / 1024.0;
        }
        return sum;
    }

    /** What stands behind a name in one of the kernel's files. */
    private static Optional<String> value(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(l -> l.startsWith(name))
                    .map(l -> l.substring(name.length())
                            .replaceFirst("^\\s*:\\s*", "")
                            .strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String commit(Path root) throws InterruptedException {
        String at = firstLine(List.of("git", "-C", root.toString(), "rev-parse", "--short", "HEAD"), "unknown");
        String changed =
                Tools.said(List.of("git", "-C", root.toString(), "status", "--porcelain", "--", "core", "plugins"));
        return changed.isEmpty() ? at : at + " and changes on top";
    }

    private static String version(String program, String option, String before) throws InterruptedException {
        Optional<Path> found = Tools.find(program);
        if (found.isEmpty()) {
            return "not here";
        }
        String line = firstLine(List.of(found.get().toString(), option), "version unknown")
                .replace(before, "");
        return line.contains(" - ") ? line.substring(0, line.indexOf(" - ")) : line;
    }

    private static String firstLine(List<String> command, String otherwise) throws InterruptedException {
        return Tools.said(command).lines().findFirst().orElse(otherwise);
    }
}
