package dev.headgate.dialect;

import dev.headgate.api.StreamRewriter;
import java.util.BitSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the string values of a JSON text that comes in pieces, each with a rewriter of its own that sees it without
 * escapes; whatever these give out, the JSON stays JSON. A text that does not begin as an object, a list or a string is
 * one text as it stands. What a rewriter leaves alone keeps its escapes.
 */
public final class ArgumentsRewriter implements StreamRewriter {
    private static final int DEEPEST = 1024;

    private enum Where {
        START,
        BETWEEN,
        NAME,
        STRING,
        PLAIN
    }

    private final Supplier<StreamRewriter> rewriters;
    private final BitSet objects = new BitSet();
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder piece = new StringBuilder();
    private final StringBuilder escape = new StringBuilder(6);
    private @Nullable StreamRewriter inner;
    private Where where = Where.START;
    private boolean nameNext;
    private boolean changed;
    private int depth;

    /**
     * @param rewriters gives a rewriter for each string
     */
    public ArgumentsRewriter(Supplier<StreamRewriter> rewriters) {
        this.rewriters = rewriters;
    }

    @Override
    public String more(String text) {
        out.setLength(0);
        for (int i = 0; i < text.length(); i++) {
            take(text.charAt(i));
        }
        if (where == Where.STRING || where == Where.PLAIN) {
            pass();
        }
        return out.toString();
    }

    @Override
    public String end() {
        out.setLength(0);
        if (where == Where.STRING) {
            piece.append(escape);
            raw.append(escape);
            escape.setLength(0);
            pass();
        }
        finish();
        return out.toString();
    }

    private void take(char c) {
        switch (where) {
            case START -> begin(c);
            case BETWEEN -> between(c);
            case NAME -> name(c);
            case STRING -> string(c);
            case PLAIN -> piece.append(c);
        }
    }

    private void begin(char c) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            out.append(c);
        } else if (c == '{' || c == '[' || c == '"') {
            where = Where.BETWEEN;
            between(c);
        } else {
            where = Where.PLAIN;
            inner = rewriters.get();
            piece.append(c);
        }
    }

    private void between(char c) {
        out.append(c);
        switch (c) {
            case '"' -> where = nameNext ? Where.NAME : Where.STRING;
            case '{', '[' -> {
                depth = Math.min(depth + 1, DEEPEST);
                objects.set(depth, c == '{');
                nameNext = c == '{';
            }
            case '}', ']' -> {
                depth = Math.max(0, depth - 1);
                nameNext = false;
            }
            case ',' -> nameNext = depth > 0 && objects.get(depth);
            case ':' -> nameNext = false;
            default -> {}
        }
    }

    private void name(char c) {
        out.append(c);
        if (!escape.isEmpty()) {
            escape.setLength(0);
        } else if (c == '\\') {
            escape.append(c);
        } else if (c == '"') {
            where = Where.BETWEEN;
        }
    }

    private void string(char c) {
        if (!escape.isEmpty()) {
            escaped(c);
        } else if (c == '\\') {
            escape.append(c);
        } else if (c == '"') {
            pass();
            finish();
            out.append(c);
            where = Where.BETWEEN;
        } else {
            piece.append(c);
            raw.append(c);
        }
    }

    private void escaped(char c) {
        escape.append(c);
        if (escape.charAt(1) != 'u' || escape.length() == 6) {
            raw.append(escape);
            meant();
            escape.setLength(0);
        }
    }

    /** What the escape stands for; one that JSON does not know stands for itself. */
    private void meant() {
        switch (escape.charAt(1)) {
            case '"', '\\', '/' -> piece.append(escape.charAt(1));
            case 'b' -> piece.append('\b');
            case 'f' -> piece.append('\f');
            case 'n' -> piece.append('\n');
            case 'r' -> piece.append('\r');
            case 't' -> piece.append('\t');
            case 'u' -> {
                int value = 0;
                for (int i = 2; i < 6; i++) {
                    int digit = Character.digit(escape.charAt(i), 16);
                    value = digit < 0 || value < 0 ? -1 : value << 4 | digit;
                }
                if (value < 0) {
                    piece.append(escape);
                } else {
                    piece.append((char) value);
                }
            }
            default -> piece.append(escape);
        }
    }

    /** Hands on what there is of the text, and keeps its escapes as long as nothing of it was changed or held back. */
    private void pass() {
        if (piece.isEmpty()) {
            return;
        }
        StreamRewriter rewriter = inner;
        if (rewriter == null) {
            rewriter = rewriters.get();
            inner = rewriter;
        }
        String given = piece.toString();
        String got = rewriter.more(given);
        changed |= !got.equals(given);
        if (where == Where.PLAIN) {
            out.append(got);
        } else if (changed) {
            quote(got);
        } else {
            out.append(raw);
        }
        piece.setLength(0);
        raw.setLength(0);
    }

    private void finish() {
        if (inner != null) {
            String rest = inner.end();
            if (where == Where.PLAIN) {
                out.append(rest);
            } else {
                quote(rest);
            }
            inner = null;
        }
        changed = false;
    }

    /** Surrogates are escaped because the halves of a pair may go out in two pieces. */
    private void quote(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }
}
