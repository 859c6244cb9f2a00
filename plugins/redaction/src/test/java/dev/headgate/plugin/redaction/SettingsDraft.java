package dev.headgate.plugin.redaction;

import dev.headgate.api.settings.Secret;
import java.util.List;
import java.util.Optional;

/** Settings with their defaults, of which tests say what they want otherwise. */
final class SettingsDraft {
    List<String> detect = List.of("email", "card");
    String region = "US";
    Action action = Action.REPLACE;
    Optional<Action> answers = Optional.empty();
    List<Rule> rules = List.of();
    boolean restore;
    Numbering placeholders = Numbering.REQUEST;
    Optional<Secret> key = Optional.empty();
    boolean metadata;
    Settings.Unknown unknown = Settings.Unknown.FORWARD;
    List<String> allow = List.of();
    List<String> allowMatching = List.of();
    List<NamedPattern> patterns = List.of();
    List<WordList> words = List.of();
    Optional<External> external = Optional.empty();

    SettingsDraft doing(Action action) {
        this.action = action;
        return this;
    }

    SettingsDraft answering(Action action) {
        this.answers = Optional.of(action);
        return this;
    }

    SettingsDraft restoring() {
        this.restore = true;
        return this;
    }

    SettingsDraft ruled(Rule... rules) {
        this.rules = List.of(rules);
        return this;
    }

    SettingsDraft keyed(String key) {
        this.key = Optional.of(new Secret(key));
        return this;
    }

    Settings settings() {
        return new Settings(
                detect,
                List.of(),
                0.5,
                region,
                action,
                answers,
                rules,
                restore,
                placeholders,
                key,
                "***",
                metadata,
                unknown,
                allow,
                allowMatching,
                patterns,
                words,
                external);
    }
}
