package dev.headgate.wire;

import dev.headgate.wire.JsonException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * A strict reader of one JSON document in UTF-8, token by token, over bytes that stay where they are.
 *
 * <p>Strict: RFC 8259 to the letter, well-formed UTF-8 only, no byte order mark, no comments, no half of a surrogate
 * pair, nothing after the document, and no member name twice in one object however it is spelled. What one JSON parser
 * reads here every other reads the same. Its time grows with the length of the document, whatever stands in it;
 * skipping allocates nothing.
 */
public final class JsonReader {
    private static final long QUOTES = Swar.repeat('"');
    private static final long BACKSLASHES = Swar.repeat('\\');
    private static final long SPACES = Swar.repeat(' ');

    private final byte[] b;
    private final int from;
    private final int to;
    private final JsonLimits limits;
    private final MemberNames names;
    private final boolean[] inObject;
    private int depth;
    private int pos;
    private Expect expect = Expect.DOCUMENT;

    private Token token = Token.END;
    private int start;
    private int end;
    private boolean escaped;
    private boolean whole;

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

    private enum Expect {
        DOCUMENT,
        NAME_OR_CLOSE,
        VALUE_OR_CLOSE,
        VALUE,
        COMMA_OR_CLOSE
    }

    /** A reader of the bytes from {@code from} to {@code to}, which must not change meanwhile. */
    public JsonReader(byte[] bytes, int from, int to, JsonLimits limits) {
        this.b = bytes;
        this.from = from;
        this.to = to;
        this.limits = limits;
        this.names = new MemberNames(bytes);
        this.inObject = new boolean[limits.maxDepth() + 1];
        this.pos = from;
    }

