package dev.headgate.api;

/** The stackless carrier of a {@link Failure} through a failed future. */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public GatewayException(Failure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
