package dev.headgate.upstream.echo;

/** How an echo model misbehaves, read from its name. */
enum EchoFault {
    NONE,
    /** Answers 429 with a Retry-After. */
    THROTTLED,
    /** Answers 500. */
    BROKEN,
    /** Waits before its first content, and between pieces. */
    SLOW,
    /** Breaks off in the middle. */
    CUT,
    /** Sends half and then nothing more. */
    STALL;

    static EchoFault of(String model) {
        return switch (model) {
            case "echo-429" -> THROTTLED;
            case "echo-500" -> BROKEN;
            case "echo-slow" -> SLOW;
            case "echo-cut" -> CUT;
            case "echo-stall" -> STALL;
            default -> NONE;
        };
    }
}
