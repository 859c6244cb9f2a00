package dev.headgate.hub;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.Collection;
import java.util.Set;

/**
 * A request in one of the hub's shapes, over the bytes it came in. The body has been checked at the edge: what is of
 * the wrong kind is treated as absent.
 */
public abstract sealed class Request permits EmbeddingRequest, RerankRequest {
    private final Json root;
    private final Losses losses;

    Request(Json root) {
        this.root = root;
        this.losses = new Losses(root.get("strict").isTrue());
    }

    /** A member at the top, known or unknown; {@code null} counts as absent. */
    public Json member(String name) {
        Json m = root.get(name);
        return m.given() ? m : Json.ABSENT;
    }

    /** Copies those of these members that are there. */
    public void copy(JsonWriter out, Collection<String> names) {
        for (String name : names) {
            Json value = member(name);
            if (value.present()) {
                out.name(name).copy(value);
            }
        }
    }

    /** What has to be left out of what is sent. */
    public Losses losses() {
        return losses;
    }

    /**
     * Leaves out every member at the top that is given and none of these.
     *
     * @param understood those that the other format has a place for, or that it does by itself
     */
    public void dropOthers(Set<String> understood) {
        for (Json m : root) {
            if (m.given() && !m.isFalse() && !understood.contains(m.name())) {
                losses.drop(m.name());
            }
        }
    }
}
