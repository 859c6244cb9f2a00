package dev.headgate.dialect;

import dev.headgate.api.Failure;

/**
 * The one answer to a model that is not there for this caller: it does not exist, its id cannot exist, or the caller
 * may not use it. Which of them it was must not be told apart.
 */
public final class UnknownModel {
    private UnknownModel() {}

    public static Failure failure(String id) {
        String named = ModelId.wellFormed(id) ? "The model '" + id + "'" : "The model";
        return Failure.of(Failure.Kind.UNKNOWN_MODEL, named + " does not exist or you do not have access to it.")
                .withParam("model")
                .withCode("model_not_found");
    }
}
