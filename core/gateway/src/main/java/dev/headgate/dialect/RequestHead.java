package dev.headgate.dialect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.api.Body;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonString;
import java.util.OptionalLong;

/**
 * What the gateway must know of a request body before it decides where the request goes, and the few places in it that
 * an upstream may have to see changed. It belongs to the very body it was read from.
 *
 * @param model the model id as the caller meant it, its escapes undone
 * @param modelAt the model's value, quotes included
 * @param stream whether a stream was asked for
 * @param includeUsage whether usage at the end of the stream was asked for
 * @param streamOptionsAt the value of {@code stream_options}, an object or {@code null}
 * @param includeUsageAt the value of {@code include_usage} inside {@code stream_options}
 * @param maxTokensAt the value of {@code max_tokens}, unless {@code max_completion_tokens} stands beside it
 * @param bodyEnd offset of the body's closing brace
 * @param members members at the top of the body
 * @param choices how many answers are generated at most, and paid for
 * @param outputCeiling the most tokens that each answer may have, when the caller set a limit
 * @param tools whether the model is offered tools
 * @param base64 whether vectors are wanted in base64
 */
public record RequestHead(
        String model,
        Span modelAt,
        boolean stream,
        boolean includeUsage,
        Span streamOptionsAt,
        Span includeUsageAt,
        Span maxTokensAt,
        int bodyEnd,
        int members,
        int choices,
        OptionalLong outputCeiling,
        boolean tools,
        boolean base64) {
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] INCLUDE_USAGE = "\"include_usage\":true".getBytes(US_ASCII);
    private static final byte[] OPTIONS = "{\"include_usage\":true}".getBytes(US_ASCII);
    private static final byte[] MAX_COMPLETION_TOKENS = "\"max_completion_tokens\"".getBytes(US_ASCII);
    private static final byte[] STREAM_OPTIONS = "\"stream_options\":{\"include_usage\":true}".getBytes(US_ASCII);

    public int modelStart() {
        return modelAt.start();
    }

    public int modelEnd() {
        return modelAt.end();
    }

    /** The body with this model id in the place of its own. */
    public Body withModel(Body body, String upstreamModel) {
        return forUpstream(body, upstreamModel, false, false);
    }

    /** The body with usage asked of the stream; a body that asks for no stream stays as it is. */
    public Body askUsage(Body body) {
        return forUpstream(body, model, true, false);
    }

    /**
     * All changes in one copy; the same body when it already says so.
     *
     * @param askUsage whether usage is asked of the stream
     * @param completionTokens whether {@code max_tokens} is to be called {@code max_completion_tokens}
     */
    public Body forUpstream(Body body, String upstreamModel, boolean askUsage, boolean completionTokens) {
        boolean otherModel = !upstreamModel.equals(model);
        boolean usageMissing = askUsage && stream && !includeUsage;
        boolean rename = completionTokens && maxTokensAt.present();
        if (!otherModel && !usageMissing && !rename) {
            return body;
        }
        JsonSplice splice = new JsonSplice(body.array());
        if (otherModel) {
            splice.replace(modelAt.start(), modelAt.end(), JsonString.quote(upstreamModel));
        }
        if (usageMissing) {
            addUsage(splice, body.array());
        }
        if (rename) {
            Span name = nameBefore(maxTokensAt, body.array());
            splice.replace(name.start(), name.end(), MAX_COMPLETION_TOKENS);
        }
        return Body.wrap(splice.apply());
    }

    /** The name of the member with this value: what stands in the quotes before it has none inside, however escaped. */
    private static Span nameBefore(Span value, byte[] source) {
        int last = lastQuote(source, value.start() - 1);
        return new Span(lastQuote(source, last - 1), last + 1);
    }

    private static int lastQuote(byte[] source, int from) {
        int at = from;
        while (source[at] != '"') {
            at--;
        }
        return at;
    }

    private void addUsage(JsonSplice splice, byte[] source) {
        if (includeUsageAt.present()) {
            splice.replace(includeUsageAt.start(), includeUsageAt.end(), TRUE);
        } else if (!streamOptionsAt.present()) {
            splice.addMember(bodyEnd, STREAM_OPTIONS);
        } else if (source[streamOptionsAt.start()] == '{') {
            splice.addMember(streamOptionsAt.end() - 1, INCLUDE_USAGE);
        } else {
            splice.replace(streamOptionsAt.start(), streamOptionsAt.end(), OPTIONS);
        }
    }
}
