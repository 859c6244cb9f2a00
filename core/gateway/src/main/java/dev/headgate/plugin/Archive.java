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
            archive.content(e); // proves that it unpacks to what it says
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
        byte[] content = e.method() == ZipDirectory.STORED
                ? Arrays.copyOfRange(bytes, e.at(), e.at() + e.packed())
                : inflated(e);
        var crc = new CRC32();
        crc.update(content);
        if ((int) crc.getValue() != e.crc()) {
            throw new RefusedArchive("the entry " + e.name() + " is damaged");
        }
        return content;
    }

    private byte[] inflated(ZipDirectory.Entry e) {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, e.at(), e.packed());
            // One byte more than it should be, to see whether there is more.
            byte[] content = new byte[e.size() + 1];
            int length = 0;
            while (!inflater.finished() && length < content.length) {
                int n = inflater.inflate(content, length, content.length - length);
                if (n == 0 && !inflater.finished()) {
                    break;
                }
                length += n;
            }
            if (!inflater.finished() || length != e.size() || inflater.getRemaining() != 0) {
                throw new RefusedArchive("the entry " + e.name() + " does not unpack to the size it says");
            }
            return Arrays.copyOf(content, length);
        } catch (DataFormatException x) {
            throw new RefusedArchive("the entry " + e.name() + " is damaged");
        } finally {
            inflater.end();
        }
    }
}
