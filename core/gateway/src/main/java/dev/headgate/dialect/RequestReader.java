package dev.headgate.dialect;

import dev.headgate.api.Body;

/** Reads what the gateway must know of a request from its body, and refuses a body that can never be right. */
@FunctionalInterface
public interface RequestReader {
    /**
     * The head of this body.
     *
     * @throws dev.headgate.api.GatewayException saying what was wrong, where, and what would be right
     */
    RequestHead read(Body body);
}
