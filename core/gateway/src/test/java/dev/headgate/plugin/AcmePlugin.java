package dev.headgate.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A plugin compiled from source, as somebody outside would write it: its filter {@code acme} puts the plugin's version and
 * its setting {@code mark} into the header {@code x-acme}. What it does is told through the system properties, the only
 * place that it shares with a test.
 */
public final class AcmePlugin {
    /** The class loader of each version that was loaded. */
    public static final Queue<WeakReference<ClassLoader>> LOADERS = new ConcurrentLinkedQueue<>();
    /** The versions whose filters were closed, once for each. */
    public static final Queue<String> CLOSED = new ConcurrentLinkedQueue<>();

    private static final Map<String, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();
    private static final String SOURCE = """
            package acme;
            import dev.headgate.api.*;
            import io.vertx.core.Future;
            import java.util.*;
            @org.pf4j.Extension
            public final class AcmeFactory implements FilterFactory<AcmeFactory.Settings> {
                static final String VERSION = "@version@";
                static final byte[] WEIGHT = new byte[1 << 18];
                static {
                    queue("acme.loaders").add(new java.lang.ref.WeakReference<>(AcmeFactory.class.getClassLoader()));
                }
                @SuppressWarnings("unchecked")
                static Queue<Object> queue(String name) {
                    return (Queue<Object>) System.getProperties().get(name);
                }
                @Override public String name() {
                    return "acme";
                }
                public record Settings(@dev.headgate.api.settings.Default("") String mark) {}
                @Override public Class<Settings> settings() {
                    return Settings.class;
                }
                @Override public Filter create(Settings settings, FilterContext context) {
                    return new Marking(settings.mark());
                }
                record Marking(String mark) implements Filter {
                    @Override public Future<GatewayResponse> apply(Exchange exchange, Chain next) {
                        return next.proceed(exchange).map(a -> switch (a) {
                            case GatewayResponse.Buffered b ->
                                new GatewayResponse.Buffered(b.status(), marked(b.headers()), b.body());
                            case GatewayResponse.Streaming s ->
                                new GatewayResponse.Streaming(s.status(), marked(s.headers()), s.events());
                        });
                    }
                    private Headers marked(Headers headers) {
                        return headers.with("x-acme" + mark, VERSION + WEIGHT[0]);
                    }
                    @Override public void close() {
                        queue("acme.closed").add(VERSION);
                    }
                }
            }
            """;

    static {
        System.getProperties().put("acme.loaders", LOADERS);
        System.getProperties().put("acme.closed", CLOSED);
    }

    private AcmePlugin() {}

    /** Forgets what earlier tests did. */
    public static void reset() {
        LOADERS.clear();
        CLOSED.clear();
    }

    /** The content of the plugin's jar. */
    public static byte[] jar(String version) {
        return zip(content("acme", version));
    }

    /** The entries of the plugin's jar. */
    static Map<String, byte[]> content(String id, String version) {
        var content = new LinkedHashMap<String, byte[]>();
        content.put("META-INF/MANIFEST.MF", manifest(id, version));
        content.put(
                "META-INF/extensions.idx", "# written by hand\nacme.AcmeFactory\n".getBytes(StandardCharsets.UTF_8));
        content.putAll(
                COMPILED.computeIfAbsent(version, v -> compile("acme.AcmeFactory", SOURCE.replace("@version@", v))));
        return content;
    }

    static byte[] manifest(String id, String version) {
        return ("Manifest-Version: 1.0\r\nPlugin-Id: " + id + "\r\nPlugin-Version: " + version + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] zip(Map<String, byte[]> content) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> e : content.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey()));
                zip.write(e.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Puts a file into a folder in one step, as a careful operator would. */
    public static Path place(Path folder, String name, byte[] content) throws IOException {
        Path beside = Files.write(folder.resolve(name + ".new"), content);
        return Files.move(
                beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    /** The classes of this source by the names of their files. */
    static Map<String, byte[]> compile(String name, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var classes = new LinkedHashMap<String, byte[]>();
        var said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(
                            said,
                            new InMemory(files, classes),
                            null,
                            List.of("-proc:none", "-classpath", System.getProperty("java.class.path")),
                            null,
                            List.of(new Source(name, source)))
                    .call();
            if (!done) {
                throw new IllegalStateException(said.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String source;

        Source(String name, String source) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        InMemory(JavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            String file = name.replace('.', '/') + ".class";
            return new SimpleJavaFileObject(URI.create("string:///" + file), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(file, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
