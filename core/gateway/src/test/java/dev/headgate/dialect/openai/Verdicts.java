package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.dialect.RequestReader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a reader makes of a body, in one line: {@code ok}, or status, code and param. */
final class Verdicts {
    private Verdicts() {}

    static String of(RequestReader reader, String body) {
        return of(reader, Body.of(body));
    }

    static String of(RequestReader reader, Body body) {
        try {
            reader.read(body);
            return "ok";
        } catch (GatewayException e) {
            Failure f = e.failure();
            return f.status() + " " + f.code().orElse("-") + " " + f.param().orElse("-");
        }
    }

    /** This many copies of an element, as a JSON array; {@code #} becomes the index. */
    static String array(int count, String element) {
        return list(count, element, "[", "]");
    }

    /** This many members, as a JSON object; {@code #} becomes the index. */
    static String object(int count, String member) {
        return list(count, member, "{", "}");
    }

    private static String list(int count, String element, String open, String close) {
        return IntStream.range(0, count)
                .mapToObj(i -> element.replace("#", String.valueOf(i)))
                .collect(Collectors.joining(",", open, close));
    }
}
