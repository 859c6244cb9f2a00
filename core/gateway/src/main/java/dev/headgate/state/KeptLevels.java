package dev.headgate.state;

import dev.headgate.api.quota.Level;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The file that the levels of lasting limits are kept in: a line each, and a checksum at its end. It is written beside
 * itself and put in its place in one step, so that whatever interrupts the writing leaves the one before. Blocks, so it
 * belongs on no event loop.
 */
final class KeptLevels {
    private static final String HEAD = "headgate limits 1";
    private static final long MAX_BYTES = 256L << 20;

    private final Path file;

    /** One level of one plugin. */
    record Kept(String plugin, String key, Level level) {}

    /** A file that cannot be trusted, and why. */
    static final class Corrupt extends IOException {
        private static final long serialVersionUID = 1;

        Corrupt(String why) {
            super(why);
        }
    }

    KeptLevels(Path folder) {
        file = folder.resolve("limits");
    }

    Path file() {
        return file;
    }

    /** What was kept; nothing when there is no file. */
    List<Kept> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new Corrupt("it is larger than such a file gets");
        }
        String text = Files.readString(file);
        int end = text.lastIndexOf("\nsum ");
        if (!text.startsWith(HEAD + "\n") || end < 0) {
            throw new Corrupt("it does not begin and end as such a file does");
        }
        String body = text.substring(0, end + 1);
        if (!text.substring(end + 5).strip().equals(sum(body))) {
            throw new Corrupt("its checksum is not that of its content");
        }
        var all = new ArrayList<Kept>();
        for (String line : body.substring(HEAD.length() + 1).lines().toList()) {
            all.add(level(line));
        }
        return all;
    }

    private static Kept level(String line) throws Corrupt {
        String[] f = line.split("\t", -1);
        try {
            return new Kept(
                    plain(f[0]),
                    plain(f[1]),
                    Level.kept(number(f[2]), number(f[3]), number(f[4]), number(f[5]), number(f[6]), number(f[7])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new Corrupt("one of its lines is none of such a file");
        }
    }

    /** Keeps these and nothing else. */
    void write(List<String> lines) throws IOException {
        var body = new StringBuilder(HEAD).append('\n');
        lines.forEach(l -> body.append(l).append('\n'));
        String sum = sum(body.toString());
        body.append("sum ").append(sum).append('\n');
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path next = file.resolveSibling("limits.next");
        Files.deleteIfExists(next);
        if (next.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(body.toString());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Puts a file that cannot be trusted aside, for somebody to look at. */
    Path putAside() throws IOException {
        Path aside = file.resolveSibling("limits.corrupt");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        return aside;
    }

    static String line(String plugin, String key, Level level) {
        return coded(plugin) + "\t" + coded(key) + "\t" + level.parts() + "\t" + level.drain() + "\t" + level.used()
                + "\t" + level.at() + "\t" + level.end() + "\t" + level.length();
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }

    private static String coded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String plain(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String sum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
