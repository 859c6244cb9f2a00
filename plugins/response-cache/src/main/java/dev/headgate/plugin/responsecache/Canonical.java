package dev.headgate.plugin.responsecache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Writes a request in the one way that all ways to write it come to: members in the order of their names, no white space,
 * strings without needless escapes, numbers by their value. Two requests are written alike exactly when they say the same.
 * Members of one name, which the gateway lets nobody send, stay apart in the order they came in.
 */
final class Canonical {
    private final Bytes out;

    private Canonical(Bytes out) {
        this.out = out;
    }

    /**
     * @param without members at the top that do not count
     */
    static byte[] of(Json request, Set<String> without) {
        var out = new Bytes(request.end() - request.start());
        new Canonical(out).object(request, without);
        return out.take();
    }

    private void value(Json value) {
        switch (value.kind()) {
            case OBJECT -> object(value, Set.of());
            case ARRAY -> {
                out.add('[');
                for (Json element : value.elements()) {
                    value(element);
                    out.add(',');
                }
                out.add(']');
            }
            case STRING -> string(value);
            case NUMBER -> number(value);
            case TRUE, FALSE, NULL -> out.copy(value);
            case ABSENT -> {}
        }
    }

    /** A string is written with its length before it, so that none of its bytes can be taken for anything else. */
    private void string(Json value) {
        for (int i = value.start() + 1; i < value.end() - 1; i++) {
            if (value.bytes()[i] == '\\') {
                text(surrogates(value.text()));
                return;
            }
        }
        length(value.end() - value.start() - 2);
        out.add(value.bytes(), value.start() + 1, value.end() - 1);
    }

    private void text(byte[] text) {
        length(text.length);
        out.add(text);
    }

    private void length(int n) {
        out.add('"').ascii(Integer.toString(n)).add(':');
    }

    /** In UTF-8, but for halves of pairs, which have no bytes there and must not all become the same. */
    private static byte[] surrogates(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return text.equals(new String(utf8, StandardCharsets.UTF_8))
                ? utf8
                : ("\uFFFF" + text.chars().boxed().toList()).getBytes(StandardCharsets.UTF_8);
    }

    private void object(Json object, Set<String> without) {
        int n = object.members();
        byte[][] names = new byte[n][];
        Integer[] order = new Integer[n];
        int kept = 0;
        for (int i = 0; i < n; i++) {
            String name = object.name(i).text();
            if (!without.contains(name)) {
                names[i] = surrogates(name);
                order[kept++] = i;
            }
        }
        Arrays.sort(order, 0, kept, (a, b) -> Arrays.compareUnsigned(names[a], names[b]));
        out.add('{');
        for (int k = 0; k < kept; k++) {
            text(names[order[k]]);
            value(object.value(order[k]));
            out.add(',');
        }
        out.add('}');
    }

    /** As sign, digits without zeros at either end, and the power of ten of the last digit. */
    private void number(Json value) {
        byte[] b = value.bytes();
        int at = value.start();
        int end = value.end();
        boolean negative = b[at] == '-';
        at += negative ? 1 : 0;
        var digits = new StringBuilder(end - at);
        int places = 0;
        boolean point = false;
        while (at < end && b[at] != 'e' && b[at] != 'E') {
            if (b[at] == '.') {
                point = true;
            } else {
                digits.append((char) b[at]);
                places += point ? 1 : 0;
            }
            at++;
        }
        if (end - at > 10) {
            out.add('#').copy(value); // a power of ten beyond all use, which counts as it is written
            return;
        }
        long power = at < end ? Long.parseLong(exponent(b, at + 1, end)) - places : -places;
        int from = 0;
        while (from < digits.length() && digits.charAt(from) == '0') {
            from++;
        }
        int to = digits.length();
        while (to > from && digits.charAt(to - 1) == '0') {
            to--;
            power++;
        }
        if (from == to) {
            out.add('0');
            return;
        }
        if (negative) {
            out.add('-');
        }
        out.ascii(digits.substring(from, to)).add('e').ascii(Long.toString(power));
    }

    private static String exponent(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.US_ASCII);
    }
}
