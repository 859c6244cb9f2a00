package dev.headgate.config;

import dev.headgate.api.settings.Describe;

/**
 * One use of a plugin's filter.
 *
 * @param contract what the gateway itself is told about this use
 * @param settings what the plugin is told
 */
@Describe("A plugin by its name, or its name with settings.")
public record FilterUse(String plugin, FilterContract contract, FilterSettings settings) {}
