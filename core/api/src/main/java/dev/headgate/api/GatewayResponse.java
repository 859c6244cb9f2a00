package dev.headgate.api;

/** The answer on its way back to the caller: whole, or as a stream of events. */
public sealed interface GatewayResponse {
    int status();

    Headers headers();

    /** A whole answer. */
    record Buffered(int status, Headers headers, Body body) implements GatewayResponse {}

    /** A streamed answer; its first content has already arrived when a filter sees it. */
    record Streaming(int status, Headers headers, EventStream events) implements GatewayResponse {}
}
