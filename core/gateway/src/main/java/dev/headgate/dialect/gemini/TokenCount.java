package dev.headgate.dialect.gemini;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.TokenCountTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;

/**
 * The tokens of a request by {@code countTokens}, which counts instructions and tools only of a whole request.
 *
 * @see <a href="https://ai.google.dev/api/tokens">Counting tokens</a>
 */
final class TokenCount extends TokenCountTranslator {
    TokenCount(Asked asked) {
        super(asked, "totalTokens");
    }

    @Override
    protected Body write() {
        Body request = new RequestWriter(asked, chat).body();
        var out = new JsonWriter(request.length() + 128).open();
        out.name("generateContentRequest").open().name("model").value("models/" + asked.model());
        for (Json m : Json.read(request.array(), JsonLimits.STANDARD)) {
            if (!m.isObject() || !m.isEmpty()) {
                out.name(m.name()).copy(m);
            }
        }
        return Body.wrap(out.close().close().toByteArray());
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return ErrorReader.read(status, error);
    }
}
