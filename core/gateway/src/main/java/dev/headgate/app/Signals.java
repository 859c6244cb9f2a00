package dev.headgate.app;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Handlers for the process' signals. The JDK keeps them in {@code sun.misc.Signal}, which javac only allows with a
 * warning, so it is reached by reflection; where it is missing, signals keep their default meaning.
 */
final class Signals {
    private Signals() {}

    /** Runs {@code action} on a thread of its own for each signal of this name, such as {@code HUP}. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            Thread.ofPlatform().name("headgate-" + name).start(action);
                        }
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handlerType);
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            org.slf4j.LoggerFactory.getLogger(Signals.class).debug("signal {} is not available", name, e);
        }
    }
}