    /**
     * Reads on to the next token.
     *
     * @throws JsonException when the document is to be refused; the reader is of no use afterwards
     */
    public Token next() {
        pos = afterSpace(pos);
        token = switch (expect) {
            case DOCUMENT -> {
                refuseOtherEncodings();
                yield value();
            }
            case NAME_OR_CLOSE -> peek() == '}' ? close(Token.END_OBJECT) : name();
            case VALUE_OR_CLOSE -> peek() == ']' ? close(Token.END_ARRAY) : value();
            case VALUE -> value();
            case COMMA_OR_CLOSE -> commaOrClose();
        };
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
        if (token != Token.NAME && token != Token.STRING) {
            return false;
        }
        if (escaped) {
            return Escapes.same(b, start + 1, end - 1, ascii);
        }
        int length = ascii.length();
        if (end - start - 2 != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (b[start + 1 + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The current number when it is written as a whole number that fits a {@code long}. A number with a fraction or an
     * exponent is not: neither {@code 1.0} nor {@code 1e2}.
     */
    public OptionalLong wholeNumber() {
        if (token != Token.NUMBER || !whole || end - start > 20) {
            return OptionalLong.empty();
        }
        boolean negative = b[start] == '-';
        long value = 0;
        for (int p = negative ? start + 1 : start; p < end; p++) {
            int digit = b[p] - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                return OptionalLong.empty();
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(negative ? value : -value);
    }

    /** The current number as the nearest {@code double}; infinite when it is beyond all of them. */
    public double decimal() {
        if (token != Token.NUMBER) {
            throw new IllegalStateException("no number in " + token);
        }
        return Double.parseDouble(text());
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

    private Token commaOrClose() {
        if (depth == 0) {
            if (pos < to) {
                throw syntax("unexpected content after the end of the document: send one JSON value", pos);
            }
            start = to;
            end = to;
            return Token.END;
        }
        boolean object = inObject[depth];
        int c = peek();
        if (c == ',') {
            pos = afterSpace(pos + 1);
            return object ? name() : value();
        }
        if (c == (object ? '}' : ']')) {
            return close(object ? Token.END_OBJECT : Token.END_ARRAY);
        }
        throw syntax(object ? "expected ',' or '}' after a member" : "expected ',' or ']' after an element", pos);
    }

    private Token value() {
        return switch (peek()) {
            case '{' -> open(Token.START_OBJECT);
            case '[' -> open(Token.START_ARRAY);
            case '"' -> {
                string();
                expect = Expect.COMMA_OR_CLOSE;
                yield Token.STRING;
            }
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case 't' -> literal("true", Token.TRUE);
            case 'f' -> literal("false", Token.FALSE);
            case 'n' -> literal("null", Token.NULL);
            case '/' -> throw syntax("expected a value; comments are not JSON", pos);
            case '\'' -> throw syntax("expected a value; strings are quoted with \"", pos);
            case '+', '.', 'N', 'I' ->
                throw syntax("expected a value; a number begins with a digit or '-', NaN and Infinity are none", pos);
            case ',', ']', '}' -> throw syntax("expected a value; a comma stands only between two values", pos);
            case -1 -> throw syntax("the document ends where a value is expected", pos);
            default -> throw syntax("expected a value: an object, array, string, number, true, false or null", pos);
        };
    }

    private Token open(Token opening) {
        if (depth == limits.maxDepth()) {
            throw error(Kind.LIMIT, "nested deeper than " + limits.maxDepth() + " levels", pos);
        }
        depth++;
        boolean object = opening == Token.START_OBJECT;
        inObject[depth] = object;
        if (object) {
            names.open();
        }
        start = pos++;
        end = pos;
        expect = object ? Expect.NAME_OR_CLOSE : Expect.VALUE_OR_CLOSE;
        return opening;
    }

    private Token close(Token closing) {
        depth--;
        if (closing == Token.END_OBJECT) {
            names.close();
        }
        start = pos++;
        end = pos;
        expect = Expect.COMMA_OR_CLOSE;
        return closing;
    }

    private Token name() {
        int c = peek();
        if (c != '"') {
            throw syntax(
                    c == -1 ? "the document ends inside an object" : "expected a member name in double quotes", pos);
        }
        string();
        if (end - start - 2 > limits.maxNameBytes()) {
            throw error(Kind.LIMIT, "member name longer than " + limits.maxNameBytes() + " bytes", start);
        }
        if (names.count() == limits.maxMembers()) {
            throw error(Kind.LIMIT, "more than " + limits.maxMembers() + " members in one object", start);
        }
        if (!names.add(start + 1, end - 1, escaped)) {
            throw error(Kind.DUPLICATE, "duplicate member" + shown() + ": a name may stand only once", start);
        }
        pos = afterSpace(pos);
        if (peek() != ':') {
            throw syntax("expected ':' after a member name", pos);
        }
        pos++;
        expect = Expect.VALUE;
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

    private void string() {
        start = pos;
        escaped = false;
        int p = pos + 1;
        while (true) {
            p = plain(p);
            if (p >= to) {
                throw syntax("the document ends inside a string", to);
            }
            byte c = b[p];
            if (c == '"') {
                end = p + 1;
                pos = end;
                return;
            }
            if (c == '\\') {
                escaped = true;
                p = afterEscape(p);
            } else if (c >= 0) {
                throw syntax("control character in a string; write it as an escape", p);
            } else {
                do {
                    p = afterMultibyte(p);
                } while (p < to && b[p] < 0);
            }
        }
    }

    /** The first place from {@code at} where something else than a plain ASCII character of a string stands. */
    private int plain(int at) {
        int p = at;
        while (p + Swar.WIDTH <= to) {
            long word = Swar.load(b, p);
            long marks = (word & Swar.HIGH_BITS)
                    | Swar.equal(word, QUOTES)
                    | Swar.equal(word, BACKSLASHES)
                    | Swar.below(word, SPACES);
            if (marks != 0) {
                return p + Swar.first(marks);
            }
            p += Swar.WIDTH;
        }
        while (p < to && b[p] >= ' ' && b[p] != '"' && b[p] != '\\') {
            p++;
        }
        return p;
    }

    private int afterEscape(int at) {
        if (at + 1 >= to) {
            throw syntax("the document ends inside a string", to);
        }
        return switch (b[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
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

    /** Checks one multi-byte character by the table of well-formed sequences in the Unicode standard (3.9). */
    private int afterMultibyte(int at) {
        int lead = b[at] & 0xFF;
        int low = 0x80;
        int high = 0xBF;
        int more;
        if (lead >= 0xC2 && lead <= 0xDF) {
            more = 1;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            more = 2;
            low = lead == 0xE0 ? 0xA0 : low;
            high = lead == 0xED ? 0x9F : high;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            more = 3;
            low = lead == 0xF0 ? 0x90 : low;
            high = lead == 0xF4 ? 0x8F : high;
        } else {
            throw badUtf8(at);
        }
        for (int p = at + 1; p <= at + more; p++) {
            if (p >= to || (b[p] & 0xFF) < low || (b[p] & 0xFF) > high) {
                throw badUtf8(at);
            }
            low = 0x80;
            high = 0xBF;
        }
        return at + more + 1;
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
        expect = Expect.COMMA_OR_CLOSE;
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
        expect = Expect.COMMA_OR_CLOSE;
        return result;
    }

    private int afterSpace(int at) {
        int p = at;
        while (p < to && (b[p] == ' ' || b[p] == '\n' || b[p] == '\r' || b[p] == '\t')) {
            p++;
        }
        return p;
    }

    /** The byte at hand, or -1 after the last one; bytes beyond ASCII are -2, as none of them means anything here. */
    private int peek() {
        if (pos >= to) {
            return -1;
        }
        return b[pos] >= 0 ? b[pos] : -2;
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

    private JsonException badUtf8(int at) {
        return error(Kind.ENCODING, "not well-formed UTF-8", at);
    }

    private JsonException syntax(String what, int at) {
        return error(Kind.SYNTAX, what, at);
    }

    private JsonException error(Kind kind, String what, int at) {
        return new JsonException(kind, what, at - from);
    }
}
