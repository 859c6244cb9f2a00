package dev.headgate.http;

import java.time.Duration;

/**
 * What the edge allows a client.
 *
 * @param maxRequest the longest request body in bytes
 * @param headerTimeout for a request's head, from its first byte
 * @param bodyTimeout for a request's body, from its head
 * @param idleTimeout between two requests on one connection
 * @param writeTimeout for a client to take any more of an answer that waits for it
 * @param maxConnections open at one time
 */
public record HttpLimits(
        long maxRequest,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        Duration writeTimeout,
        int maxConnections) {
    static final int MAX_URI_BYTES = 4096;
    static final int MAX_HEADER_BYTES = 8192;
    /** With the read that overruns it, what a client that takes nothing costs. */
    static final int WRITE_QUEUE_BYTES = 24 * 1024;
}
