package dev.headgate.plugin.responsecache;

import dev.headgate.plugin.responsecache.Template.Filling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of an answer that have come, each of whole events. All of them are held as long as they are no more than
 * there is room for; then only those that somebody has still to read. Guarded by whoever has it.
 */
final class Pieces {
    private final int most;
    private final List<Piece> held = new ArrayList<>();
    private final Pace pace = new Pace();
    private int dropped;
    private long total;
    private long bytes;
    private long begun = -1;

    private static final class Piece {
        final byte[] bytes;

        @Nullable
        Template template;

        Piece(byte[] bytes) {
            this.bytes = bytes;
        }

        Template template() {
            if (template == null) {
                template = Reading.template(bytes);
            }
            return template;
        }
    }

    /**
     * @param most how many bytes there is room for
     */
    Pieces(int most) {
        this.most = most;
    }

    void add(byte[] events, long millis) {
        if (begun < 0) {
            begun = millis;
        }
        held.add(new Piece(events));
        total += events.length;
        bytes += events.length;
        if (!overflowed()) {
            pace.came((int) total, millis - begun);
        }
    }

    /** The number of the next piece to come. */
    int end() {
        return dropped + held.size();
    }

    /** Whether there were more than there is room for, so that they are not all there any more. */
    boolean overflowed() {
        return total > most;
    }

    /** Whether there is room for another. */
    boolean room() {
        return bytes <= most;
    }

    /** Lets go of the pieces before this number, once not all are held any more. */
    void droppedBefore(int number) {
        if (!overflowed()) {
            return;
        }
        int n = 0;
        while (n < held.size() && dropped + n < number) {
            bytes -= held.get(n++).bytes.length;
        }
        held.subList(0, n).clear();
        dropped += n;
    }

    /** Writes the piece of this number as it came, or filled in anew. */
    void write(int number, Optional<Filling> filling, Bytes out) {
        Piece piece = held.get(number - dropped);
        if (filling.isEmpty()) {
            out.add(piece.bytes);
        } else {
            Template template = piece.template();
            template.fill(0, template.bytes().length, 0, filling.get(), out);
        }
    }

    byte[] all() {
        var all = new Bytes((int) total);
        held.forEach(p -> all.add(p.bytes));
        return all.take();
    }

    Pace pace() {
        return pace;
    }

    /** An event of those still held. */
    Json some() {
        for (Piece piece : held.reversed()) {
            List<Reading.Chunk> chunks = Reading.chunks(piece.bytes);
            if (!chunks.isEmpty()) {
                return Reading.like(chunks);
            }
        }
        throw new IllegalArgumentException("no events");
    }
}
