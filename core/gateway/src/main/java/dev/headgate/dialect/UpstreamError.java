package dev.headgate.dialect;

import java.util.Optional;

/**
 * What a provider says went wrong, read from its error body. Untrusted text: it may echo credentials or prompts.
 *
 * @param status the HTTP status, or the one the body names when it came with a success status
 * @param message the provider's words, empty when it had none
 * @param type the provider's type, in whatever vocabulary
 * @param code the provider's code, as text
 * @param param the request member at fault
 * @param complete whether the body is already an error in the caller's format with all its members
 */
public record UpstreamError(
        int status,
        String message,
        Optional<String> type,
        Optional<String> code,
        Optional<String> param,
        boolean complete) {}
