package dev.headgate.dialect.anthropic;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.TokenCountTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.Set;

/**
 * The tokens of a request by {@code count_tokens}, which takes of a message only what counts and refuses the rest. On
 * Vertex AI it is the same, model included, for which there is no place in that path.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages-count-tokens">Count message tokens</a>
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/count-tokens">Count tokens of
 *     Claude on Vertex AI</a>
 */
final class TokenCount extends TokenCountTranslator {
    private static final Set<String> COUNTED = Set.of(
            "model",
            "messages",
            "system",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "cache_control",
            "context_management",
            "mcp_servers");

    TokenCount(Asked asked) {
        super(asked, "input_tokens");
    }

    @Override
    protected Body write() {
        Body message = new RequestWriter(asked, chat, Host.ANTHROPIC).body();
        var out = new JsonWriter(message.length()).open();
        for (Json m : Json.read(message.array(), JsonLimits.STANDARD)) {
            if (COUNTED.contains(m.name())) {
                out.name(m.name()).copy(m);
            }
        }
        return Body.wrap(out.close().toByteArray());
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return ErrorReader.read(status, error);
    }
}
