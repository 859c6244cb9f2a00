package dev.headgate.plugin;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive in memory, checked to its last byte. It is never unpacked into files, and read only from these bytes, so
 * that what was checked is what is used, whatever becomes of the file.
 */
final class Archive {
    private static final int PIECE = 8 * 1024;

    private final byte[] bytes;
    private final Map<String, ZipDirectory.Entry> entries = new LinkedHashMap<>();

    private Archive(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The archive in these bytes.
     *
     * @throws RefusedArchive when it is none, or not one to be trusted with a folder
     */
    static Archive read(byte[] bytes, Allowance allowance) {
        var archive = new Archive(bytes);
        List<ZipDirectory.Entry> listed = ZipDirectory.read(bytes, allowance);
        var names = new EntryNames();
        listed.forEach(e -> names.add(e.name()));
        names.finish();
        for (ZipDirectory.Entry e : listed) {
            archive.verify(e);
            if (!e.folder()) {
                archive.entries.put(e.name(), e);
            }
        }
        return archive;
    }

    /** The names of its files. */
    Set<String> names() {
        return entries.keySet();
    }

    /** The content of a file. */
    Optional<byte[]> content(String name) {
        return Optional.ofNullable(entries.get(name)).map(this::content);
    }

    private byte[] content(ZipDirectory.Entry e) {
        byte[] content = new byte[e.size()];
        unpack(e, (piece, from, length) -> System.arraycopy(piece, 0, content, from, length));
        return content;
    }

    /** Proves that an entry unpacks to what it says, without keeping that. */
    private void verify(ZipDirectory.Entry e) {
        unpack(e, (piece, from, length) -> {});
    }

    private interface Pieces {
        /** The next bytes of a content, which begin at this place of it. */
        void add(byte[] piece, int from, int length);
    }

    private void unpack(ZipDirectory.Entry e, Pieces to) {
        var crc = new CRC32();
        if (e.method() == ZipDirectory.STORED) {
            crc.update(bytes, e.at(), e.packed());
            to.add(Arrays.copyOfRange(bytes, e.at(), e.at() + e.packed()), 0, e.packed());
        } else {
            inflate(e, (piece, from, length) -> {
                crc.update(piece, 0, length);
                to.add(piece, from, length);
            });
        }
        if ((int) crc.getValue() != e.crc()) {
            throw new RefusedArchive("the entry " + e.name() + " is damaged");
        }
    }

    private void inflate(ZipDirectory.Entry e, Pieces to) {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, e.at(), e.packed());
            var piece = new byte[PIECE];
            int length = 0;
            while (!inflater.finished()) {
                int n = inflater.inflate(piece);
                if (n > e.size() - length || (n == 0 && !inflater.finished())) {
                    throw unlike(e);
                }
                to.add(piece, length, n);
                length += n;
            }
            if (length != e.size() || inflater.getRemaining() != 0) {
                throw unlike(e);
            }
        } catch (DataFormatException x) {
            throw new RefusedArchive("the entry " + e.name() + " is damaged");
        } finally {
            inflater.end();
        }
    }

    private static RefusedArchive unlike(ZipDirectory.Entry e) {
        return new RefusedArchive("the entry " + e.name() + " does not unpack to the size it says");
    }
}
