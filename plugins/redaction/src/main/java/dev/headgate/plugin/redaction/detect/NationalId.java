package dev.headgate.plugin.redaction.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Numbers that states give to people and firms: how they are written, what their digits must satisfy, and how much that says
 * with and without a word beside it.
 */
final class NationalId {
    /** What the digits of a number must satisfy. */
    @FunctionalInterface
    interface Check {
        boolean holds(Digits digits);
    }

    /** A way to write one, with a confidence alone and one after a word that names it. */
    private record Form(
            Kind kind, List<Integer> groups, String separators, Check check, int alone, int context, int named) {
        boolean matches(Digits d) {
            for (int g = 0; g < groups.size(); g++) {
                if (d.group(g) != groups.get(g)) {
                    return false;
                }
                if (g > 0 && separators.charAt(g - 1) != d.separator(g - 1)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Forms by how many groups they have and how many digits. */
    private final List<List<Form>> forms = new ArrayList<>();

    private static final int MOST_GROUPS = 8;
    private static final int MOST_DIGITS = 20;

    private final Triggers.Builder to;
    private final Set<Kind> kinds;
    private final int anyId;

    private NationalId(Triggers.Builder to, Set<Kind> kinds) {
        this.to = to;
        this.kinds = kinds;
        this.anyId = to.context(Context.ANY_ID);
        for (int i = 0; i < MOST_GROUPS * MOST_DIGITS; i++) {
            forms.add(new ArrayList<>());
        }
    }

    static void register(Triggers.Builder to, Set<Kind> kinds) {
        if (kinds.stream().anyMatch(k -> k.group() == Kind.Group.NATIONAL_ID)) {
            var ids = new NationalId(to, kinds);
            AmericanIds.register(ids);
            EuropeanIds.register(ids);
            AsianIds.register(ids);
            to.number(ids::met);
        }
    }

    /** Adds ways to write a number: {@code #} for a digit, and what stands between the groups. */
    NationalId add(Kind kind, Context context, int alone, int named, Check check, String... templates) {
        if (kinds.contains(kind)) {
            int number = to.context(context);
            for (String template : templates) {
                String[] groups = template.split("[^#]", -1);
                var lengths = new ArrayList<Integer>();
                int digits = 0;
                for (int g = 0; g < groups.length; g++) {
                    lengths.add(groups[g].length());
                    digits += groups[g].length();
                }
                String separators = template.replace("#", "");
                // Written in groups it is more than any number of that many digits.
                int confidence = groups.length > 1 ? Math.min(97, alone + 15) : alone;
                forms.get(index(groups.length, digits))
                        .add(new Form(kind, List.copyOf(lengths), separators, check, confidence, number, named));
            }
        }
        return this;
    }

    private static int index(int groups, int digits) {
        return (groups - 1) * MOST_DIGITS + digits;
    }

    private void met(Scan scan, Digits d) {
        if (!Numbers.beginsAt(scan, d.start())) {
            return;
        }
        int groups = Math.min(d.groups(), MOST_GROUPS);
        for (int g = 1; g <= groups; g++) {
            int digits = d.digitsTo(g);
            if (digits >= MOST_DIGITS) {
                return;
            }
            List<Form> some = forms.get(index(g, digits));
            for (int i = 0; i < some.size(); i++) {
                look(scan, d, g, some.get(i));
            }
        }
    }

    private void look(Scan scan, Digits d, int groups, Form form) {
        if (!form.matches(d)
                || !Numbers.endsAt(scan, d.endsAt(groups))
                || Checks.same(d, d.digitsTo(groups))
                || !form.check.holds(d)) {
            return;
        }
        boolean named = scan.hasContext(form.context, d.start());
        boolean id = scan.hasContext(anyId, d.start());
        int confidence = named ? form.named : id ? Math.max(form.alone, Math.min(60, form.alone + 25)) : form.alone;
        if (confidence > 0) {
            scan.found(form.kind, d.start(), d.endsAt(groups), confidence);
        }
    }
}
