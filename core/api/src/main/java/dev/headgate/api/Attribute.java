package dev.headgate.api;

/**
 * A typed key for something a filter leaves on the exchange. Two attributes are the same only if they are the same
 * object, so plugins cannot collide by name.
 */
public final class Attribute<T> {
    private final String name;
    private final Class<T> type;

    public Attribute(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    public T cast(Object value) {
        return type.cast(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
