package dev.headgate.api;

import io.vertx.core.Future;
import java.util.Map;

/** A filter that takes orders from operators, through {@code POST /filters/NAME?order=ORDER} on the admin port. */
public interface Operated {
    /**
     * Does as it is told. Called on any event loop, which it must not block.
     *
     * @param order what is to be done, in a word
     * @param parameters of the call besides, by name
     * @return what has come of it, in words and figures by their names; nothing of a prompt or an answer belongs there
     * @throws IllegalArgumentException saying what is wrong with the order and what would be right
     */
    Future<Map<String, Object>> operate(String order, Map<String, String> parameters);
}
