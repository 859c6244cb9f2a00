package dev.headgate.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A folder that plugins are dropped into: the jars and zips right in it. Read only, never written to. */
record PluginFolder(Path path) {
    private static final int PIECE = 64 * 1024;

    /** A file of the folder, read once. */
    static final class Dropped {
        private final Path file;
        private final byte[] bytes;
        private final String sha256;

        Dropped(Path file, byte[] bytes, String sha256) {
            this.file = file;
            this.bytes = bytes;
            this.sha256 = sha256;
        }

        Path file() {
            return file;
        }

        byte[] bytes() {
            return bytes;
        }

        String sha256() {
            return sha256;
        }
    }

    /** The plugins' files by name; none where there is no such folder. */
    List<Path> files() {
        var files = new ArrayList<Path>();
        if (!Files.isDirectory(path)) {
            return files;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
            for (Path file : all) {
                String name = name(file).toLowerCase(Locale.ROOT);
                boolean archive = name.endsWith(".jar") || name.endsWith(".zip");
                if (archive && !name.startsWith(".") && !Files.isDirectory(file)) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            throw new PluginException("the folder " + path + " cannot be read: " + e.getMessage(), e);
        }
        files.sort(null);
        return files;
    }

    static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    /**
     * The content of a file and its digest.
     *
     * @throws RefusedArchive when it cannot be read or is too large
     */
    static Dropped read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size > Allowance.ARCHIVE_BYTES) {
                throw new RefusedArchive("it has more than " + Allowance.ARCHIVE_BYTES + " bytes");
            }
            var bytes = new byte[(int) size];
            int length = 0;
            int n = 1;
            while (n > 0 && length < size) {
                // In pieces: Java keeps a buffer outside the heap as large as the largest one.
                n = in.read(bytes, length, Math.min(PIECE, bytes.length - length));
                length += Math.max(n, 0);
            }
            if (length < size || in.read() >= 0) {
                throw new RefusedArchive("it was being written while it was read");
            }
            return new Dropped(file, bytes, sha256(bytes));
        } catch (IOException e) {
            throw new RefusedArchive("it cannot be read: " + e.getMessage());
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a look at the folder shows without reading its files. Two that differ mean that a file was changed. */
    String look() {
        var look = new StringBuilder();
        for (Path file : files()) {
            try {
                BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
                look.append(file).append(' ').append(a.size()).append(' ').append(a.lastModifiedTime());
                look.append(' ').append(a.fileKey()).append('\n');
            } catch (IOException e) {
                look.append(file).append(" gone\n");
            }
        }
        return look.toString();
    }
}
