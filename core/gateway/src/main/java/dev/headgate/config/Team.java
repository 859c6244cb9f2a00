package dev.headgate.config;

import dev.headgate.api.quota.Quota;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import java.util.List;
import java.util.Optional;

/** Those who share a set of models and a bill. */
@Describe("A team and what it may use.")
public record Team(
        @Describe("The models its keys may name; a * at the end means any rest.")
        @Default("*")
        @Matches(value = Names.PATTERN, use = Names.PATTERN_USE)
        List<String> models,

        @Describe("The plugins that its requests run through, inside those of all requests.")
        List<FilterUse> filters,

        @Describe("What all its keys together may use. The filter rate-limit holds them to it.")
        Optional<Quota> limits) {
    /** The team of keys that name none, and of callers without a key. */
    public static final String DEFAULT = "default";

    public Team {
        models = List.copyOf(models);
        filters = List.copyOf(filters);
    }
}
