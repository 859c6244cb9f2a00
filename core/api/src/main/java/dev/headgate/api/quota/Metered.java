package dev.headgate.api.quota;

import dev.headgate.api.Principal;
import io.vertx.core.Future;
import java.util.List;

/** A filter that limits its callers and can say how they stand. Its numbers are what {@code GET /v1/usage} shows. */
public interface Metered {
    /** How the limits that this caller meets stand. Safe to call from any thread, and takes nothing. */
    Future<List<Standing>> standing(Principal caller);

    /**
     * How one limit stands.
     *
     * @param scope whose it is: {@code gateway}, {@code team}, {@code key}, {@code model} or {@code team and model}
     * @param name of the team, key or model; empty for the gateway
     * @param dimension what it counts, such as {@code tokens}
     * @param window its period, such as {@code 60s} or {@code month}; empty for what is counted at one time
     */
    record Standing(String scope, String name, String dimension, String window, long limit, Left left) {}
}
