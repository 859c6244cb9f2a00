package dev.headgate.bench;

import java.nio.file.Path;

/** Says why there is no figure; stands in the table where the figure would be. */
final class NotMeasured extends Exception {
    /** Where the checkout lies is nobody's business. */
    private static final String ROOT =
            Path.of(System.getProperty("headgate.root", "")).toAbsolutePath().toString();

    NotMeasured(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage()).replace(ROOT + "/", "");
    }
}
