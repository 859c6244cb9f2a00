package dev.headgate.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A gateway in a process of its own, from the classes under test, so that its memory can be told from the test's. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern HEAP = Pattern.compile("(?:DefNew|Tenured) +total [0-9]+K, used ([0-9]+)K");
    private static final Pattern DIRECT = Pattern.compile("- +Other \\(reserved=[0-9]+KB, committed=([0-9]+)KB\\)");
    private static final Pattern URLS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final Process process;
    private final URI url;
    private final URI admin;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * @param heap its greatest heap, as {@code -Xmx} takes it
     * @param yaml its configuration without {@code server} and {@code admin}
     */
    GatewayProcess(String heap, String server, String yaml) {
        this(heap, server, yaml, List.of());
    }

    /**
     * @param classes folders with classes that stand in for those under test
     */
    GatewayProcess(String heap, String server, String yaml, List<Path> classes) {
        try {
            Path file = Files.createTempDirectory("headgate-process").resolve("gateway.yaml");
            Files.writeString(file, "server: " + server + "\nadmin: { port: 0 }\n" + yaml);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xms24m",
                    "-Xmx" + heap,
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:NativeMemoryTracking=summary",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    Stream.concat(
                                    classes.stream().map(Path::toString),
                                    Stream.of(System.getProperty("java.class.path")))
                            .collect(Collectors.joining(File.pathSeparator)),
                    "dev.headgate.app.Main",
                    "run",
                    "--config",
                    file.toString()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> urls = urls();
            admin = URI.create(urls.getFirst());
            url = URI.create(urls.getLast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The addresses it prints up to its being ready: the admin port's first, the data port's last. */
    private List<String> urls() throws IOException {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> urls = new ArrayList<>();
        var said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            Matcher m = URLS.matcher(line);
            while (m.find() && (line.contains("admin ") || line.contains("curl "))) {
                urls.add(m.group());
            }
            if (line.startsWith("ready in ")) {
                Thread.ofVirtual().start(() -> drain(out));
                return urls;
            }
        }
        throw new AssertionError("the gateway did not start:\n" + said);
    }

    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) {
                // the access log, which nobody wants here
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    URI url() {
        return url;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The sum of a metric over its labels. */
    double metric(String name) {
        try {
            return client.send(
                            HttpRequest.newBuilder(admin.resolve("/metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(l -> l.startsWith(name + " ") || l.startsWith(name + "{"))
                    .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it holds on its heap after a collection of garbage, and beside it in buffers, in bytes. */
    long held() throws IOException, InterruptedException {
        jcmd("GC.run");
        long heap = sum(HEAP, jcmd("GC.heap_info"));
        long direct = sum(DIRECT, jcmd("VM.native_memory", "summary"));
        return (heap + direct) * 1024;
    }

    private static long sum(Pattern kilobytes, String said) {
        List<Long> found = kilobytes
                .matcher(said)
                .results()
                .map(r -> Long.parseLong(r.group(1)))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("no " + kilobytes + " in:\n" + said);
        }
        return found.stream().mapToLong(Long::longValue).sum();
    }

    private String jcmd(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process.pid())));
        command.addAll(List.of(words));
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said;
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
    }
}
