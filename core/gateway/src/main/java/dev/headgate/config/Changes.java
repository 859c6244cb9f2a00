package dev.headgate.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** What differs between two readings of one part of a configuration. */
public final class Changes {
    private Changes() {}

    /** The paths of the keys in which two records of one type differ, in the order of the keys. */
    public static <R extends Record> List<String> between(R before, R after, String path) {
        var changed = new ArrayList<String>();
        for (RecordComponent key : before.getClass().getRecordComponents()) {
            if (!value(key, before).equals(value(key, after))) {
                changed.add(path + "." + Member.kebab(key.getName()));
            }
        }
        return changed;
    }

    private static Object value(RecordComponent key, Record of) {
        try {
            return key.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
