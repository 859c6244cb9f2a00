package dev.headgate.provider.openai;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Quirks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An operator that speaks OpenAI's format, as presets.yaml describes it.
 *
 * @param name the provider's name in the configuration
 * @param baseUrl up to and with its version segment; empty when the upstream must say it
 * @param keyVariable the environment variable for its key
 * @param keyless whether it works without a key
 * @param streamUsage whether it understands {@code stream_options.include_usage}
 * @param completionTokens whether its reasoning models refuse {@code max_tokens}
 * @param badKeyTexts words by which its 400 means that the credential was refused
 * @param operations what it can be asked for
 * @param statuses its statuses for what has another elsewhere, each with that one
 * @param quirks in what it departs from the format
 * @param models model ids that can be listed without asking it
 */
record Preset(
        String name,
        Optional<String> baseUrl,
        Optional<String> keyVariable,
        boolean keyless,
        boolean streamUsage,
        boolean completionTokens,
        List<String> badKeyTexts,
        Set<Operation> operations,
        Map<Integer, Integer> statuses,
        Quirks quirks,
        List<String> models) {}
