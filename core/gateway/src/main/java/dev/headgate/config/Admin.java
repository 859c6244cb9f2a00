package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Secret;
import java.util.Optional;

/** The admin plane's listener. */
@Describe("The listener that operators connect to.")
public record Admin(
        @Describe("The address to listen on. One beyond this machine needs a token.")
        @Default("127.0.0.1")
        @Matches(value = "[A-Za-z0-9.:_-]{1,253}", use = "a host name or an IP address")
        String host,

        @Describe("The port to listen on; 0 takes any free one.") @Default("8081") @Range(min = "0", max = "65535")
        int port,

        @Describe("What operators show as bearer token; at least 16 characters.")
        Optional<Secret> token) {}
