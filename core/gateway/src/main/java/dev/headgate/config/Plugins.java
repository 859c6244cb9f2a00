package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The plugins that an operator adds to those of the distribution. */
@Describe("Plugins beyond those that come with the gateway.")
public record Plugins(
        @Describe("A folder with further plugins, each a jar or a zip. A file that is replaced there is taken over as a"
                + " changed configuration is.")
        Optional<Path> dir,

        @Describe("The SHA-256 of each plugin in that folder, by its file's name or its own id. One that has no pin, or"
                + " another digest, is not loaded.")
        @Matches(value = Names.PLUGIN, use = Names.PLUGIN_USE)
        Map<String, Pin> pins,

        @Describe(
                "What becomes of a plugin in that folder that has no pin; allow is for development, and /readyz and the"
                        + " log say that it is set.")
        @Default("refuse")
        Unpinned unpinned) {

    public Plugins {
        pins = Copies.inOrder(pins);
    }

    /** What becomes of plugins that nobody vouched for. */
    public enum Unpinned {
        REFUSE,
        ALLOW
    }
}
