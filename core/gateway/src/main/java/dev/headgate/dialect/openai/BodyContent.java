package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Span;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The texts of one body, found when they are first asked for. */
final class BodyContent implements Content {
    private final Operation operation;
    private final Body body;
    private final boolean metadata;
    private @Nullable List<Place> places;
    private List<Texts.Echo> echoes = List.of();

    BodyContent(Operation operation, Body body) {
        this(operation, body, false);
    }

    private BodyContent(Operation operation, Body body, boolean metadata) {
        this.operation = operation;
        this.body = body;
        this.metadata = metadata;
    }

    @Override
    public Content withMetadata() {
        return metadata ? this : new BodyContent(operation, body, true);
    }

    @Override
    public Coverage coverage() {
        return Survey.of(operation, body.array(), places());
    }

    private List<Place> places() {
        if (places == null) {
            var texts = new Texts();
            texts.body(operation, body.array(), 0, body.length(), metadata);
            echoes = texts.echoes();
            places = texts.places().stream().filter(p -> !p.empty()).toList();
        }
        return places;
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        rewrite((scope, text) -> {
            parts.add(new Part(scope, text));
            return text;
        });
        return parts;
    }

    @Override
    public Body rewrite(Rewriter rewriter) {
        byte[] b = body.array();
        var splice = new JsonSplice(b);
        var changed = new BitSet();
        for (Place p : places()) {
            if (rewrite(p, rewriter, splice)) {
                changed.set(p.choice());
            }
        }
        for (Texts.Echo echo : echoes) {
            if (changed.get(echo.choice())) {
                splice.replace(echo.start(), echo.end(), Texts.Echo.silence());
            }
        }
        return splice.empty() ? body : Body.wrap(splice.apply());
    }

    /** Whether anything has changed. */
    private boolean rewrite(Place p, Rewriter rewriter, JsonSplice splice) {
        if (p.shape().json()) {
            byte[] json = JsonString.decode(body.array(), p.start(), p.end());
            Optional<List<Span>> values = EmbeddedJson.strings(json);
            if (values.isPresent()) {
                return embedded(p, json, values.get(), rewriter, splice);
            }
        }
        return whole(p, rewriter, splice);
    }

    private boolean whole(Place p, Rewriter rewriter, JsonSplice splice) {
        String text = JsonString.text(body.array(), p.start(), p.end());
        String changed = rewriter.rewrite(p.scope(), text);
        if (!changed.equals(text)) {
            splice.replace(p.start(), p.end(), JsonString.quote(changed));
        }
        return !changed.equals(text);
    }

    private boolean embedded(Place p, byte[] json, List<Span> values, Rewriter rewriter, JsonSplice splice) {
        byte[] b = body.array();
        int inner = 0;
        int outer = p.start() + 1;
        for (Span v : values) {
            String text = JsonString.text(json, v.start(), v.end());
            String changed = rewriter.rewrite(p.scope(), text);
            if (!changed.equals(text)) {
                int start = JsonString.after(b, outer, v.start() - inner);
                int end = JsonString.after(b, start, v.end() - v.start());
                splice.replace(start, end, inString(JsonString.quote(changed)));
                inner = v.end();
                outer = end;
            }
        }
        return inner > 0;
    }

    /** A piece of JSON as it stands inside a string. */
    private static byte[] inString(byte[] json) {
        byte[] quoted = JsonString.quote(new String(json, StandardCharsets.UTF_8));
        return Arrays.copyOfRange(quoted, 1, quoted.length - 1);
    }
}
