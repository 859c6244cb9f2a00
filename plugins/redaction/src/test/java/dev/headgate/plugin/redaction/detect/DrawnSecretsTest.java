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
    void nothing_is_left_of_a_token_of_any_published_form(@ForAll long seed) {
        var drawn = new Drawn(seed);
        var missed = new ArrayList<String>();
        for (Tokens.Form form : FORMS) {
            String value = drawn.value(form.pattern());
            String text = drawn.around(form, value);
            int start = text.indexOf(value);
            if (!covered(text, start, start + value.length())) {
                missed.add(form.pattern() + " in " + text + " found " + SECRETS.find(text));
            }
        }
        assertThat(missed).as("of " + FORMS.size() + " forms").hasSizeLessThanOrEqualTo(FORMS.size() / 100);
    }

    /** Whether nothing of a value is left, whatever it is taken for. */
    private static boolean covered(String text, int start, int end) {
        int at = start;
        for (Finding f : SECRETS.find(text)) {
            at = f.start() <= at ? Math.max(at, f.end()) : at;
        }
        return at >= end;
    }

    @Property(tries = 20)
    void keys_that_machines_drew_are_found_under_the_names_they_are_assigned_to(@ForAll long seed) {
        var drawn = new Drawn(seed);
        var missed = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            String value = drawn.key();
            String text = drawn.assigned(value);
            int start = text.indexOf(value);
            if (!covered(text, start, start + value.length() - 1)) {
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
