package dev.headgate.plugin;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin, defined from its checked bytes. What the API is made of comes from the gateway, even where a
 * plugin brings copies; everything else comes from Java or from the plugin itself.
 */
final class PluginClasses extends ClassLoader implements Closeable {
    private final String id;
    private final ProtectionDomain domain;
    private volatile List<PluginArchive.Part> parts;

    static {
        registerAsParallelCapable();
    }

    PluginClasses(PluginArchive plugin) {
        super("plugin " + plugin.id() + " " + plugin.version(), SharedClasses.LOADER);
        this.id = plugin.id();
        this.parts = plugin.parts();
        this.domain = domain(plugin);
    }

    private static ProtectionDomain domain(PluginArchive plugin) {
        try {
            var source = new CodeSource(plugin.file().toUri().toURL(), new Certificate[0]);
            return new ProtectionDomain(source, null);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = contents(name.replace('.', '/') + ".class").stream()
                .findFirst()
                .orElseThrow(() -> new ClassNotFoundException(name));
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return contents(name).stream().findFirst().map(c -> url(name, c)).orElse(null);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(
                contents(name).stream().map(c -> url(name, c)).toList());
    }

    private List<byte[]> contents(String name) {
        return parts.stream()
                .map(p -> p.content(name))
                .flatMap(Optional::stream)
                .toList();
    }

    private URL url(String name, byte[] content) {
        try {
            return URL.of(new URI("plugin", id, "/" + name, null), new InMemory(content));
        } catch (URISyntaxException | MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From here on nothing more is found; classes already defined go on working. */
    @Override
    public void close() {
        parts = List.of();
    }

    /** Opens the content of one resource. */
    private static final class InMemory extends URLStreamHandler {
        private final byte[] content;

        InMemory(byte[] content) {
            this.content = content;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    connected = true;
                }

                @Override
                public InputStream getInputStream() throws IOException {
                    return new ByteArrayInputStream(content);
                }
            };
        }
    }
}
