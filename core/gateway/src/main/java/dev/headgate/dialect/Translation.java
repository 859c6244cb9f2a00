package dev.headgate.dialect;

import dev.headgate.api.Operation;
import java.util.Set;

/** The way between the hub's shapes and another wire format. Stateless; one instance serves all threads. */
public interface Translation {
    /** The wire format's name, as providers give it. */
    String dialect();

    /** The operations that are translated. In any other the format asks and answers as the hub does. */
    default Set<Operation> operations() {
        return Set.of(Operation.CHAT);
    }

    /** Whether what it leads to is the hub's own shape, with quirks: requests keep the bytes they came in then. */
    default boolean sameShape() {
        return false;
    }

    /** What carries one request of one of its operations there and its answer back. */
    Translator translator(Asked asked);
}
