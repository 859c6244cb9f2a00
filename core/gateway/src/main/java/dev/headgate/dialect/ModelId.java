package dev.headgate.dialect;

/** The shape of a model id: letters, digits and {@code . _ : / @ -}, up to 256 of them. */
public final class ModelId {
    public static final int MAX_LENGTH = 256;

    private ModelId() {}

    /** Whether a model of this id can exist. Only such an id may stand in a message, a log line or a path. */
    public static boolean wellFormed(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (!allowed(id.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean allowed(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || "._:/@-".indexOf(c) >= 0;
    }
}
