package dev.headgate.identity;

/** A group of callers that shares rights, as configured. */
public record Team(String name, AllowList models) {}
