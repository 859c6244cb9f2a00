package dev.headgate.provider;

import java.util.Optional;

/**
 * What an upstream's configuration may say to its provider.
 *
 * @param baseUrl as configured, else the provider's own
 * @param apiVersion the operator's API version, where it has one in its URLs
 * @param streamUsage overrides whether usage may be asked for in streams
 * @param region the part of the operator's cloud, where it is in one
 * @param project what is billed in the operator's cloud
 */
public record ProviderSettings(
        String baseUrl,
        Optional<String> apiVersion,
        Optional<Boolean> streamUsage,
        Optional<String> region,
        Optional<String> project) {

    /** Of an operator in no cloud. */
    public ProviderSettings(String baseUrl, Optional<String> apiVersion, Optional<Boolean> streamUsage) {
        this(baseUrl, apiVersion, streamUsage, Optional.empty(), Optional.empty());
    }
}
