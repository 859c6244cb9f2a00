package dev.headgate.bench;

import java.nio.file.Path;

/** Which of the plugins that come with the gateway every request of a measured one runs through. */
enum GatewayFilters {
    NONE,
    /** Teams with limits of their own, held for each request and settled. */
    LIMITS,
    /** The same limits, held in Redis. */
    SHARED_LIMITS,
    /** All that look at a request on its way to an upstream. */
    ALL,
    /** Limits and the cache, where the load asks the same again and again. */
    CACHE;

    boolean limits() {
        return this != NONE;
    }

    /** The end of a configuration file. */
    String yaml(Path requestLog, int redisPort) {
        return switch (this) {
            case NONE -> "";
            case LIMITS -> "filters: [ rate-limit ]\n";
            case SHARED_LIMITS ->
                "filters: [ rate-limit ]\nstate: { redis: \"redis://127.0.0.1:%d\" }\n".formatted(redisPort);
            case CACHE -> "filters: [ rate-limit, response-cache ]\n";
            case ALL -> """
                    filters:
                      - headers: { labels: { department: x-department } }
                      - rate-limit
                      - word-guard: { words: [ '(?i)project\\s+bluebird' ] }
                      - redaction
                      - request-log: { file: "%s", fields: [ model, status, usage ] }
                    """.formatted(requestLog);
        };
    }
}
