package dev.headgate.config;

import dev.headgate.api.settings.DataSize;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import java.time.Duration;
import java.util.Optional;

/** The data plane's listener and its limits. */
@Describe("The listener that applications connect to.")
public record Server(
        @Describe("The address to listen on. One beyond this machine, such as 0.0.0.0, needs at least one key.")
        @Default("127.0.0.1")
        @Matches(value = "[A-Za-z0-9.:_-]{1,253}", use = "a host name or an IP address")
        String host,

        @Describe("The port to listen on; 0 takes any free one.") @Default("8080") @Range(min = "0", max = "65535")
        int port,

        @Describe("The greatest request body taken; a greater one is answered 413.")
        @Default("20MB")
        @Range(min = "1KB", max = "1GB")
        DataSize maxRequest,

        @Describe("The greatest unstreamed answer taken from an upstream.")
        @Default("64MB")
        @Range(min = "1KB", max = "1GB")
        DataSize maxResponse,

        @Describe("How long running requests may go on after the gateway was told to stop.")
        @Default("30s")
        @Range(min = "0s", max = "1h")
        Duration drain,

        @Describe("How long a caller may take to send a request's head.")
        @Default("10s")
        @Range(min = "1ms", max = "1h")
        Duration headerTimeout,

        @Describe("How long a caller may take to send a request's body.")
        @Default("30s")
        @Range(min = "1ms", max = "1h")
        Duration bodyTimeout,

        @Describe("How long a connection without a request is kept open.")
        @Default("75s")
        @Range(min = "1ms", max = "1h")
        Duration idleTimeout,

        @Describe("How long a caller may take nothing of an answer that waits for it.")
        @Default("60s")
        @Range(min = "1ms", max = "1h")
        Duration writeTimeout,

        @Describe("The greatest number of open connections from callers.")
        @Default("10000")
        @Range(min = "1", max = "1000000")
        int maxConnections,

        @Describe("The event loops that serve; 0, or more than there are processors, means one for each processor.")
        @Default("0")
        @Range(min = "0", max = "1024")
        int eventLoops,

        @Describe("Makes the listener speak HTTPS.") Optional<Tls> tls) {}
