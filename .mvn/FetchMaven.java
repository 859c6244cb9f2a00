import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Fetches a Maven distribution, refuses it unless its SHA-512 is the expected one, and puts it in place in one step:
 * the target folder is either whole or absent, also when several do this at once.
 */
final class FetchMaven {
    private static final String GROUP = "org.apache.maven";
    private static final int TIMEOUT_MS = 60_000;

    public static void main(String[] args) throws NoSuchAlgorithmException {
        String version = args[0];
        URI source = URI.create("%s/%s/apache-maven/%s/apache-maven-%s-bin.zip"
                .formatted(repository(), GROUP.replace('.', '/'), version, version));
        try {
            fetch(source, args[1], "apache-maven-" + version, Path.of(args[2]));
        } catch (IOException e) {
            System.err.println("cannot fetch " + source + ": " + e);
            System.err.println("behind a proxy set https_proxy; to use another repository set MVNW_REPOURL");
            System.exit(1);
        }
    }

    private static void fetch(URI source, String sha512, String folder, Path target)
            throws IOException, NoSuchAlgorithmException {
        Files.createDirectories(target.getParent());
        // Beside the target, because a move is atomic only within one file system.
        Path work = Files.createTempDirectory(target.getParent(), "fetch");
        try {
            Path zip = work.resolve("maven.zip");
            String found = download(source, zip);
            if (!found.equals(sha512)) {
                throw new IOException("its SHA-512 is " + found + ", expected " + sha512);
            }
            unzip(zip, work);
            moveIntoPlace(work.resolve(folder), target);
        } finally {
            delete(work);
        }
    }

    /** The base of the repository: the one asked for, else Maven Central under the host named after Maven itself. */
    private static String repository() {
        String asked = System.getenv("MVNW_REPOURL");
        if (asked != null && !asked.isBlank()) {
            return asked.strip().replaceAll("/+$", "");
        }
        List<String> labels = Arrays.asList(GROUP.split("\\."));
        return "https://repo." + String.join(".", labels.reversed()) + "/maven2";
    }

    private static String download(URI source, Path file) throws IOException, NoSuchAlgorithmException {
        URLConnection connection = open(source);
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        MessageDigest digest = MessageDigest.getInstance("SHA-512");
        try (InputStream in = new DigestInputStream(connection.getInputStream(), digest)) {
            Files.copy(in, file);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Goes by the proxy in the environment if there is one, else by the JDK's own proxy properties. */
    private static URLConnection open(URI source) throws IOException {
        String name = source.getScheme() + "_proxy";
        String proxy = System.getenv(name);
        if (proxy == null) {
            proxy = System.getenv(name.toUpperCase(Locale.ROOT));
        }
        if (proxy == null || proxy.isBlank()) {
            return source.toURL().openConnection();
        }
        URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        if (address.getHost() == null) {
            throw new IOException(name + " is not an address of the form http://host:port");
        }
        int port = address.getPort() < 0 ? 80 : address.getPort();
        return source.toURL()
                .openConnection(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), port)));
    }

    private static void unzip(Path file, Path into) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path path = into.resolve(entry.getName()).normalize();
                if (!path.startsWith(into)) {
                    throw new IOException("the archive reaches outside of itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, path);
                }
                // java.util.zip does not pass on permissions; only the start scripts need one.
                if (path.getParent().endsWith("bin")) {
                    path.toFile().setExecutable(true, false);
                }
            }
        }
    }

    private static void moveIntoPlace(Path from, Path target) throws IOException {
        try {
            Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            // Another process was first; its copy passed the same check.
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.toList().reversed();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
