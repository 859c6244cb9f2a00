package dev.headgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** nginx and HAProxy as plain reverse proxies in front of the mock: what a ratio is taken against. */
final class PlainProxies {
    private static final Duration START = Duration.ofSeconds(10);

    private final Path templates;
    private final Path room;
    private final Mock mock;
    private final long files;

    /** @param files how many files a process may have open */
    PlainProxies(Path templates, Path room, Mock mock, long files) {
        this.templates = templates;
        this.room = room;
        this.mock = mock;
        this.files = files;
    }

    Entrant nginx(String name, int port, int workers) {
        return new Entrant(name, false, () -> {
            Path program = Tools.need("nginx", "nginx-light");
            Path config = filled("nginx.conf", port, workers);
            return start(
                    List.of(
                            program.toString(),
                            "-e",
                            "stderr",
                            "-p",
                            config.getParent() + "/",
                            "-c",
                            config.toString()),
                    port);
        });
    }

    Entrant haproxy(String name, int port, int threads) {
        return new Entrant(name, false, () -> {
            Path program = Tools.need("haproxy", "haproxy");
            return start(
                    List.of(
                            program.toString(),
                            "-db",
                            "-f",
                            filled("haproxy.cfg", port, threads).toString()),
                    port);
        });
    }

    private Entrant.Running start(List<String> command, int port) throws NotMeasured, InterruptedException {
        mock.running();
        if (!Probe.free(port)) {
            throw new NotMeasured("not measured: port " + port + " is in use; give others with --port");
        }
        Child child = Child.start(command, Map.of(), room.resolve("proxy-" + port + ".log"));
        Contender contender = Contender.here(port, child.pid());
        try {
            Probe.awaitAnswer(contender, child, START);
        } catch (NotMeasured e) {
            child.close();
            throw e;
        }
        return new Entrant.Running(contender, child::close, () -> {});
    }

    private Path filled(String template, int port, int workers) throws NotMeasured {
        try {
            Path folder = Files.createDirectories(room.resolve("proxy-" + port));
            Path file = folder.resolve(template);
            Files.writeString(
                    file,
                    Files.readString(templates.resolve(template))
                            .replace("@PORT@", String.valueOf(port))
                            .replace("@MOCK@", String.valueOf(mock.port()))
                            .replace("@WORKERS@", String.valueOf(workers))
                            .replace("@FILES@", String.valueOf(Math.min(files, 1_000_000))));
            return file;
        } catch (IOException e) {
            throw new NotMeasured("not measured: " + e.getMessage());
        }
    }
}
