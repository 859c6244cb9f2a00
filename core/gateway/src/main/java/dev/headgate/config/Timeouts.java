package dev.headgate.config;

import java.time.Duration;

/** How long each stage of a request may take. */
@Describe("How long each stage of a request may take.")
public record Timeouts(
        @Describe("To open a connection to the upstream.") @Default("2s") @Range(min = "1ms", max = "1d")
        Duration connect,

        @Describe("Until the first content of an answer arrives; the next target may be tried until then. Never"
                + " longer than total.")
        @Default("60s")
        @Range(min = "1ms", max = "1d")
        Duration firstToken,

        @Describe("Between two pieces of a stream.") @Default("30s") @Range(min = "1ms", max = "1d")
        Duration idle,

        @Describe("From the request's arrival to the last byte of its answer, all tries included.")
        @Default("10m")
        @Range(min = "1ms", max = "1d")
        Duration total) {
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofMinutes(10));
}
