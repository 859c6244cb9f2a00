package dev.headgate.plugin.responsecache;

/** Where the question of a request is among others. */
final class Neighbour {
    /** What it takes besides its numbers, with its place in the room. As measured of such objects. */
    private static final int OBJECTS = 200;

    private final Key room;
    private final float[] unit;
    private final String by;

    private Neighbour(Key room, float[] unit, String by) {
        this.room = room;
        this.unit = unit;
        this.by = by;
    }

    /**
     * @param room what the requests have in common whose questions may be compared
     * @param by who made the embedding; those of others say nothing beside it
     * @param vector of any length but zero
     * @throws IllegalArgumentException for one that points nowhere
     */
    static Neighbour of(Key room, float[] vector, String by) {
        double squares = 0;
        for (float f : vector) {
            squares += (double) f * f;
        }
        double length = Math.sqrt(squares);
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new IllegalArgumentException("an embedding that points nowhere");
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return new Neighbour(room, unit, by);
    }

    Key room() {
        return room;
    }

    /** The cosine between the two, less than any other for those that cannot be compared. */
    double similarity(Neighbour other) {
        return unit.length == other.unit.length && by.equals(other.by) ? dot(unit, other.unit) : -2;
    }

    /** Four sums, so that one does not wait for the other. */
    private static double dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (double) s0 + s1 + s2 + s3;
    }

    /** The memory it takes, in bytes. */
    int size() {
        return OBJECTS + 4 * unit.length;
    }
}
