package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.api.Usage;
import dev.headgate.dialect.Reading;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;

/**
 * Judges a whole answer with a success status: an answer has the list its operation promises, with something in it, or
 * the number of tokens that was asked for.
 * Leading white space is legal; OpenRouter sends kilobytes of it to keep connections alive.
 */
final class AnswerReader {
    private AnswerReader() {}

    static Reading read(Operation operation, Body body) {
        String wanted = switch (operation) {
            case EMBEDDING -> "data";
            case RERANK -> "results";
            case TOKEN_COUNT -> "input_tokens";
            case CHAT, COMPLETION, MODELS -> "choices";
        };
        Usage usage = Usage.NONE;
        boolean error = false;
        boolean filled = false;
        try {
            var json = new JsonReader(body.array(), 0, body.length(), JsonLimits.WIDE);
            if (json.next() != Token.START_OBJECT) {
                return new Reading.Malformed("the answer is not a JSON object");
            }
            while (json.next() == Token.NAME) {
                if (json.is(wanted)) {
                    filled = operation == Operation.TOKEN_COUNT ? count(json) : entries(json);
                } else if (json.is("usage")) {
                    if (json.next() == Token.START_OBJECT) {
                        usage = UsageReader.read(json);
                    } else {
                        json.skip();
                    }
                } else if (json.is("meta") && operation == Operation.RERANK) {
                    usage = usage.known() ? usage : UsageReader.meta(json);
                } else if (json.is("error")) {
                    error = json.next() != Token.NULL;
                    json.skip();
                } else if (json.is("object")) {
                    error |= json.next() == Token.STRING && json.is("error");
                    json.skip();
                } else {
                    json.next();
                    json.skip();
                }
            }
            json.next();
        } catch (JsonException e) {
            return new Reading.Malformed("the answer is not valid JSON");
        }
        if (error && !filled) {
            return new Reading.Refused(ErrorReader.read(200, body));
        }
        boolean written = operation == Operation.CHAT || operation == Operation.COMPLETION;
        if (!written && usage.prompt().isEmpty() && usage.total().isPresent()) {
            usage = new Usage(
                    usage.total(),
                    usage.completion(),
                    usage.total(),
                    usage.cached(),
                    usage.cacheWritten(),
                    usage.reasoning()); // whoever writes nothing has read all of it
        }
        return filled ? new Reading.Answer(usage) : new Reading.Malformed("the answer has no " + wanted);
    }

    private static boolean count(JsonReader json) {
        boolean number = json.next() == Token.NUMBER && json.wholeNumber(-1) >= 0;
        json.skip();
        return number;
    }

    /** Whether the value that follows is an array with an element; reads to its end. */
    private static boolean entries(JsonReader json) {
        if (json.next() != Token.START_ARRAY) {
            json.skip();
            return false;
        }
        boolean some = false;
        while (json.next() != Token.END_ARRAY) {
            some = true;
            json.skip();
        }
        return some;
    }
}
