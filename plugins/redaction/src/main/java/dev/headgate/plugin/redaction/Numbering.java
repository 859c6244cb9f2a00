package dev.headgate.plugin.redaction;

/** How far the same value has the same placeholder. */
enum Numbering {
    /** Within a request and its answer: numbers are counted from 1. */
    REQUEST,
    /** In all requests of one key, and so within its conversations: numbers come from the value and a secret. */
    CONVERSATION
}
