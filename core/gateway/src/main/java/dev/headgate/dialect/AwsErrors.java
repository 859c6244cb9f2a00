package dev.headgate.dialect;

import dev.headgate.api.Body;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import java.util.Locale;
import java.util.Map;

/**
 * Reads errors as Amazon's services give them: {@code {"message"}} with the type in a header, in the body or in the
 * frame of a stream.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">Converse, errors</a>
 */
public final class AwsErrors {
    /** The header of an answer that names the type. */
    public static final String TYPE_HEADER = "x-amzn-errortype";

    private static final int LONGEST_NAME = 100;

    /** The status that goes with a type, in lower case, where none is given. */
    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("validationexception", 400),
            Map.entry("servicequotaexceededexception", 429), // comes with 400; it is about us, not about the request
            Map.entry("accessdeniedexception", 403),
            Map.entry("unrecognizedclientexception", 401),
            Map.entry("invalidsignatureexception", 401),
            Map.entry("incompletesignatureexception", 401),
            Map.entry("missingauthenticationtokenexception", 401),
            Map.entry("expiredtokenexception", 401),
            Map.entry("resourcenotfoundexception", 404),
            Map.entry("modeltimeoutexception", 408),
            Map.entry("throttlingexception", 429),
            Map.entry("toomanyrequestsexception", 429),
            Map.entry("modelnotreadyexception", 429),
            Map.entry("modelerrorexception", 424),
            Map.entry("modelstreamerrorexception", 424),
            Map.entry("internalserverexception", 500),
            Map.entry("internalfailure", 500),
            Map.entry("unknownoperationexception", 502),
            Map.entry("serviceunavailableexception", 503));

    private AwsErrors() {}

    /**
     * What an answer says.
     *
     * @param status its HTTP status
     * @param type as its header gives it, empty when it has none
     */
    public static UpstreamError read(int status, String type, Body body) {
        try {
            Json json = Json.read(body.array(), JsonLimits.WIDE);
            return of(status, type.isEmpty() ? type(json) : type, message(json));
        } catch (JsonException e) {
            return of(status, type, UpstreamError.words(status, body).message());
        }
    }

    /** The message in a body; the services do not agree on how it is spelled. */
    public static String message(Json json) {
        Json message = json.get("message").given() ? json.get("message") : json.get("Message");
        return message.text();
    }

    /** The type in a body, in which some services give it; empty when there is none. */
    public static String type(Json json) {
        Json type = json.get("__type").given() ? json.get("__type") : json.get("code");
        return type.text();
    }

    /**
     * An error of this type.
     *
     * @param status the HTTP status, which is that of a success where a frame or a body says something else
     */
    public static UpstreamError of(int status, String type, String message) {
        String name = name(type);
        int usual = STATUS.getOrDefault(name.toLowerCase(Locale.ROOT), 0);
        boolean known = usual != 0 && (status < 400 || status == 400 || status == 403);
        int meant = known ? usual : status >= 400 ? status : 500;
        return UpstreamError.of(meant, message.isEmpty() && status < 400 ? words(meant, name) : message)
                .withType(name);
    }

    /** What an error that came inside of a success without a word of its own is about. */
    private static String words(int status, String name) {
        String type = name.isEmpty() ? "an error" : name;
        if (status == 429) {
            return "The upstream throttles the gateway with " + type + ".";
        }
        boolean ours = status == 400 || status == 404;
        return ours
                ? "The upstream refused this request with " + type + " and says no more."
                : "The upstream failed with " + type + "; this is not about your request. Try again later.";
    }

    /** The name alone of {@code com.amazon.coral.service#ThrottlingException:http://internal.amazon.com/}. */
    private static String name(String type) {
        int end = type.indexOf(':');
        String before = end < 0 ? type : type.substring(0, end);
        String last = before.substring(before.indexOf('#') + 1).strip();
        return last.length() > LONGEST_NAME ? "" : last;
    }
}
