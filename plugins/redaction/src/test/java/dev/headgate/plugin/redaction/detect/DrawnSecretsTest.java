package dev.headgate.plugin.redaction.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is found in texts that nobody wrote down: drawn anew from what issuers publish, and from what merely looks like it. */
final class DrawnSecretsTest {
    private static final Detectors SECRETS =
            Detectors.builder().detect("secret").build();
    private static final List<Tokens.Form> FORMS = Tokens.forms().toList();

    @Property(tries = 20)
    void a_token_of_every_published_form_is_found_whole(@ForAll long seed) {
        var drawn = new Drawn(seed);
        var missed = new ArrayList<String>();
        for (Tokens.Form form : FORMS) {
            String value = drawn.value(form.pattern());
            String text = drawn.around(form, value);
            int start = text.indexOf(value);
            boolean covered =
                    SECRETS.find(text).stream().anyMatch(f -> f.start() <= start && f.end() >= start + value.length());
            if (!covered) {
                missed.add(form.pattern() + " in " + text + " found " + SECRETS.find(text));
            }
        }
        assertThat(missed).as("of " + FORMS.size() + " forms").hasSizeLessThanOrEqualTo(FORMS.size() / 100);
    }

    @Property(tries = 20)
    void keys_that_machines_drew_are_found_under_the_names_they_are_assigned_to(@ForAll long seed) {
        var drawn = new Drawn(seed);
        var missed = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            String value = drawn.key();
            String text = drawn.assigned(value);
            int start = text.indexOf(value);
            if (SECRETS.find(text).stream()
                    .noneMatch(f -> f.start() <= start && f.end() >= start + value.length() - 1)) {
                missed.add(text + " found " + SECRETS.find(text));
            }
        }
        assertThat(missed).hasSizeLessThanOrEqualTo(10);
    }

    @Property(tries = 20)
    void what_only_looks_like_a_secret_is_passed_over(@ForAll long seed) {
        var drawn = new Drawn(seed);
        var alarms = new ArrayList<String>();
        for (int i = 0; i < 500; i++) {
            String text = drawn.nearMiss();
            if (!SECRETS.find(text).isEmpty()) {
                alarms.add(text + " found " + SECRETS.find(text));
            }
        }
        assertThat(alarms).hasSizeLessThanOrEqualTo(10);
    }
}
