package dev.headgate.dialect.anthropic;

import dev.headgate.dialect.Asked;
import dev.headgate.wire.JsonWriter;
import java.util.List;

/**
 * Who serves Anthropic's models in Anthropic's format, and what each wants said elsewhere or otherwise.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html">Messages
 *     on Bedrock</a>
 * @see <a href="https://docs.anthropic.com/en/api/claude-on-vertex-ai">Claude on Vertex AI</a>
 */
enum Host {
    ANTHROPIC("anthropic"),

    /** Has the model in the path, and the version in the body. */
    VERTEX("anthropic-vertex"),

    /** Has the model and whether to stream in the path, betas and the version in the body, and frames around events. */
    BEDROCK("anthropic-bedrock");

    private static final List<String> ANTHROPICS_OWN =
            List.of("cache_control", "container", "context_management", "mcp_servers", "inference_geo", "speed");
    private static final List<String> BEDROCKS_OWN = List.of("cache_control", "context_management", "anthropic_beta");

    private final String dialect;

    Host(String dialect) {
        this.dialect = dialect;
    }

    /** The name of the wire format as it is there. */
    String dialect() {
        return dialect;
    }

    /** Members of its own, which callers may use as if they were OpenAI's. */
    List<String> own() {
        return switch (this) {
            case ANTHROPIC, VERTEX -> ANTHROPICS_OWN;
            case BEDROCK -> BEDROCKS_OWN;
        };
    }

    /** Writes which model is asked, where the path does not say it. */
    void writeModel(JsonWriter out, Asked asked) {
        switch (this) {
            case ANTHROPIC -> out.name("model").value(asked.model());
            case VERTEX -> out.name("anthropic_version").value("vertex-2023-10-16");
            case BEDROCK -> out.name("anthropic_version").value("bedrock-2023-05-31");
        }
    }

    /** Writes that a stream is asked for, where the path does not say it. */
    void writeStream(JsonWriter out, Asked asked) {
        if (this != BEDROCK && asked.streaming()) {
            out.name("stream").value(true);
        }
    }
}
