package dev.headgate.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Plugin archives made of classes of the tests. */
public final class PluginJars {
    private PluginJars() {}

    /** Writes a plugin of this id that offers the filters of one factory; {@code classes} are what else it needs. */
    public static Path write(Path folder, String id, Class<?> factory, Class<?>... classes) throws IOException {
        var manifest = new Manifest();
        Attributes a = manifest.getMainAttributes();
        a.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        a.putValue("Plugin-Id", id);
        a.putValue("Plugin-Version", "1.0.0");
        Path jar = folder.resolve(id + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry("META-INF/extensions.idx"));
            out.write((factory.getName() + "\n").getBytes(StandardCharsets.UTF_8));
            var all = new LinkedHashSet<Class<?>>();
            withInner(factory, all);
            for (Class<?> c : classes) {
                withInner(c, all);
            }
            for (Class<?> c : all) {
                add(out, c);
            }
        }
        return jar;
    }

    private static void withInner(Class<?> c, Set<Class<?>> all) {
        all.add(c);
        for (Class<?> inner : c.getDeclaredClasses()) {
            withInner(inner, all);
        }
    }

    private static void add(JarOutputStream out, Class<?> c) throws IOException {
        String name = c.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = c.getClassLoader().getResourceAsStream(name)) {
            java.util.Objects.requireNonNull(in, name).transferTo(out);
        }
    }
}
