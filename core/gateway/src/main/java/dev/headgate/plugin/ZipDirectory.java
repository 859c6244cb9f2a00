package dev.headgate.plugin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The directory of a zip archive, read so that no two readers can find different things in it: the entries lie one after
 * the other from the first byte to the directory, each is headed by what the directory says of it, and nothing follows
 * the directory's end. What the format allows beyond that is refused.
 */
final class ZipDirectory {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int DESCRIPTOR_BYTES = 12;
    private static final int LONG_ARCHIVE = 0xFFFF;

    private static final int ENCRYPTED = 1;
    private static final int DESCRIBED_LATER = 1 << 3;

    private static final int TYPE = 0xF000;
    private static final int FOLDER = 0x4000;
    private static final int FILE = 0x8000;
    private static final int LINK = 0xA000;

    private final ByteBuffer zip;
    private final Allowance allowance;

    /**
     * One entry.
     *
     * @param at where its bytes begin
     * @param packed how many they are
     * @param size how many they unpack to
     */
    record Entry(String name, int method, int crc, int at, int packed, int size) {
        boolean folder() {
            return name.endsWith("/");
        }
    }

    private record Listed(String name, int flags, int method, int crc, int packed, int size, int header) {
        boolean describedLater() {
            return (flags & DESCRIBED_LATER) != 0;
        }
    }

    private ZipDirectory(byte[] bytes, Allowance allowance) {
        this.zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer();
        zip.order(ByteOrder.LITTLE_ENDIAN);
        this.allowance = allowance;
    }

    /** The entries in the order of their bytes. */
    static List<Entry> read(byte[] bytes, Allowance allowance) {
        return new ZipDirectory(bytes, allowance).entries();
    }

    private List<Entry> entries() {
        if (zip.limit() < LOCAL_BYTES || zip.getInt(0) != LOCAL) {
            throw new RefusedArchive("it is not a zip archive");
        }
        int end = zip.limit() - END_BYTES;
        if (zip.getInt(end) != END) {
            throw new RefusedArchive(
                    "it does not end as a zip archive does; it is cut off, or something follows its end");
        }
        int count = u16(end + 10);
        if (u16(end + 4) != 0 || u16(end + 6) != 0 || u16(end + 8) != count || count == LONG_ARCHIVE) {
            throw new RefusedArchive("it is a zip archive in several parts, or of the 64-bit kind; make a plain one");
        }
        long begin = u32(end + 16);
        if (begin + u32(end + 12) != end) {
            throw new RefusedArchive("its directory is not where its end says");
        }
        allowance.entries(count);
        List<Listed> listed = listed((int) begin, end, count);
        listed.sort(Comparator.comparingInt(Listed::header));
        var entries = new ArrayList<Entry>(count);
        int at = 0;
        for (Listed l : listed) {
            Entry e = located(l, at, (int) begin);
            entries.add(e);
            at = after(l, e, (int) begin);
        }
        if (at != begin) {
            throw new RefusedArchive("bytes that its directory does not know of lie in front of the directory");
        }
        return entries;
    }

    private List<Listed> listed(int begin, int end, int count) {
        var listed = new ArrayList<Listed>(count);
        int at = begin;
        for (int i = 0; i < count; i++) {
            if (end - at < CENTRAL_BYTES || zip.getInt(at) != CENTRAL) {
                throw new RefusedArchive("its directory is broken at byte " + at);
            }
            int name = u16(at + 28);
            int next = at + CENTRAL_BYTES + name + u16(at + 30) + u16(at + 32);
            if (next > end) {
                throw new RefusedArchive("its directory is broken at byte " + at);
            }
            listed.add(listed(at, name(at + CENTRAL_BYTES, name), begin));
            at = next;
        }
        if (at != end) {
            throw new RefusedArchive("its directory holds more than its end says");
        }
        return listed;
    }

    private Listed listed(int at, String name, int begin) {
        int flags = u16(at + 8);
        int method = u16(at + 10);
        long packed = u32(at + 20);
        long size = u32(at + 24);
        long header = u32(at + 42);
        if ((flags & ENCRYPTED) != 0) {
            throw new RefusedArchive("the entry " + name + " is encrypted");
        }
        if (method == STORED ? packed != size : method != DEFLATED) {
            throw new RefusedArchive("the entry " + name + " is packed in a way that jars are not");
        }
        kind(name, (zip.getInt(at + 38) >>> 16) & TYPE);
        allowance.entry(name, packed, size);
        if (packed > begin || header > begin || u16(at + 34) != 0) {
            throw new RefusedArchive("the entry " + name + " lies outside the archive");
        }
        if (name.endsWith("/") && size != 0) {
            throw new RefusedArchive("the folder " + name + " has content");
        }
        return new Listed(name, flags, method, zip.getInt(at + 16), (int) packed, (int) size, (int) header);
    }

    private static void kind(String name, int type) {
        boolean folder = name.endsWith("/");
        if (type == LINK) {
            throw new RefusedArchive("the entry " + name + " is a symbolic link");
        }
        if (type != 0 && type != (folder ? FOLDER : FILE)) {
            throw new RefusedArchive("the entry " + name + " is neither a file nor a folder");
        }
    }

    /** The entry with its bytes, which must stand right here and say of themselves what the directory says. */
    private Entry located(Listed l, int at, int limit) {
        if (l.header() != at || limit - at < LOCAL_BYTES || zip.getInt(at) != LOCAL) {
            throw new RefusedArchive("the entry " + l.name() + " is not where the directory says, or shares its bytes");
        }
        int name = u16(at + 26);
        int data = at + LOCAL_BYTES + name + u16(at + 28);
        if (data > limit || limit - data < l.packed()) {
            throw new RefusedArchive("the entry " + l.name() + " is cut off");
        }
        boolean same = u16(at + 6) == l.flags()
                && u16(at + 8) == l.method()
                && ((l.describedLater() && noneYet(at)) || described(l, at + 14))
                && name(at + LOCAL_BYTES, name).equals(l.name());
        if (!same) {
            throw new RefusedArchive("the entry " + l.name() + " says other things of itself than the directory does");
        }
        return new Entry(l.name(), l.method(), l.crc(), data, l.packed(), l.size());
    }

    private boolean noneYet(int local) {
        return zip.getInt(local + 14) == 0 && u32(local + 18) == 0 && u32(local + 22) == 0;
    }

    private boolean described(Listed l, int at) {
        return zip.getInt(at) == l.crc() && u32(at + 4) == l.packed() && u32(at + 8) == l.size();
    }

    /** Where the entry ends, with the description that may follow its bytes. */
    private int after(Listed l, Entry e, int limit) {
        int end = e.at() + e.packed();
        if (!l.describedLater()) {
            return end;
        }
        int begin = limit - end >= 4 && zip.getInt(end) == DESCRIPTOR ? end + 4 : end;
        if (limit - begin < DESCRIPTOR_BYTES || !described(l, begin)) {
            throw new RefusedArchive("the entry " + l.name() + " says other things of itself than the directory does");
        }
        return begin + DESCRIPTOR_BYTES;
    }

    private String name(int at, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(zip.slice(at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedArchive("the name of an entry is not UTF-8");
        }
    }

    private int u16(int at) {
        return Short.toUnsignedInt(zip.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(zip.getInt(at));
    }
}
