package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Required;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One key of a record: its name in the file, its type and what its annotations say.
 *
 * @param type the type of the value; of an element while a list is read
 */
record Member(String key, Type type, List<Annotation> annotations) {

    /** The keys that the parameters of this stand for. */
    static List<Member> of(Executable creator) {
        // Asked of all parameters at once: one alone would read the types and annotations of all of them each time.
        Parameter[] parameters = creator.getParameters();
        Type[] types = creator.getGenericParameterTypes();
        Annotation[][] annotations = creator.getParameterAnnotations();
        // A constructor's parameters have names only where the compiler was told to keep them.
        RecordComponent[] components =
                parameters.length > 0 && !parameters[0].isNamePresent() && creator instanceof Constructor<?>
                        ? creator.getDeclaringClass().getRecordComponents()
                        : new RecordComponent[parameters.length];
        var members = new ArrayList<Member>(parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            String name = components[i] == null ? parameters[i].getName() : components[i].getName();
            members.add(new Member(kebab(name), types[i], List.of(annotations[i])));
        }
        return List.copyOf(members);
    }

    /** What an optional or a list holds, under the same annotations. */
    Member element() {
        return new Member(key, held(), annotations);
    }

    /** What a map holds; the annotations speak of the map and its names. */
    Member value() {
        return new Member(key, held(), List.of());
    }

    <A extends Annotation> Optional<A> has(Class<A> annotation) {
        return annotations.stream()
                .filter(annotation::isInstance)
                .map(annotation::cast)
                .findFirst();
    }

    Class<?> raw() {
        return (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
    }

    private Type held() {
        Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
        return arguments[arguments.length - 1];
    }

    /** Whether the key must be written. */
    boolean required() {
        if (has(Default.class).isPresent() || raw() == Optional.class || raw() == Map.class) {
            return false;
        }
        if (raw() == List.class) {
            return has(Required.class).isPresent();
        }
        return !raw().isRecord()
                || Scalars.known(raw())
                || Shape.of(raw()).members().stream().anyMatch(Member::required);
    }

    static String kebab(String name) {
        var key = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                key.append('-');
            }
            key.append(c == '_' ? '-' : Character.toLowerCase(c));
        }
        return key.toString();
    }
}
