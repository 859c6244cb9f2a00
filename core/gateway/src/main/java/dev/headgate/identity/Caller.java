package dev.headgate.identity;

import dev.headgate.api.Principal;

/** An admitted caller: its principal and its team's rights. */
public record Caller(Principal principal, Team team) {}
