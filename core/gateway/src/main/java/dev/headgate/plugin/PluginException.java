package dev.headgate.plugin;

import org.jspecify.annotations.Nullable;

/** Plugins that cannot be used as they are; the message tells an operator what to do. */
public final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
