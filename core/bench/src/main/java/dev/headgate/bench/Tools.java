package dev.headgate.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of others that the bench uses, found on the PATH, and its own two that it compiles. */
final class Tools {
    private final Path sources;
    private final Path room;

    /** @param room where the compiled programs go */
    Tools(Path sources, Path room) {
        this.sources = sources;
        this.room = room;
    }

    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Arrays.stream(path.split(File.pathSeparator, -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Path need(String program, String debianPackage) throws NotMeasured {
        return find(program)
                .orElseThrow(() -> new NotMeasured(
                        "not measured: " + program + " is not here (Debian package " + debianPackage + ")"));
    }

    /** What is missing on this machine, each with what cannot be measured without it. */
    static List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (find("cc").isEmpty()) {
            missing.add("cc, a C compiler: without mock and load generator nothing can be measured");
        }
        if (find("taskset").isEmpty()) {
            missing.add(
                    "taskset: nothing is pinned, so that CPU per request includes what the processors' sharing costs");
        }
        if (find("nginx").isEmpty()) {
            missing.add("nginx: no ratio to nginx, and so no verdict on the goals that are ratios");
        }
        if (find("haproxy").isEmpty()) {
            missing.add("haproxy: no ratio to HAProxy");
        }
        return missing;
    }

    Path mock() throws NotMeasured, InterruptedException {
        return compiled("mockllm", "-lpthread");
    }

    Path load() throws NotMeasured, InterruptedException {
        return compiled("llmload", "-lm");
    }

    private Path compiled(String name, String library) throws NotMeasured, InterruptedException {
        Path source = sources.resolve(name + ".c");
        Path program = room.resolve(name);
        try {
            if (Files.exists(program)
                    && Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) > 0) {
                return program;
            }
        } catch (IOException e) {
            throw new NotMeasured("not measured: " + e.getMessage());
        }
        String cc = need("cc", "gcc").toString();
        said(List.of(cc, "-O2", "-Wall", "-o", program.toString(), source.toString(), library));
        if (!Files.exists(program)) {
            throw new NotMeasured("not measured: " + cc + " could not compile " + source.getFileName());
        }
        return program;
    }

    /** What a program prints, errors included; empty when it cannot be run. */
    static String said(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return text.strip();
        } catch (IOException e) {
            return "";
        }
    }
}
