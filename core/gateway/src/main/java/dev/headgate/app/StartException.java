package dev.headgate.app;

import dev.headgate.config.ConfigError;

/** A gateway that could not start although its configuration is valid, said at the key that would change it. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(ConfigError error, Throwable cause) {
        super(error.render(), cause);
    }
}
