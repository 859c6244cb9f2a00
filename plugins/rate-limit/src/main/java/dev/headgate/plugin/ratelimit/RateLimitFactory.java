package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.Phase;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.settings.Count;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Makes filters that hold callers to limits: those that the configuration has under its teams and keys, and those of the
 * filter itself.
 *
 * <pre>{@code
 * filters:
 *   - rate-limit:
 *       gateway: { concurrent: 200 }
 *       each-key: { requests: [ 600/min, { limit: 5M, per: month } ] }
 *       models: { "gpt-4o*": { tokens: 2M/min } }
 * }</pre>
 */
@Extension
public final class RateLimitFactory implements FilterFactory<RateLimitFactory.Settings> {
    private static final String MODEL = "[A-Za-z0-9._:/@-]{0,256}\\*?";
    private static final String MODEL_USE = "a model's name, or the beginning of one and a *";

    @Describe("Holds keys, teams, models and the whole gateway to limits on requests, tokens and concurrency.")
    record Settings(
            @Describe("What all callers together may use.") Quota gateway,

            @Describe("What each team may use that has no limits of its own under teams.")
            Quota eachTeam,

            @Describe("What each key may use that has no limits of its own under keys.")
            Quota eachKey,

            @Describe(
                    "What all callers together may use of these models; of several that fit, the longest name counts.")
            @Matches(value = MODEL, use = MODEL_USE)
            Map<String, Quota> models,

            @Describe("What each team may use of these models; of several that fit, the longest name counts.")
            @Matches(value = MODEL, use = MODEL_USE)
            Map<String, Quota> eachTeamModels,

            @Describe("How many times a token of these models counts where tokens are limited; once where none fits.")
            @Matches(value = MODEL, use = MODEL_USE)
            Map<String, Double> weights,

            @Describe(
                    "The most tokens that an answer of these models can have, where that is not the published figure.")
            @Matches(value = MODEL, use = MODEL_USE)
            Map<String, Count> outputs,

            @Describe("What is held for an answer when neither the request nor a known figure limits it.")
            @Default("4096")
            @Range(min = "1", max = "1000000")
            int defaultOutput,

            @Describe(
                    "Whether a request that sets no limit to its answer is sent on with the one that was held for it.")
            @Default("false")
            boolean setOutput,

            @Describe("Whether a request whose answer may be longer than what is left is sent on with a lower limit"
                    + " instead of being refused.")
            @Default("false")
            boolean clamp,

            @Describe("How long a request may wait for a limit instead of being refused; less than the filter's"
                    + " time-limit.")
            @Default("0s")
            @Range(min = "0s", max = "30s")
            Duration queue,

            @Describe("How many requests may wait for one limit.") @Default("100") @Range(min = "1", max = "10000")
            int queueLength,

            @Describe("How full the gateway's concurrency may be, in percent, before a team with more than its share of"
                    + " it has to stand back.")
            @Default("80")
            @Range(min = "1", max = "100")
            int saturation,

            @Describe("Callers that go before others, the first class first; all others come last.")
            List<PriorityClass> classes) {
        Settings {
            if (classes.size() > 8) {
                throw new IllegalArgumentException("classes: at most 8");
            }
            if (classes.stream().mapToInt(PriorityClass::reserved).sum() > 90) {
                throw new IllegalArgumentException("classes: more than 90 % reserved in all");
            }
            if (weights.values().stream().anyMatch(w -> w < 0.001 || w > 1000)) {
                throw new IllegalArgumentException("weights: use 0.001 to 1000");
            }
            if (outputs.values().stream().anyMatch(c -> c.value() < 1 || c.value() > 10_000_000)) {
                throw new IllegalArgumentException("outputs: use 1 to 10M");
            }
        }
    }

    @Describe("Callers of one priority.")
    record PriorityClass(
            @Describe("The teams in it.") List<String> teams,
            @Describe("The names of the keys in it.") List<String> keys,

            @Describe("How much of the gateway's concurrency is kept for it and those before it, in percent.")
            @Default("0")
            @Range(min = "0", max = "90")
            int reserved) {
        PriorityClass {
            if (teams.isEmpty() && keys.isEmpty()) {
                throw new IllegalArgumentException("teams: name a team, or a key under keys");
            }
        }
    }

    @Override
    public String name() {
        return "rate-limit";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Phase phase() {
        return Phase.ADMIT;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        return new RateLimit(settings, context);
    }
}
