package dev.headgate.dialect.openai;

import dev.headgate.dialect.ModelId;
import dev.headgate.dialect.Span;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

/** The checks that several endpoints share. */
final class Checks {
    private static final int MAX_STOPS = 4;
    private static final int MAX_STOP_BYTES = 4_096;
    private static final int MAX_BIASES = 1_024;
    private static final int MAX_METADATA = 1_000;
    private static final int MAX_TOKEN_LIMIT = 10_000_000;
    private static final int MAX_CHOICES = 128;

    /** Members that would take a request elsewhere than the configuration says. */
    private static final List<String> REFUSED = List.of(
            "api_base",
            "base_url",
            "api_key",
            "extra_headers",
            "extra_body",
            "custom_llm_provider",
            "cache",
            "cache_key");

    private static final Member.Check MAX_TOKENS =
            whole(1, MAX_TOKEN_LIMIT, (d, n) -> d.maxTokens = OptionalLong.of(n));

    /** In the body of every endpoint. */
    static final List<Member> COMMON = Stream.concat(
                    Stream.of(
                            Member.required("model", Checks::model),
                            Member.optional("metadata", objectOf(MAX_METADATA))),
                    REFUSED.stream().map(name -> Member.nullable(name, Checks::refused)))
            .toList();

    /** In the body of every endpoint that generates text. */
    static final List<Member> GENERATION = Stream.concat(
                    COMMON.stream(),
                    Stream.of(
                            Member.optional("stream", Checks::stream),
                            Member.nullable("stream_options", StreamOptions::read),
                            Member.optional("n", whole(1, MAX_CHOICES, (d, n) -> d.choices = (int) n)),
                            Member.optional("max_tokens", Checks::maxTokens),
                            Member.optional(
                                    "max_completion_tokens",
                                    whole(1, MAX_TOKEN_LIMIT, (d, n) -> d.maxCompletionTokens = OptionalLong.of(n))),
                            Member.optional("temperature", decimal(0, 2)),
                            Member.optional("top_p", decimal(0, 1)),
                            Member.optional("presence_penalty", decimal(-2, 2)),
                            Member.optional("frequency_penalty", decimal(-2, 2)),
                            Member.optional("stop", Checks::stop),
                            Member.optional("logit_bias", Checks::logitBias)))
            .toList();

    private Checks() {}

    /** A whole number, written without fraction or exponent: {@code 1.0} and {@code 1e2} are refused. */
    static Member.Check whole(long min, long max, ObjLongConsumer<HeadDraft> found) {
        String wanted = "a whole number from " + min + " to " + max;
        return (name, value, in, draft) -> {
            if (value != Token.NUMBER) {
                throw Refusal.type(name, wanted);
            }
            long number = in.wholeNumber(min - 1);
            if (number < min || number > max) {
                throw Refusal.value(name, wanted);
            }
            found.accept(draft, number);
        };
    }

    static Member.Check decimal(int min, int max) {
        String wanted = "a number from " + min + " to " + max;
        return (name, value, in, draft) -> {
            if (value != Token.NUMBER) {
                throw Refusal.type(name, wanted);
            }
            double number = in.decimal();
            if (number < min || number > max) {
                throw Refusal.value(name, wanted);
            }
        };
    }

    private static Member.Check objectOf(int maxMembers) {
        String wanted = "an object of at most " + maxMembers + " members";
        return (name, value, in, draft) -> {
            if (value != Token.START_OBJECT) {
                throw Refusal.type(name, wanted);
            }
            for (int count = 1; in.next() == Token.NAME; count++) {
                if (count > maxMembers) {
                    throw Refusal.value(name, wanted);
                }
                in.skip();
            }
        };
    }

    private static void refused(String name, Token value, JsonReader in, HeadDraft draft) {
        throw Refusal.unsupported(name);
    }

    /**
     * A space or control character inside an id is a mistake or an attack and refused as such; any other text that is
     * no model's id is, like the id of a model that is not there, an unknown model.
     */
    private static void model(String name, Token value, JsonReader in, HeadDraft draft) {
        if (value != Token.STRING) {
            throw Refusal.type(name, "the id of a model, as a string");
        }
        // An escape takes up to twelve bytes for a character: beyond that not even decoding is worth while.
        boolean tooLong = in.end() - in.start() - 2 > 12 * ModelId.MAX_LENGTH;
        String id = tooLong ? "" : in.text();
        if (tooLong || id.length() > ModelId.MAX_LENGTH) {
            throw Refusal.value(name, "an id of at most " + ModelId.MAX_LENGTH + " characters");
        }
        String core = id.strip();
        if (core.isEmpty()) {
            throw Refusal.value(name, "the id of a model, not empty");
        }
        for (int i = 0; i < core.length(); i++) {
            if (core.charAt(i) == ' ' || Character.isISOControl(core.charAt(i))) {
                throw Refusal.value(name, "an id without spaces and control characters");
            }
        }
        draft.model = id;
        draft.modelAt = new Span(in.start(), in.end());
    }

    private static void maxTokens(String name, Token value, JsonReader in, HeadDraft draft) {
        MAX_TOKENS.read(name, value, in, draft);
        draft.maxTokensAt = new Span(in.start(), in.end());
    }

    private static void stream(String name, Token value, JsonReader in, HeadDraft draft) {
        if (value != Token.TRUE && value != Token.FALSE) {
            throw Refusal.type(name, "true or false");
        }
        draft.stream = value == Token.TRUE;
    }

    private static void stop(String name, Token value, JsonReader in, HeadDraft draft) {
        if (value == Token.STRING) {
            stopText(name, in);
            return;
        }
        String wanted = "a string or an array of 1 to " + MAX_STOPS + " strings";
        if (value != Token.START_ARRAY) {
            throw Refusal.type(name, wanted);
        }
        int count = 0;
        for (Token t = in.next(); t != Token.END_ARRAY; t = in.next()) {
            if (t != Token.STRING) {
                throw Refusal.type(name, wanted);
            }
            stopText(name, in);
            count++;
        }
        if (count < 1 || count > MAX_STOPS) {
            throw Refusal.value(name, wanted);
        }
    }

    private static void stopText(String name, JsonReader in) {
        int length = in.end() - in.start() - 2;
        if (length < 1 || length > MAX_STOP_BYTES) {
            throw Refusal.value(name, "text of 1 to " + MAX_STOP_BYTES + " bytes each");
        }
    }

    private static void logitBias(String name, Token value, JsonReader in, HeadDraft draft) {
        String wanted = "an object of at most " + MAX_BIASES + " members, from token ids to numbers";
        if (value != Token.START_OBJECT) {
            throw Refusal.type(name, wanted);
        }
        for (int count = 1; in.next() == Token.NAME; count++) {
            if (!tokenId(in.text()) || count > MAX_BIASES || in.next() != Token.NUMBER) {
                throw Refusal.value(name, wanted);
            }
        }
    }

    private static boolean tokenId(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
