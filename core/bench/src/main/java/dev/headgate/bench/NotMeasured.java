package dev.headgate.bench;

/** Says why there is no figure; stands in the table where the figure would be. */
final class NotMeasured extends Exception {
    NotMeasured(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
