package dev.headgate.plugin.responsecache;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** The settings of tests with some of them changed. */
final class Changed {
    private Changed() {}

    static Settings settings(Map<String, Object> changes) {
        try {
            RecordComponent[] all = Settings.class.getRecordComponents();
            var values = new Object[all.length];
            for (int i = 0; i < all.length; i++) {
                Object old = all[i].getAccessor().invoke(Cached.DEFAULTS);
                values[i] = changes.getOrDefault(all[i].getName(), old);
            }
            Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return Settings.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
