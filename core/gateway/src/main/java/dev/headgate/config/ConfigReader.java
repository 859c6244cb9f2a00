package dev.headgate.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The way from a configuration file to its records, or to everything that is wrong with it. */
public final class ConfigReader {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setSchema(new WithoutMerge())
            .setAllowNonScalarKeys(true) // reported with their place instead
            .setMaxAliasesForCollections(YamlScreen.MAX_ALIASES)
            .setCodePointLimit(YamlText.MAX_BYTES + 1)
            .build();

    /** YAML's core schema; merge keys stay plain keys, so that they are reported rather than carried out. */
    private static final class WithoutMerge extends CoreSchema {
        private final ScalarResolver resolver = new CoreScalarResolver(false);

        @Override
        public ScalarResolver getScalarResolver() {
            return resolver;
        }
    }

    private ConfigReader() {}

    /** Reads a file. References to files, and paths in it, are relative to its folder. */
    public static ConfigResult read(Path file, ConfigContext context) {
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in.readNBytes(YamlText.MAX_BYTES + 1), folder, context);
        } catch (IOException e) {
            var findings = new Findings(file.toString());
            findings.error("", e instanceof NoSuchFileException ? "no such file" : "the file cannot be read");
            return new ConfigResult.Invalid(findings.errors(), Optional.empty());
        }
    }

    /**
     * Reads the content of a file.
     *
     * @param name the file's name for messages
     * @param folder what paths in it are relative to
     */
    public static ConfigResult read(String name, byte[] content, Path folder, ConfigContext context) {
        var findings = new Findings(name);
        var references = new References(folder, context.environment(), findings);
        var binder = new Binder(findings, references, folder);
        Optional<GatewayConfig> config = compose(content, findings).flatMap(binder::read);
        config.ifPresent(c -> new CrossChecks(c, binder, findings).run(context.providers()));
        String version = KeyChecks.sha256(content).substring(0, 12);
        Optional<ConfigResult.Valid> read =
                config.map(c -> new ConfigResult.Valid(c, findings.warnings(), findings.positions(), version));
        return findings.errors().isEmpty() && read.isPresent()
                ? read.get()
                : new ConfigResult.Invalid(findings.errors(), read);
    }

    private static Optional<Node> compose(byte[] content, Findings findings) {
        Optional<String> text = YamlText.decode(content, findings);
        if (text.isEmpty() || !YamlScreen.admits(text.get(), SETTINGS, findings)) {
            return Optional.empty();
        }
        try {
            return new Compose(SETTINGS).composeString(text.get());
        } catch (YamlEngineException e) {
            // The screen has refused all that is known to end here; the engine's message would quote the file.
            findings.error("", "not a YAML document that can be read");
            return Optional.empty();
        }
    }
}
