package dev.headgate.config;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a configuration is read against.
 *
 * @param providers the kinds of operator an upstream may name
 * @param environment the value of an environment variable, empty when it is not set
 */
public record ConfigContext(Set<String> providers, Function<String, Optional<String>> environment) {
    public ConfigContext {
        providers = Set.copyOf(providers);
    }

    /** Reads references from the environment of this process. */
    public static ConfigContext ofProcess(Set<String> providers) {
        return new ConfigContext(providers, name -> Optional.ofNullable(System.getenv(name)));
    }
}
