package dev.headgate.plugin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A zip archive written field by field, so that every one of them can lie. */
final class CraftedZip {
    private final List<Item> items = new ArrayList<>();

    /** One entry with all that is written of it, changeable before the archive is. */
    static final class Item {
        String name;
        String localName;
        int flags;
        int method;
        byte[] packed;
        int crc;
        int size;
        int localSize;
        int mode;
        int shift;

        Item(String name, byte[] content) {
            this.name = name;
            this.localName = name;
            var crc32 = new CRC32();
            crc32.update(content);
            this.crc = (int) crc32.getValue();
            this.size = content.length;
            this.localSize = content.length;
            this.packed = content;
        }

        /** Packs the content; a second time packs what is packed. */
        void deflate() {
            method = 8;
            var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
            deflater.setInput(packed);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            deflater.end();
            packed = out.toByteArray();
        }
    }

    CraftedZip add(String name, byte[] content, Consumer<Item> lie) {
        var item = new Item(name, content);
        lie.accept(item);
        items.add(item);
        return this;
    }

    CraftedZip add(Map<String, byte[]> content) {
        content.forEach((name, c) -> add(name, c, Item::deflate));
        return this;
    }

    byte[] bytes() {
        var zip = new ByteArrayOutputStream();
        var directory = new ByteArrayOutputStream();
        for (Item i : items) {
            int at = zip.size() + i.shift;
            byte[] local = i.localName.getBytes(StandardCharsets.UTF_8);
            zip.writeBytes(fields(30)
                    .putInt(0x04034b50)
                    .putShort((short) 20)
                    .putShort((short) i.flags)
                    .putShort((short) i.method)
                    .putInt(0)
                    .putInt(i.crc)
                    .putInt(i.packed.length)
                    .putInt(i.localSize)
                    .putShort((short) local.length)
                    .putShort((short) 0)
                    .array());
            zip.writeBytes(local);
            zip.writeBytes(i.packed);
            byte[] name = i.name.getBytes(StandardCharsets.UTF_8);
            directory.writeBytes(fields(46)
                    .putInt(0x02014b50)
                    .putShort((short) 0x314)
                    .putShort((short) 20)
                    .putShort((short) i.flags)
                    .putShort((short) i.method)
                    .putInt(0)
                    .putInt(i.crc)
                    .putInt(i.packed.length)
                    .putInt(i.size)
                    .putShort((short) name.length)
                    .putLong(0)
                    .putShort((short) 0)
                    .putShort((short) i.mode)
                    .putInt(at)
                    .array());
            directory.writeBytes(name);
        }
        int begin = zip.size();
        zip.writeBytes(directory.toByteArray());
        zip.writeBytes(fields(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) items.size())
                .putShort((short) items.size())
                .putInt(directory.size())
                .putInt(begin)
                .putShort((short) 0)
                .array());
        return zip.toByteArray();
    }

    private static ByteBuffer fields(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
