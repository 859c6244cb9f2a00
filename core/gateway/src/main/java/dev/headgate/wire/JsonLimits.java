package dev.headgate.wire;

/**
 * How much of everything a JSON document may hold.
 *
 * @param maxDepth open objects and arrays at any one place
 * @param maxMembers members of one object
 * @param maxNameBytes bytes of a member name as it stands in the document
 * @param maxNumberDigits digits of a number, those of its exponent apart
 * @param maxExponentDigits digits of a number's exponent
 */
public record JsonLimits(int maxDepth, int maxMembers, int maxNameBytes, int maxNumberDigits, int maxExponentDigits) {
    public static final JsonLimits STANDARD = new JsonLimits(64, 10_000, 4_096, 1_000, 4);

    /** For what providers answer: wider, since nothing is forwarded anew from it. */
    public static final JsonLimits WIDE = STANDARD.withMaxDepth(256).withMaxMembers(100_000);

    public JsonLimits {
        if (maxDepth < 1 || maxMembers < 1 || maxNameBytes < 1 || maxNumberDigits < 1 || maxExponentDigits < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }

    public JsonLimits withMaxMembers(int members) {
        return new JsonLimits(maxDepth, members, maxNameBytes, maxNumberDigits, maxExponentDigits);
    }

    public JsonLimits withMaxDepth(int depth) {
        return new JsonLimits(depth, maxMembers, maxNameBytes, maxNumberDigits, maxExponentDigits);
    }
}
