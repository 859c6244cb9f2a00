package dev.headgate.credential;

import dev.headgate.wire.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a token endpoint of OAuth 2 answers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5">RFC 6749, section 5</a>
 */
public final class OAuth {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,12}");
    private static final int LONGEST_WORDS = 200;

    private OAuth() {}

    /** Asks for a token. */
    public static Step ask(TokenCall call) {
        return new Step.Call(call, answer -> read(call, answer));
    }

    /** The token that was answered, or why there is none. */
    public static Step read(TokenCall call, TokenAnswer answer) {
        Json json = answer.json();
        if (!answer.ok()) {
            return refusal(call, answer.status(), json);
        }
        String token = json.get("access_token").text();
        return token.isEmpty()
                ? new Step.Broken(call.place() + " answers without an access_token")
                : new Step.Obtained(new Grant(Proof.Header.bearer(token), expires(json, answer.at())));
    }

    private static Optional<Instant> expires(Json json, Instant now) {
        return number(json.get("expires_in"))
                .map(now::plusSeconds)
                .or(() -> number(json.get("expires_on")).map(Instant::ofEpochSecond));
    }

    /** A number, which some write as a text. */
    private static Optional<Long> number(Json json) {
        String digits = json.isNumber() ? Long.toString(json.whole(-1)) : json.text();
        return DIGITS.matcher(digits).matches() ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    /** That whoever was asked does not give one; a status that will pass is no such answer. */
    public static Step refusal(TokenCall call, int status, Json json) {
        String what = call.place() + " answers with status " + status + words(call, json);
        boolean passing = status < 400 || status >= 500 || status == 408 || status == 429;
        return passing ? new Step.Broken(what) : new Step.Refused(what);
    }

    private static String words(TokenCall call, Json json) {
        Json error = json.get("error");
        String code = error.isObject() ? error.get("status").text() : error.text();
        String said = error.isObject()
                ? error.get("message").text()
                : json.get("error_description").text();
        String both = code + (code.isEmpty() || said.isEmpty() ? "" : ": ") + said;
        return both.isEmpty() ? "" : " (" + tidy(call.without(both)) + ")";
    }

    /** Somebody else's words on one line and not too long. */
    public static String tidy(String words) {
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) + "…" : line;
    }
}
