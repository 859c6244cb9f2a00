package dev.headgate.config;

import dev.headgate.api.settings.Shorthand;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * How a record is written in the file: its keys, which are the parameters of what makes it, and its shorthands.
 *
 * @param creator the canonical constructor, or the factory marked {@link Keyed}
 */
record Shape(Executable creator, List<Member> members, List<Method> shorthands) {

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return read(type);
        }
    };

    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static Shape read(Class<?> type) {
        Executable creator = Arrays.stream(type.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(Keyed.class))
                .map(Executable.class::cast)
                .findFirst()
                .orElseGet(() -> canonical(type));
        List<Method> shorthands = Arrays.stream(type.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(Shorthand.class))
                .sorted((a, b) -> Boolean.compare(ofList(a), ofList(b)))
                .toList();
        shorthands.forEach(Shape::open);
        return new Shape(creator, Member.of(creator), shorthands);
    }

    /** What a shorthand takes. */
    static Member only(Method shorthand) {
        return Member.of(shorthand).getFirst();
    }

    static boolean ofList(Method shorthand) {
        return shorthand.getParameterTypes()[0] == List.class;
    }

    /**
     * What this makes of these values.
     *
     * @throws IllegalArgumentException when the record itself refuses them
     */
    static Object make(Executable creator, Object... values) {
        try {
            return creator instanceof Constructor<?> c
                    ? c.newInstance(values)
                    : ((Method) creator).invoke(null, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(
                    "cannot make a " + creator.getDeclaringClass().getSimpleName(), e);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(
                    "cannot make a " + creator.getDeclaringClass().getSimpleName(), e);
        }
    }

    /** The records of plugins need not be public. */
    private static void open(AccessibleObject creator) {
        creator.setAccessible(true);
    }

    private static Constructor<?> canonical(Class<?> type) {
        Class<?>[] components = Arrays.stream(type.getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> creator = type.getDeclaredConstructor(components);
            open(creator);
            return creator;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " is not a record", e);
        }
    }
}
