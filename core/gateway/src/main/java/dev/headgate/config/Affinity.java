package dev.headgate.config;

/** What keeps requests at the same target as long as it is well, so that the provider's prompt cache stays warm. */
public enum Affinity {
    /** Nothing: every request is chosen for anew. */
    NONE,
    /** The caller's key. */
    KEY,
    /** The user that the request names, else the caller's key. */
    USER,
    /** The beginning of the conversation, else the user, else the key. */
    CONVERSATION
}
