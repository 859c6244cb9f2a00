package dev.headgate.plugin;

import java.util.List;

/** The classes that plugins and the gateway share: Java's, and what the API is made of. Nothing else of the gateway. */
final class SharedClasses extends ClassLoader {
    static final SharedClasses LOADER = new SharedClasses();

    private static final List<String> PREFIXES =
            List.of("dev.headgate.api.", "io.vertx.", "org.pf4j.", "org.jspecify.", "org.slf4j.");

    static {
        registerAsParallelCapable();
    }

    private SharedClasses() {
        super("headgate-shared", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return SharedClasses.class.getClassLoader().loadClass(name);
            }
        }
        throw new ClassNotFoundException(name);
    }
}
