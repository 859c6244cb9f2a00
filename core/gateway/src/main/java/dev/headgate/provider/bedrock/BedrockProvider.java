package dev.headgate.provider.bedrock;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Operation;
import dev.headgate.credential.aws.AwsCloud;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.provider.Classification;
import dev.headgate.provider.PathSegment;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Amazon Bedrock, by one of its two ways to a model. The credential is a Bedrock API key, or
 * requests are signed.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html">Amazon
 *     Bedrock Runtime</a>
 */
public final class BedrockProvider implements Provider {
    /** Bedrock by Converse, which is the same for all models. */
    public static final ProviderType TYPE = type("bedrock", "converse", "/converse", "/converse-stream");

    /** Models of Anthropic's on Bedrock in their own format. */
    public static final ProviderType ANTHROPIC =
            type("bedrock-anthropic", "anthropic-bedrock", "/invoke", "/invoke-with-response-stream");

    private final String name;
    private final String dialect;
    private final String whole;
    private final String streamed;

    private BedrockProvider(String name, String dialect, String whole, String streamed) {
        this.name = name;
        this.dialect = dialect;
        this.whole = whole;
        this.streamed = streamed;
    }

    private static ProviderType type(String name, String dialect, String whole, String streamed) {
        return new ProviderType(
                name,
                Optional.empty(),
                Optional.of("AWS_BEARER_TOKEN_BEDROCK"),
                false,
                List.of(),
                Optional.of(new AwsCloud("bedrock-runtime", "bedrock")),
                settings -> new BedrockProvider(name, dialect, whole, streamed));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String dialect() {
        return dialect;
    }

    /** What Converse has not, models have by themselves. */
    @Override
    public boolean supports(Operation operation) {
        return operation == Operation.CHAT
                || (dialect.equals("converse")
                        && (operation == Operation.EMBEDDING || operation == Operation.TOKEN_COUNT));
    }

    /** The id may be an ARN, whose slashes and colons are encoded too. */
    @Override
    public String path(Operation operation, String model, boolean streaming) {
        String call = switch (operation) {
            case EMBEDDING -> "/invoke";
            case TOKEN_COUNT -> "/count-tokens";
            default -> streaming ? streamed : whole;
        };
        return "/model/" + PathSegment.of(model) + call;
    }

    @Override
    public String accept(boolean streaming) {
        return streaming ? "application/vnd.amazon.eventstream" : "application/json";
    }

    @Override
    public Failure classify(String upstream, UpstreamError error, Optional<Duration> retryAfter) {
        if (error.status() == 408) {
            // The model has worked on it, and may have been paid for it.
            return Failure.of(
                    Kind.UPSTREAM_TIMEOUT,
                    "The model at the upstream '" + upstream + "' did not answer within its time limit.");
        }
        return Classification.classify(upstream, error, retryAfter, List.of());
    }
}
