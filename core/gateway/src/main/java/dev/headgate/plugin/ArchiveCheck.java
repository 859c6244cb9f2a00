package dev.headgate.plugin;

import dev.headgate.plugin.PluginArchive.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.pf4j.Plugin;

/**
 * What an archive must be to count as a plugin: a jar, or a zip with a jar's content in {@code classes/} and libraries in
 * {@code lib/}; with a manifest that names it, an index of extensions that are there, and no class of the gateway's.
 */
final class ArchiveCheck {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String INDEX = "META-INF/extensions.idx";
    private static final int LARGEST_MANIFEST = 64 << 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SEMVER = Pattern.compile(
            "(0|[1-9]\\d{0,8})(\\.(0|[1-9]\\d{0,8})){2}(-[0-9A-Za-z.-]{1,64})?(\\+[0-9A-Za-z.-]{1,64})?");
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/");
    /** Packages below this one are free for the plugins of the distribution. */
    private static final String PLUGINS = "dev/headgate/plugin/";

    private final Path file;
    private final PluginArchive.Key key;
    private final Allowance allowance = new Allowance();

    private ArchiveCheck(Path file, PluginArchive.Key key) {
        this.file = file;
        this.key = key;
    }

    /**
     * The plugin in these bytes.
     *
     * @throws RefusedArchive when there is none, or one that is not to be loaded
     */
    static PluginArchive check(Path file, byte[] bytes, PluginArchive.Key key) {
        return new ArchiveCheck(file, key).plugin(bytes);
    }

    private PluginArchive plugin(byte[] bytes) {
        Archive archive = Archive.read(bytes, allowance);
        List<Part> parts = parts(archive);
        parts.forEach(this::classes);
        Part first = parts.getFirst();
        Attributes manifest = manifest(first);
        String id = value(manifest, "Plugin-Id").orElseThrow(() -> new RefusedArchive("its manifest has no Plugin-Id"));
        if (!ID.matcher(id).matches()) {
            throw new RefusedArchive("its Plugin-Id is not made of at most 128 letters, digits and . _ -");
        }
        String version = value(manifest, "Plugin-Version")
                .filter(v -> SEMVER.matcher(v).matches())
                .orElseThrow(() -> new RefusedArchive(
                        "its manifest has no Plugin-Version, or one that is not three numbers such as 1.4.0"));
        if (value(manifest, "Plugin-Dependencies").isPresent()) {
            throw new RefusedArchive(
                    "its manifest has Plugin-Dependencies; a plugin stands alone and brings what it needs");
        }
        index(parts);
        return new PluginArchive(
                file,
                key,
                id,
                version,
                value(manifest, "Plugin-Description").orElse(""),
                value(manifest, "Plugin-Class").orElse(Plugin.class.getName()),
                parts);
    }

    private List<Part> parts(Archive archive) {
        if (archive.names().stream().noneMatch(n -> n.startsWith("classes/") || n.startsWith("lib/"))) {
            return List.of(new Part(archive, ""));
        }
        var parts = new ArrayList<Part>();
        parts.add(new Part(archive, "classes/"));
        for (String name : archive.names()) {
            if (name.startsWith("lib/") && name.endsWith(".jar")) {
                parts.add(new Part(library(archive, name), ""));
            }
        }
        return parts;
    }

    private Archive library(Archive archive, String name) {
        try {
            return Archive.read(archive.content(name).orElseThrow(), allowance);
        } catch (RefusedArchive e) {
            throw new RefusedArchive("of its " + name + ": " + e.getMessage());
        }
    }

    private void classes(Part part) {
        for (String name : part.archive().names()) {
            if (name.startsWith(part.root()) && name.endsWith(".class")) {
                String path =
                        VERSIONED.matcher(name.substring(part.root().length())).replaceFirst("");
                if (taken(path)) {
                    throw new RefusedArchive("it brings " + path + ", in a package of the gateway or of Java");
                }
            }
        }
    }

    private boolean taken(String path) {
        return path.startsWith("java/")
                || path.startsWith("dev/headgate/api/")
                || (!key.shipped() && path.startsWith("dev/headgate/") && !pluginsOwn(path));
    }

    private static boolean pluginsOwn(String path) {
        return path.startsWith(PLUGINS) && path.indexOf('/', PLUGINS.length()) > 0;
    }

    private static Attributes manifest(Part part) {
        byte[] bytes =
                part.content(MANIFEST).orElseThrow(() -> new RefusedArchive("it has no " + part.root() + MANIFEST));
        if (bytes.length > LARGEST_MANIFEST) {
            throw new RefusedArchive("its manifest has more than " + LARGEST_MANIFEST + " bytes");
        }
        try {
            return new Manifest(new ByteArrayInputStream(bytes)).getMainAttributes();
        } catch (IOException e) {
            throw new RefusedArchive("its manifest cannot be read: " + e.getMessage());
        }
    }

    private static Optional<String> value(Attributes manifest, String name) {
        return Optional.ofNullable(manifest.getValue(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    private static void index(List<Part> parts) {
        byte[] bytes = parts.getFirst()
                .content(INDEX)
                .orElseThrow(
                        () -> new RefusedArchive("it has no " + parts.getFirst().root() + INDEX
                                + "; PF4J's annotation processor writes it from classes that carry @Extension"));
        List<String> named = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        if (named.isEmpty()) {
            throw new RefusedArchive("its " + INDEX + " names no extension; does a class carry @Extension?");
        }
        for (String name : named) {
            String path = name.replace('.', '/') + ".class";
            if (parts.stream().noneMatch(p -> p.archive().names().contains(p.root() + path))) {
                throw new RefusedArchive("its " + INDEX + " names " + name + ", which it does not hold");
            }
        }
    }
}
