package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonNames;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.util.List;
import java.util.Optional;

/**
 * For whom a request says it is. {@code prompt_cache_key} counts first, since it is there to bring together what shares
 * a prompt cache; then {@code safety_identifier}, which names the person at the other end; last {@code user}, which did
 * both before the two took its place, so that where it stands beside one of them it is the older habit.
 */
final class EndUser {
    private static final JsonNames NAMES = new JsonNames(List.of("prompt_cache_key", "safety_identifier", "user"));
    private static final int NOBODY = 3;

    private EndUser() {}

    /** Empty where nobody is named by a string that is not empty, or the body is not readable. */
    static Optional<String> of(Body body) {
        try {
            return in(new JsonReader(body.array(), 0, body.length(), JsonLimits.STANDARD));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> in(JsonReader in) {
        Optional<String> named = Optional.empty();
        int best = NOBODY;
        in.next();
        while (best > 0 && in.next() == Token.NAME) {
            int index = NAMES.indexOf(in);
            if (index < 0 || index > best) {
                in.skip();
            } else if (in.next() == Token.STRING && !in.is("")) {
                best = index;
                named = Optional.of(in.text());
            } else {
                in.skip();
            }
        }
        return named;
    }
}
