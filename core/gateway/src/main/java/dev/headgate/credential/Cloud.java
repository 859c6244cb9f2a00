package dev.headgate.credential;

import dev.headgate.config.Upstream;
import java.util.Optional;
import java.util.function.Function;

/** A cloud that operators are part of: it decides where they are reached and how they are shown who we are. */
public interface Cloud {
    /** The key under an upstream by which its configuration speaks of it. */
    String key();

    /**
     * What an upstream's configuration, and beside it the environment, say about us there.
     *
     * @param environment the value of a variable, empty when it is not set
     */
    Account account(Upstream upstream, Function<String, Optional<String>> environment);
}
