package dev.headgate.api;

/** Where a text stands in a conversation, whatever the wire format. */
public enum Scope {
    /** Instructions of whoever built the application: system and developer messages, descriptions of tools. */
    SYSTEM,
    /** What the user or the model says, refusals included; a prompt; a text to be embedded or ordered. */
    MESSAGE,
    /** What the model thought before it answered. */
    REASONING,
    /** What the model hands to a tool. */
    TOOL_INPUT,
    /** What a tool gave back. */
    TOOL_OUTPUT,
    /** What the caller files a request under and calls its user; a text only where {@link Content#withMetadata} says so. */
    METADATA
}
