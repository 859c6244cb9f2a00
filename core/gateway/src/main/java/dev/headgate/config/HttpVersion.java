package dev.headgate.config;

/** The HTTP version spoken with an upstream; {@code AUTO} leaves it to the TLS handshake. */
public enum HttpVersion {
    AUTO,
    HTTP1,
    HTTP2
}
