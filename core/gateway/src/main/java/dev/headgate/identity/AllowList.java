package dev.headgate.identity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The models a team may use: names, and prefixes followed by {@code *}.
 *
 * <p>A name that stands in the list literally grants the route of that name with all its targets, because the operator
 * chose both. A name that only a prefix covers must lead to models that the list covers as well, so that an alias or
 * a fallback cannot reach past it.
 */
public final class AllowList {
    private final Set<String> names = new HashSet<>();
    private final List<String> prefixes = new ArrayList<>();

    public AllowList(List<String> patterns) {
        for (String p : patterns) {
            if (p.endsWith("*")) {
                prefixes.add(p.substring(0, p.length() - 1));
            } else {
                names.add(p);
            }
        }
    }

    /** Whether a caller may name this model at all. */
    public boolean mayName(String model) {
        return names.contains(model) || covers(model);
    }

    /**
     * Whether a request for {@code requested} may be dispatched to {@code model} of {@code upstream}.
     *
     * @param requested the model id the caller wrote, which {@link #mayName} has accepted
     */
    public boolean mayReach(String requested, String upstream, String model) {
        return names.contains(requested)
                || names.contains(model)
                || covers(model)
                || covers(upstream + "/" + model)
                || names.contains(upstream + "/" + model);
    }

    private boolean covers(String model) {
        for (String p : prefixes) {
            if (model.startsWith(p)) {
                return true;
            }
        }
        return false;
    }
}
