package dev.headgate.plugin;

/** How much the archives of one plugin may still hold, those inside them included. */
final class Allowance {
    static final int ARCHIVE_BYTES = 64 << 20;
    static final int ENTRIES = 10_000;
    static final int ENTRY_BYTES = 32 << 20;
    static final int TOTAL_BYTES = 128 << 20;
    /** Classes pack to a third, texts to a tenth; what packs much better is zeros. */
    static final int RATIO = 100;

    private static final int SMALL = 1 << 20;

    private int entries = ENTRIES;
    private long bytes = TOTAL_BYTES;

    void entries(int more) {
        entries -= more;
        if (entries < 0) {
            throw new RefusedArchive("it has more than " + ENTRIES + " entries");
        }
    }

    /** Takes what one entry says of itself; the entry is held to that when it is unpacked. */
    void entry(String name, long packed, long size) {
        if (size > ENTRY_BYTES) {
            throw new RefusedArchive(
                    "the entry " + name + " unpacks to " + size + " bytes; at most " + ENTRY_BYTES + " are taken");
        }
        if (size > SMALL && size > RATIO * packed) {
            throw new RefusedArchive(
                    "the entry " + name + " unpacks to more than " + RATIO + " times its size, as bombs do");
        }
        bytes -= size;
        if (bytes < 0) {
            throw new RefusedArchive("it unpacks to more than " + TOTAL_BYTES + " bytes");
        }
    }
}
