package dev.headgate.config;

import java.nio.file.Path;
import java.util.Optional;

/** Where plugins are found. */
@Describe("Where plugins are found.")
public record Plugins(
        @Describe("The folder with plugin archives, relative to this file; the one beside the gateway when absent.")
        Optional<Path> dir) {}
