package dev.headgate.plugin.redaction;

import dev.headgate.api.Scope;
import java.util.List;
import java.util.Set;

/** What is done about each kind of thing in each kind of text: the first rule that fits decides. */
record Policy(Action request, Action answer, List<Clause> clauses) {
    /**
     * A rule in force.
     *
     * @param kinds all when empty
     * @param scopes all when empty
     * @param sides both when empty
     */
    record Clause(Set<String> kinds, Set<Scope> scopes, Set<Side> sides, Action action) {
        Clause {
            kinds = Set.copyOf(kinds);
            scopes = Set.copyOf(scopes);
            sides = Set.copyOf(sides);
        }

        private boolean fits(Side side, Scope scope) {
            return (sides.isEmpty() || sides.contains(side)) && (scopes.isEmpty() || scopes.contains(scope));
        }

        private boolean fits(String kind) {
            return kinds.isEmpty() || kinds.contains(kind);
        }
    }

    Policy {
        clauses = List.copyOf(clauses);
    }

    private Action otherwise(Side side) {
        return side == Side.REQUEST ? request : answer;
    }

    Action of(Side side, Scope scope, String kind) {
        for (Clause clause : clauses) {
            if (clause.fits(side, scope) && clause.fits(kind)) {
                return clause.action();
            }
        }
        return otherwise(side);
    }

    /** Whether anything is done about such texts at all. */
    boolean looksAt(Side side, Scope scope) {
        for (Clause clause : clauses) {
            if (clause.fits(side, scope)) {
                if (clause.action() != Action.IGNORE) {
                    return true;
                }
                if (clause.kinds().isEmpty()) {
                    return false;
                }
            }
        }
        return otherwise(side) != Action.IGNORE;
    }

    /** Whether anything is ever done in this way. */
    boolean uses(Action action) {
        return request == action || answer == action || clauses.stream().anyMatch(c -> c.action() == action);
    }
}
