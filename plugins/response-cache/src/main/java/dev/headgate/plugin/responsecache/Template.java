package dev.headgate.plugin.responsecache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of an answer with the places marked in which it differs each time it is given. In between they are as they came.
 */
final class Template {
    /** No bytes at all. */
    static final Template EMPTY = new Template(new byte[0], new int[0]);

    private static final byte[] NO_USAGE = ",\"usage\":null".getBytes(StandardCharsets.US_ASCII);

    /** What stands in a place. */
    enum Place {
        /** The answer's id, a string. */
        ID(0),
        /** The time it was made, in epoch seconds. */
        CREATED(1),
        /** That this event has no usage, where usage was asked for. */
        NO_USAGE(2);

        private static final Place[] ALL = {ID, CREATED, NO_USAGE};

        private final int number;

        Place(int number) {
            this.number = number;
        }
    }

    private final byte[] bytes;
    /** For each place its offset, its length in the bytes, and what it is; in order. */
    private final int[] places;

    private Template(byte[] bytes, int[] places) {
        this.bytes = bytes;
        this.places = places;
    }

    /**
     * One that was kept elsewhere, as {@link #bytes} and {@link #places} gave it there.
     *
     * @throws IllegalArgumentException when they do not go together
     */
    static Template of(byte[] bytes, int[] places) {
        int at = 0;
        if (places.length % 3 != 0) {
            throw new IllegalArgumentException("places that are not whole");
        }
        for (int i = 0; i < places.length; i += 3) {
            boolean inside = places[i] >= at && places[i + 1] >= 0 && places[i + 1] <= bytes.length - places[i];
            if (!inside || places[i + 2] < 0 || places[i + 2] >= Place.ALL.length) {
                throw new IllegalArgumentException("places that do not fit");
            }
            at = places[i] + places[i + 1];
        }
        return new Template(bytes, places);
    }

    /** The bytes as they are, which are what they are without being filled in too. Read only. */
    byte[] bytes() {
        return bytes;
    }

    /** Read only. */
    int[] places() {
        return places;
    }

    /**
     * What stands in the places this time.
     *
     * @param id without quotes, plain ASCII
     * @param created in epoch seconds
     * @param usage whether usage was asked for
     */
    record Filling(String id, long created, boolean usage) {}

    /** All of it, filled in. */
    byte[] filled(Filling filling) {
        var out = new Bytes(bytes.length + 16 * places.length);
        fill(0, bytes.length, 0, filling, out);
        return out.take();
    }

    /**
     * Fills in the bytes between these offsets, neither of which is inside a place.
     *
     * @param place the number of the first place that is not before them
     * @return that of the first after them
     */
    int fill(int from, int to, int place, Filling filling, Bytes out) {
        int at = from;
        int p = place;
        for (; p < places.length && places[p] < to; p += 3) {
            out.add(bytes, at, places[p]);
            at = places[p] + places[p + 1];
            switch (Place.ALL[places[p + 2]]) {
                case ID -> out.add('"').ascii(filling.id()).add('"');
                case CREATED -> out.ascii(Long.toString(filling.created()));
                case NO_USAGE -> {
                    if (filling.usage()) {
                        out.add(NO_USAGE);
                    }
                }
            }
        }
        out.add(bytes, at, to);
        return p;
    }

    /** Writes one, from its beginning to its end. */
    static final class Writer {
        private final Bytes out;
        private int[] places = new int[12];
        private int used;

        Writer(int expected) {
            out = new Bytes(expected);
        }

        Bytes out() {
            return out;
        }

        /**
         * A place.
         *
         * @param filler what stands in it for the time being
         */
        Writer place(Place what, String filler) {
            if (used == places.length) {
                places = Arrays.copyOf(places, used * 2);
            }
            places[used++] = out.length();
            places[used++] = filler.length();
            places[used++] = what.number;
            out.ascii(filler);
            return this;
        }

        Template template() {
            return new Template(out.take(), Arrays.copyOf(places, used));
        }
    }
}
