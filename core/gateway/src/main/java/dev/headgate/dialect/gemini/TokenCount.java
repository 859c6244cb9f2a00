package dev.headgate.dialect.gemini;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.TokenCountTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Set;

/**
 * The tokens of a request by {@code countTokens}. AI Studio counts instructions and tools only of a whole request; Vertex
 * AI takes no whole one, but of its members those that count.
 *
 * @see <a href="https://ai.google.dev/api/tokens">Counting tokens</a>
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/count-tokens">Counting tokens on
 *     Vertex AI</a>
 */
final class TokenCount extends TokenCountTranslator {
    private static final Set<String> COUNTED = Set.of("contents", "systemInstruction", "tools", "generationConfig");

    private final Host host;

    TokenCount(Asked asked, Host host) {
        super(asked, "totalTokens");
        this.host = host;
    }

    @Override
    protected Body write() {
        Body request = new RequestWriter(asked, chat).body();
        return switch (host) {
            case STUDIO -> whole(request);
            case VERTEX -> counted(request);
        };
    }

    private Body whole(Body request) {
        var out = new JsonWriter(request.length() + 128).open();
        out.name("generateContentRequest").open().name("model").value("models/" + asked.model());
        for (Json m : Json.read(request.array(), JsonLimits.STANDARD)) {
            if (!m.isObject() || !m.isEmpty()) {
                out.name(m.name()).copy(m);
            }
        }
        return Body.wrap(out.close().close().toByteArray());
    }

    /** What is cached would count too, so that the caller is told when it cannot. */
    private Body counted(Body request) {
        var out = new JsonWriter(request.length()).open();
        for (Json m : Json.read(request.array(), JsonLimits.STANDARD)) {
            if (COUNTED.contains(m.name()) && (!m.isObject() || !m.isEmpty())) {
                out.name(m.name()).copy(m);
            }
        }
        for (String cached : List.of("cached_content", "cachedContent")) {
            if (chat.member(cached).present()) {
                chat.losses().drop(cached);
            }
        }
        return Body.wrap(out.close().toByteArray());
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return ErrorReader.read(status, error);
    }
}
