package dev.headgate.plugin.redaction.detect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tokens that bear their issuer's mark, or stand beside their issuer's name: the list of them is in {@code tokens.txt}.
 */
final class Tokens {
    /** Shapes that others share, and what they are worth without a word beside them. */
    private static final Set<String> COMMON =
            Set.of("sk-", "SK", "pat", "key-", "ap_", "fc-", "t-", "oy2", "v1.0-", "EAA");

    private static final String FORMS = read();

    private Tokens() {}

    private static String read() {
        try (InputStream in = Tokens.class.getResourceAsStream("tokens.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bots of Telegram: a number of the bot, and 34 or 35 characters that begin with AA. */
    private static void telegram(Scan scan, Digits d) {
        int colon = d.endsAt(1);
        if (d.group(0) < 8 || d.group(0) > 10 || !Numbers.beginsAt(scan, d.start())) {
            return;
        }
        int end = colon + 1;
        while (end - colon <= 36 && Chars.BASE64URL.has(scan.at(end))) {
            end++;
        }
        if (scan.mayGoOn(end)) {
            scan.open(d.start());
        } else if (scan.at(colon) == ':'
                && (end - colon == 36 || end - colon == 35)
                && scan.text.startsWith("AA", colon + 1)) {
            scan.found(Kind.VENDOR_TOKEN, d.start(), end, 95);
        }
    }

    /** Keys of TrueNAS: their number, and 64 letters and digits. */
    private static void trueNas(Scan scan, Digits d) {
        int hyphen = d.endsAt(1);
        if (scan.at(hyphen) != '-' || d.group(0) > 6 || !Numbers.beginsAt(scan, d.start())) {
            return;
        }
        int end = hyphen + 1;
        int digits = 0;
        while (end - hyphen <= 65 && Chars.ALNUM.has(scan.at(end))) {
            digits += Chars.isDigit(scan.at(end++)) ? 1 : 0;
        }
        if (scan.mayGoOn(end)) {
            scan.open(d.start());
        } else if (end - hyphen == 65 && digits >= 2 && digits <= 40) {
            scan.found(Kind.VENDOR_TOKEN, d.start(), end, 85);
        }
    }

    static void register(Triggers.Builder to, Set<Kind> kinds) {
        if (kinds.contains(Kind.VENDOR_TOKEN)) {
            to.number(Tokens::telegram);
            to.number(Tokens::trueNas);
        }
        forms().filter(form -> kinds.contains(form.kind)).forEach(form -> form.register(to));
    }

    /** What is looked for. */
    static Stream<Form> forms() {
        return FORMS.lines()
                .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                .map(Form::of);
    }

    /**
     * A line of the list.
     *
     * @param near words of which one has to stand before it; none when empty
     */
    record Form(Kind kind, String pattern, List<String> near) {
        private static Form of(String line) {
            int space = line.indexOf(' ');
            int near = line.indexOf(" near ");
            return new Form(
                    Kind.valueOf(line.substring(0, space)),
                    line.substring(space + 1, near < 0 ? line.length() : near),
                    near < 0 ? List.of() : List.of(line.substring(near + 6).split("\\|", -1)));
        }

        private int confidence(String mark) {
            return kind == Kind.CLOUD_RESOURCE ? 60 : COMMON.contains(mark) ? 85 : 95;
        }

        private void register(Triggers.Builder to) {
            if (!near.isEmpty()) {
                var named = new Named(kind, Shape.of(pattern));
                near.forEach(word -> to.literal(word, named::met));
            } else if (pattern.charAt(0) == '[') {
                var marked = Marked.of(pattern, kind != Kind.CLOUD_RESOURCE);
                int confidence = confidence(marked.literal());
                to.literal(marked.literal(), (scan, start, end) -> marked.at(scan, kind, start, confidence));
            } else {
                Shape shape = Shape.of(pattern);
                boolean common = COMMON.contains(shape.prefix());
                int confidence = confidence(shape.prefix());
                to.prefix(shape.prefix(), (scan, start, end) -> {
                    // A common prefix says nothing inside a longer name, as in cache-key-….
                    if (!common || (scan.at(start - 1) != '-' && scan.at(start - 1) != '_')) {
                        shape.at(scan, kind, start, start, confidence);
                    }
                });
            }
        }
    }
}
