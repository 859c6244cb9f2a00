package dev.headgate.dialect.gemini;

/** Who serves Google's models in Google's format: chats are the same there, embeddings and counts are not. */
enum Host {
    /** Google AI Studio. */
    STUDIO("gemini"),

    /** Vertex AI. */
    VERTEX("gemini-vertex");

    private final String dialect;

    Host(String dialect) {
        this.dialect = dialect;
    }

    /** The name of the wire format as it is there. */
    String dialect() {
        return dialect;
    }
}
