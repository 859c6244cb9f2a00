package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import java.time.Duration;
import java.util.Optional;

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

        @Describe("For a whole answer, not streamed, of one target; the next target may be tried then. As long as total"
                + " when absent.")
        @Range(min = "1ms", max = "1d")
        Optional<Duration> answer,

        @Describe("The least number of events with content per second of a stream that has begun, over ten seconds;"
                + " 0 for no such limit.")
        @Default("0")
        @Range(min = "0", max = "1000")
        int minEventsPerSecond,

        @Describe("From the request's arrival to the last byte of its answer, all tries included. A caller may ask for"
                + " less with x-request-timeout.")
        @Default("10m")
        @Range(min = "1ms", max = "1d")
        Duration total) {
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Optional.empty(),
            0,
            Duration.ofMinutes(10));
}
