package dev.headgate.hub;

import dev.headgate.api.Failure;
import java.util.ArrayList;
import java.util.List;

/** What of a request another format has no place for. A caller that is strict gets a refusal instead of a loss. */
public final class Losses {
    private final boolean strict;
    private final List<String> dropped = new ArrayList<>(2);

    Losses(boolean strict) {
        this.strict = strict;
    }

    /**
     * Leaves this member out of what is sent.
     *
     * @throws dev.headgate.api.GatewayException when the caller wants nothing left out
     */
    public void drop(String member) {
        if (strict) {
            throw refuse(member, "the upstream has nothing like it, and strict forbids to leave it out");
        }
        if (!dropped.contains(member)) {
            dropped.add(member);
        }
    }

    /** A request that cannot be asked of this upstream at all. */
    public static RuntimeException refuse(String member, String why) {
        return Failure.invalid(member + " cannot be sent to this model: " + why + ".", member, "unsupported_parameter")
                .exception();
    }

    /** The members left out, in the order in which they were met. */
    public List<String> dropped() {
        return List.copyOf(dropped);
    }
}
