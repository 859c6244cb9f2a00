package dev.headgate.plugin.redaction.detect;

/** Detectors of which one is broken. */
public final class Faulty {
    /** What has to stand in a text for it to fail. */
    public static final String WORD = "faulty";

    private Faulty() {}

    /** A set that finds e-mail addresses, and throws where a text holds {@link #WORD}. */
    public static Detectors detectors() {
        return Detectors.builder()
                .detect("email")
                .with(to -> to.literal(WORD, (scan, start, end) -> {
                    throw new IllegalStateException("broken at " + start);
                }))
                .build();
    }
}
