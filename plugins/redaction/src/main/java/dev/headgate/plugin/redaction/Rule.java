package dev.headgate.plugin.redaction;

import dev.headgate.api.Scope;
import dev.headgate.api.settings.Describe;
import dev.headgate.plugin.redaction.Policy.Clause;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

@Describe("What is done about some things in some texts.")
record Rule(
        @Describe("The kinds it is about, as under detect, or what the external detector calls them; all when empty.")
        List<String> detect,

        @Describe("The parts of a conversation it is about; all when empty.")
        List<Scope> scopes,

        @Describe("Whether it is about requests or answers; both when empty.")
        List<Side> in,

        @Describe("What is done.") Action action) {
    /** As it holds among kinds of the settings' own. */
    Clause clause(Predicate<String> others) {
        return new Clause(Kinds.named("detect", detect, others), Set.copyOf(scopes), Set.copyOf(in), action);
    }

    /**
     * Refuses a rule about answers for what is only looked for in requests.
     *
     * @param asked whether a name is one of the external detector's
     */
    void checkAnswers(Predicate<String> asked) {
        for (String name : detect) {
            if (in.equals(List.of(Side.ANSWER)) && asked.test(name) && !Kinds.isTaken(name)) {
                throw new IllegalArgumentException("in: the external detector, which is to find \"" + name
                        + "\", is not asked about answers; use request, leave it out, or set external.answers");
            }
        }
    }
}
