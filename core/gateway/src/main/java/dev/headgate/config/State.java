package dev.headgate.config;

import dev.headgate.api.settings.Describe;
import java.util.Optional;

/** Where plugins keep what outlives a request. */
@Describe("Where plugins keep counters, holds and values that outlive a request.")
public record State(
        @Describe("The Redis or Valkey that several gateways share, so that they hold one limit together. Absent, each"
                + " process keeps its own.")
        Optional<Redis> redis) {}
