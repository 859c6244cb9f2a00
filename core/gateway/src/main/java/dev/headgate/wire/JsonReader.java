package dev.headgate.wire;

import dev.headgate.wire.JsonException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A strict reader of one JSON document in UTF-8, token by token, over bytes that stay where they are.
 *
 * <p>Strict: RFC 8259 to the letter, well-formed UTF-8 only, no byte order mark, no comments, no half of a surrogate
 * pair, nothing after the document, and no member name twice in one object however it is spelled. What one JSON parser
 * reads here every other reads the same. Its time grows with the length of the document, whatever stands in it.
 * Reading allocates nothing beyond a few small arrays, which serve for document after document.
 */
public final class JsonReader {
    /** Powers of ten, which a {@code double} holds exactly, as it does whole numbers of up to 15 digits. */
    private static final double[] TENS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14};

    private static final int ARRAY = -1;

    // What may come next.
    private static final int DOCUMENT = 0;
    private static final int NAME_OR_CLOSE = 1;
    private static final int VALUE_OR_CLOSE = 2;
    private static final int VALUE = 3;
    private static final int COMMA_OR_CLOSE = 4;

    private static final int NEAR = 32;

    private final JsonLimits limits;
    private final MemberNames names = new MemberNames();
    private byte[] b;
    private int from;
    private int to;

    /** For each open object the index of its first name, for each open array {@link #ARRAY}; the outermost at 1. */
    private int[] levels = new int[8];

    private int depth;
    private int pos;
    private int expect = DOCUMENT;

    private Token token = Token.END;
    private int start;
    private int end;
    private boolean escaped;
    private boolean whole;
    private @Nullable Mark mark;

    /** What kind of thing was just read. */
    public enum Token {
        START_OBJECT,
        END_OBJECT,
        START_ARRAY,
        END_ARRAY,
        NAME,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        /** The document has ended properly. */
        END
    }

    /** A reader of the bytes from {@code from} to {@code to}, which must not change meanwhile. */
    public JsonReader(byte[] bytes, int from, int to, JsonLimits limits) {
        this.limits = limits;
        this.b = bytes;
        this.from = from;
        this.to = to;
        this.pos = from;
    }

    /** Goes to the beginning of another document, wherever the one before was left. */
    public void restart(byte[] bytes, int newFrom, int newTo) {
        b = bytes;
        from = newFrom;
        to = newTo;
        pos = newFrom;
        depth = 0;
        expect = DOCUMENT;
        token = Token.END;
        names.clear();
    }

    /**
     * Remembers this place, just after an object has been opened, and the bytes that led here. A place too far from the
     * document's beginning is forgotten at once.
     */
    public void mark() {
        if (token != Token.START_OBJECT) {
            throw new IllegalStateException("no object was opened");
        }
        if (mark == null) {
            mark = new Mark();
        }
        mark.set(b, from, pos, levels, depth, names);
    }

    /**
     * Goes to another document: when it begins with the very bytes that led to the marked place, to that place in it,
     * for what has been read once need not be read again; else to its beginning.
     *
     * @return whether the reader stands at the marked place, just after an object has been opened
     */
    public boolean restartAtMark(byte[] bytes, int newFrom, int newTo) {
        restart(bytes, newFrom, newTo);
        if (mark == null || !mark.leads(bytes, newFrom, newTo)) {
            return false;
        }
        depth = mark.restore(levels, names);
        pos = newFrom + mark.length();
        start = pos - 1;
        end = pos;
        token = Token.START_OBJECT;
        expect = NAME_OR_CLOSE;
        return true;
    }

    /**
     * Reads on to the next token.
     *
     * @throws JsonException when the document is to be refused; the reader is of no use for it afterwards
     */
    public Token next() {
        int p = afterSpace(pos);
        pos = p;
        if (expect == COMMA_OR_CLOSE) {
            token = commaOrClose(p);
        } else if (expect == VALUE) {
            token = value(p);
        } else if (expect == NAME_OR_CLOSE) {
            token = peek(p) == '}' ? close(Token.END_OBJECT) : name(p);
        } else if (expect == VALUE_OR_CLOSE) {
            token = peek(p) == ']' ? close(Token.END_ARRAY) : value(p);
        } else {
            refuseOtherEncodings();
            token = value(p);
        }
        return token;
    }

    /** The token read last. */
    public Token token() {
        return token;
    }

    /** Offset in the array of the current token's first byte; a string's or name's opening quote. */
    public int start() {
        return start;
    }

    /** Offset in the array just after the current token; a string's or name's closing quote included. */
    public int end() {
        return end;
    }

    /** Objects and arrays that are open; those just opened count, those just closed do not. */
    public int depth() {
        return depth;
    }

    /** The current string or name with its escapes undone, or the current number as it stands. */
    public String text() {
        return switch (token) {
            case STRING, NAME -> {
                if (!escaped) {
                    yield new String(b, start + 1, end - start - 2, StandardCharsets.UTF_8);
                }
                byte[] out = new byte[end - start - 2];
                int n = Escapes.decode(b, start + 1, end - 1, out);
                yield new String(out, 0, n, StandardCharsets.UTF_8);
            }
            case NUMBER -> new String(b, start, end - start, StandardCharsets.ISO_8859_1);
            default -> throw new IllegalStateException("no text in " + token);
        };
    }

    /** Whether the current string or name stands for this text of ASCII characters. */
    public boolean is(String ascii) {
        // Small, so that it becomes a part of its caller: mostly the lengths differ.
        return (escaped || end - start - 2 == ascii.length()) && same(ascii);
    }

    private boolean same(String ascii) {
        if (token != Token.NAME && token != Token.STRING) {
            return false;
        }
        if (escaped) {
            return Escapes.same(b, start + 1, end - 1, ascii);
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (b[start + 1 + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    int indexIn(JsonNames set) {
        if (token != Token.NAME && token != Token.STRING) {
            return -1;
        }
        return escaped ? set.indexOfEscaped(b, start + 1, end - 1) : set.indexOf(b, start + 1, end - 1);
    }

    /**
     * The current number when it is written as a whole number that fits a {@code long}, else {@code absent}. A number
     * with a fraction or an exponent is not: neither {@code 1.0} nor {@code 1e2}.
     */
    public long wholeNumber(long absent) {
        if (token != Token.NUMBER || !whole || end - start > 20) {
            return absent;
        }
        boolean negative = b[start] == '-';
        long value = 0;
        for (int p = negative ? start + 1 : start; p < end; p++) {
            int digit = b[p] - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                return absent;
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return absent;
        }
        return negative ? value : -value;
    }

    /** The current number as the nearest {@code double}; infinite when it is beyond all of them. */
    public double decimal() {
        if (token != Token.NUMBER) {
            throw new IllegalStateException("no number in " + token);
        }
        long digits = 0;
        int fraction = 0;
        boolean inFraction = false;
        for (int p = b[start] == '-' ? start + 1 : start; p < end; p++) {
            if (b[p] == '.') {
                inFraction = true;
            } else if ((b[p] | 0x20) == 'e') {
                return Double.parseDouble(text());
            } else {
                digits = digits * 10 + (b[p] - '0');
                fraction += inFraction ? 1 : 0;
            }
            if (p - start >= TENS.length) {
                return Double.parseDouble(text());
            }
        }
        // Both are exact, so that their quotient is rounded once: the nearest.
        double value = digits / TENS[fraction];
        return b[start] == '-' ? -value : value;
    }

    /**
     * Reads over a whole value, checking it all the same: after a name the member's value, on an opening token the rest
     * of that object or array. On any other token nothing is left to skip.
     */
    public void skip() {
        Token at = token == Token.NAME ? next() : token;
        if (at != Token.START_OBJECT && at != Token.START_ARRAY) {
            return;
        }
        int outside = depth - 1;
        while (depth > outside) {
            next();
        }
    }

    private Token commaOrClose(int at) {
        if (depth == 0) {
            if (at < to) {
                throw syntax("unexpected content after the end of the document: send one JSON value", at);
            }
            start = to;
            end = to;
            return Token.END;
        }
        boolean object = levels[depth] != ARRAY;
        int c = peek(at);
        if (c == ',') {
            int p = afterSpace(at + 1);
            return object ? name(p) : value(p);
        }
        if (c == (object ? '}' : ']')) {
            return close(object ? Token.END_OBJECT : Token.END_ARRAY);
        }
        throw syntax(object ? "expected ',' or '}' after a member" : "expected ',' or ']' after an element", at);
    }

    private Token value(int at) {
        int c = peek(at);
        if (c == '"') {
            string(at);
            expect = COMMA_OR_CLOSE;
            return Token.STRING;
        }
        pos = at;
        return switch (c) {
            case '{' -> open(Token.START_OBJECT, names.open());
            case '[' -> open(Token.START_ARRAY, ARRAY);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case 't' -> literal("true", Token.TRUE);
            case 'f' -> literal("false", Token.FALSE);
            case 'n' -> literal("null", Token.NULL);
            default -> throw noValue(c, at);
        };
    }

    private JsonException noValue(int c, int at) {
        return switch (c) {
            case '/' -> syntax("expected a value; comments are not JSON", at);
            case '\'' -> syntax("expected a value; strings are quoted with \"", at);
            case '+', '.', 'N', 'I' ->
                syntax("expected a value; a number begins with a digit or '-', NaN and Infinity are none", at);
            case ',', ']', '}' -> syntax("expected a value; a comma stands only between two values", at);
            case -1 -> syntax("the document ends where a value is expected", at);
            default -> syntax("expected a value: an object, array, string, number, true, false or null", at);
        };
    }

    private Token open(Token opening, int level) {
        if (depth == limits.maxDepth()) {
            throw error(Kind.LIMIT, "nested deeper than " + limits.maxDepth() + " levels", pos);
        }
        depth++;
        if (depth == levels.length) {
            levels = Arrays.copyOf(levels, depth * 2);
        }
        levels[depth] = level;
        start = pos++;
        end = pos;
        expect = level == ARRAY ? VALUE_OR_CLOSE : NAME_OR_CLOSE;
        return opening;
    }

    private Token close(Token closing) {
        if (closing == Token.END_OBJECT) {
            names.close(levels[depth]);
        }
        depth--;
        start = pos++;
        end = pos;
        expect = COMMA_OR_CLOSE;
        return closing;
    }

    private Token name(int at) {
        int c = peek(at);
        if (c != '"') {
            throw syntax(
                    c == -1 ? "the document ends inside an object" : "expected a member name in double quotes", at);
        }
        string(at);
        if (end - start - 2 > limits.maxNameBytes()) {
            throw error(Kind.LIMIT, "member name longer than " + limits.maxNameBytes() + " bytes", start);
        }
        int base = levels[depth];
        if (names.size() - base == limits.maxMembers()) {
            throw error(Kind.LIMIT, "more than " + limits.maxMembers() + " members in one object", start);
        }
        if (!names.add(b, from, start + 1, end - 1, escaped, base)) {
            throw error(Kind.DUPLICATE, "duplicate member" + shown() + ": a name may stand only once", start);
        }
        int p = afterSpace(end);
        if (peek(p) != ':') {
            throw syntax("expected ':' after a member name", p);
        }
        pos = p + 1;
        expect = VALUE;
        return Token.NAME;
    }

    private String shown() {
        if (end - start > 66) {
            return "";
        }
        token = Token.NAME;
        String name = text();
        return name.chars().allMatch(c -> c >= ' ' && c < 0x7F) ? " '" + name + "'" : "";
    }

    private void string(int at) {
        escaped = false;
        int p = Swar.afterPlain(b, at + 1, to);
        int before = at - NEAR;
        while (p >= to || b[p] != '"') {
            int special = p;
            p = afterSpecial(p);
            // One escape soon after another, and more are likely to follow.
            if (special - before < NEAR && p - special == 2 && b[special] == '\\') {
                p = Escapes.afterCommon(b, p, to);
            }
            before = p;
            if (p >= to || b[p] != '"') {
                p = Swar.afterPlain(b, p, to);
            }
        }
        start = at;
        end = p + 1;
        pos = p + 1;
    }

    private int afterSpecial(int at) {
        if (at >= to) {
            throw syntax("the document ends inside a string", to);
        }
        byte c = b[at];
        if (c == '\\') {
            escaped = true;
            return afterEscape(at);
        }
        if (c >= 0) {
            throw syntax("control character in a string; write it as an escape", at);
        }
        return afterMultibyte(at);
    }

    private int afterEscape(int at) {
        if (at + 1 >= to) {
            throw syntax("the document ends inside a string", to);
        }
        if (Escapes.isSingle(b[at + 1])) {
            return at + 2;
        }
        return switch (b[at + 1]) {
            case 'u' -> afterUnicodeEscape(at);
            default -> throw syntax("unknown escape in a string; known: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u", at);
        };
    }

    private int afterUnicodeEscape(int at) {
        int code = unicodeEscape(at);
        if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
            return at + 6;
        }
        boolean pair = Character.isHighSurrogate((char) code)
                && at + 7 < to
                && b[at + 6] == '\\'
                && b[at + 7] == 'u'
                && Character.isLowSurrogate((char) unicodeEscape(at + 6));
        if (!pair) {
            throw error(Kind.ENCODING, "half of a surrogate pair in a string; both halves must be escaped", at);
        }
        return at + 12;
    }

    private int unicodeEscape(int at) {
        int code = at + 6 <= to ? Escapes.hex(b, at + 2) : -1;
        if (code < 0) {
            throw syntax("\\u must be followed by four hexadecimal digits", at);
        }
        return code;
    }

    /** Reads over characters beyond ASCII that follow each other. */
    private int afterMultibyte(int at) {
        int p = at;
        while (p <= to - Swar.WIDTH) {
            int length = Utf8.lengthOf(Swar.load(b, p));
            if (length == 0) {
                throw badUtf8(p);
            }
            p += length;
            if (b[p] >= 0) {
                return p;
            }
        }
        while (p < to && b[p] < 0) {
            int length = Utf8.lengthOf(Swar.word(b, p, to - p));
            if (length == 0) {
                throw badUtf8(p);
            }
            p += length;
        }
        return p;
    }

    private JsonException badUtf8(int at) {
        return error(Kind.ENCODING, "not well-formed UTF-8", at);
    }

    private Token number() {
        start = pos;
        int p = b[pos] == '-' ? pos + 1 : pos;
        int digits = p;
        p = afterDigits(p);
        if (b[digits] == '0' && p > digits + 1) {
            throw syntax("a number must not begin with a zero that another digit follows", digits);
        }
        whole = true;
        int count = p - digits;
        if (p < to && b[p] == '.') {
            whole = false;
            digits = p + 1;
            p = afterDigits(digits);
            count += p - digits;
        }
        if (count > limits.maxNumberDigits()) {
            throw error(Kind.LIMIT, "number of more than " + limits.maxNumberDigits() + " digits", start);
        }
        if (p < to && (b[p] | 0x20) == 'e') {
            whole = false;
            p++;
            digits = p < to && (b[p] == '+' || b[p] == '-') ? p + 1 : p;
            p = afterDigits(digits);
            if (p - digits > limits.maxExponentDigits()) {
                throw error(Kind.LIMIT, "exponent of more than " + limits.maxExponentDigits() + " digits", start);
            }
        }
        pos = p;
        end = p;
        expect = COMMA_OR_CLOSE;
        return Token.NUMBER;
    }

    private int afterDigits(int at) {
        int p = at;
        while (p < to && b[p] >= '0' && b[p] <= '9') {
            p++;
        }
        if (p == at) {
            throw syntax("expected a digit", at);
        }
        return p;
    }

    private Token literal(String word, Token result) {
        boolean there = pos + word.length() <= to;
        for (int i = 0; there && i < word.length(); i++) {
            there = b[pos + i] == word.charAt(i);
        }
        if (!there) {
            throw syntax("expected a value; words other than true, false and null are quoted", pos);
        }
        start = pos;
        pos += word.length();
        end = pos;
        expect = COMMA_OR_CLOSE;
        return result;
    }

    private int afterSpace(int at) {
        int p = at;
        while (p < to && b[p] <= ' ' && (b[p] == ' ' || b[p] == '\n' || b[p] == '\r' || b[p] == '\t')) {
            p++;
        }
        return p;
    }

    /** The byte there, or -1 after the last one; bytes beyond ASCII are -2, as none of them means anything here. */
    private int peek(int at) {
        if (at >= to) {
            return -1;
        }
        return b[at] >= 0 ? b[at] : -2;
    }

    private void refuseOtherEncodings() {
        if (to - from >= 3 && b[from] == (byte) 0xEF && b[from + 1] == (byte) 0xBB && b[from + 2] == (byte) 0xBF) {
            throw error(Kind.ENCODING, "byte order mark; send UTF-8 without one", from);
        }
        boolean zero = to - from >= 2 && (b[from] == 0 || b[from + 1] == 0);
        if (zero || (pos < to && b[pos] < 0)) {
            throw error(Kind.ENCODING, "not UTF-8; JSON is sent as UTF-8", from);
        }
    }

    private JsonException syntax(String what, int at) {
        return error(Kind.SYNTAX, what, at);
    }

    private JsonException error(Kind kind, String what, int at) {
        return new JsonException(kind, what, at - from);
    }
}
