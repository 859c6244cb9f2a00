package dev.headgate.dialect;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;

/**
 * What one attempt is to ask in another wire format.
 *
 * @param operation what for
 * @param body the request in the hub's shape
 * @param model the model as the upstream calls it
 * @param streaming whether a stream is asked for
 * @param usageWanted whether the caller asked for usage in the stream
 * @param now in epoch seconds
 * @param keepsakes those of this caller
 */
public record Asked(
        Operation operation,
        Body body,
        String model,
        boolean streaming,
        boolean usageWanted,
        long now,
        Keepsakes.Drawer keepsakes) {
    /** The same with another request. */
    public Asked withBody(Body other) {
        return new Asked(operation, other, model, streaming, usageWanted, now, keepsakes);
    }
}
