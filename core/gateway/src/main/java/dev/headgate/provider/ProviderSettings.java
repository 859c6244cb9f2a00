package dev.headgate.provider;

import java.util.Optional;

/**
 * What an upstream's configuration may say to its provider.
 *
 * @param baseUrl as configured, else the provider's own
 * @param apiVersion the operator's API version, where it has one in its URLs
 * @param streamUsage overrides whether usage may be asked for in streams
 */
public record ProviderSettings(String baseUrl, Optional<String> apiVersion, Optional<Boolean> streamUsage) {}
