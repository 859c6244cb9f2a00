package dev.headgate.hub;

import dev.headgate.api.Failure;
import dev.headgate.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a request another format has no place for. A caller that is strict gets a refusal instead of a loss. */
public final class Losses {
    private static final Set<String> DEFAULT_ZERO = Set.of("presence_penalty", "frequency_penalty", "top_logprobs");

    private final boolean strict;
    private final List<String> dropped = new ArrayList<>(2);

    Losses(boolean strict) {
        this.strict = strict;
    }

    /** Of this request, a JSON object. */
    public static Losses of(Json request) {
        return new Losses(request.get("strict").isTrue());
    }

    /** Whether something is lost with a member at the top of a request; not where it says what all say unasked. */
    public static boolean matters(Json member) {
        boolean emptyInside = (member.isObject() || member.isArray()) && member.isEmpty();
        boolean zero = DEFAULT_ZERO.contains(member.name()) && member.decimal(1) == 0;
        boolean one = member.name().equals("n") && member.decimal(0) == 1;
        return member.given() && !member.isFalse() && !emptyInside && !zero && !one && !words(member);
    }

    private static boolean words(Json member) {
        if (!member.name().equals("modalities")) {
            return false;
        }
        for (Json m : member) {
            if (!m.is("text")) {
                return false;
            }
        }
        return true;
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
