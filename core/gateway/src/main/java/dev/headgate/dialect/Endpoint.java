package dev.headgate.dialect;

import dev.headgate.api.Operation;

/**
 * A place where callers reach an operation.
 *
 * @param method the HTTP method
 * @param path the exact path; one that ends in a slash takes one more segment, the model's id
 */
public record Endpoint(String method, String path, Operation operation) {}
