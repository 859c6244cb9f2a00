package dev.headgate.plugin.redaction;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.plugin.redaction.detect.Detectors;
import dev.headgate.plugin.redaction.external.Analyzer;
import org.pf4j.Extension;

/**
 * Makes filters that take personal data and secrets out of requests and answers.
 *
 * <pre>{@code
 * filters:
 *   - redaction:
 *       detect: [ email, card, iban, secrets ]
 *       restore: true
 *       rules:
 *         - { detect: [ secrets ], action: block, in: request }
 *       on-error: fail
 * }</pre>
 */
@Extension
public final class RedactionFactory implements FilterFactory<Settings> {
    @Override
    public String name() {
        return "redaction";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        Detectors detectors = settings.detectors();
        // Beside the rest of the start; a request that comes sooner waits for it, away from its loop.
        Thread.ofVirtual().name("headgate-redaction-prepare").start(detectors::prepare);
        var rules = new Rules(
                settings.policy(),
                detectors,
                settings.mask(),
                settings.key().map(Hashes::new),
                settings.placeholders(),
                settings.restore(),
                settings.metadata(),
                settings.unknownContent() == Settings.Unknown.REFUSE,
                context.tally(
                        "findings",
                        "What was found, and what was done about it.",
                        "kind",
                        "scope",
                        "direction",
                        "action"),
                context.tally("restored", "Placeholders in answers that were put back.", "scope"));
        return new RedactionFilter(
                rules,
                settings.external().map(e -> new Analyzer(e.url(), e.question(), e.limits())),
                settings.external().map(External::answers).orElse(External.Answers.OFF));
    }
}
