package dev.headgate.dialect.bedrock;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.AwsErrors;
import dev.headgate.dialect.TokenCountTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The tokens of a request by {@code CountTokens}, which takes of a Converse request only what counts.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html">CountTokens</a>
 */
final class TokenCount extends TokenCountTranslator {
    private static final Set<String> COUNTED =
            Set.of("messages", "system", "toolConfig", "additionalModelRequestFields");

    TokenCount(Asked asked) {
        super(asked, "inputTokens");
    }

    @Override
    protected Body write() {
        Body request = new RequestWriter(asked, chat).body();
        var out = new JsonWriter(request.length() + 64).open().name("input").open();
        out.name("converse").open();
        for (Json m : Json.read(request.array(), JsonLimits.STANDARD)) {
            if (COUNTED.contains(m.name())) {
                out.name(m.name()).copy(m);
            }
        }
        return Body.wrap(out.close().close().close().toByteArray());
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return AwsErrors.of(status, AwsErrors.type(error), AwsErrors.message(error));
    }

    @Override
    public UpstreamError error(int status, Function<String, Optional<String>> header, Body body) {
        return AwsErrors.read(status, header.apply(AwsErrors.TYPE_HEADER).orElse(""), body);
    }
}
