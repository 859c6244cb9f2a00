package dev.headgate.plugin.redaction;

import dev.headgate.api.Scope;
import dev.headgate.api.StreamRewriter;
import dev.headgate.plugin.redaction.detect.Detectors;
import dev.headgate.plugin.redaction.detect.Finding;
import dev.headgate.plugin.redaction.detect.Watch;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One text of an answer, whole or as it comes. Placeholders are restored first, behind symbols, so that what they stand
 * for is not found once more; then comes what the model says of its own. Nothing is given out that a later character may
 * make part of a placeholder or of a finding.
 */
final class AnswerLane implements StreamRewriter, Watch.Sink {
    private final Redactor redactor;
    private final Scope scope;
    private final Optional<Watch> watch;
    private final Optional<PlaceholderReader> reader;
    private final Symbols symbols = new Symbols();
    private final StringBuilder unread = new StringBuilder();
    private final StringBuilder out = new StringBuilder();

    /**
     * @param watch looks for what the model says; empty when nothing is done about that
     * @param reader reads placeholders; empty when there are none to restore
     */
    AnswerLane(Redactor redactor, Scope scope, Optional<Watch> watch, Optional<PlaceholderReader> reader) {
        this.redactor = redactor;
        this.scope = scope;
        this.watch = watch;
        this.reader = reader;
    }

    /** A whole text. */
    String whole(String text) {
        String first = more(text);
        return first.concat(end());
    }

    /**
     * A whole text that somebody else looks into as well, who sees symbols in the place of what has been restored.
     *
     * @param own finds what is found anyway
     * @param others finds further things, in any order and with overlaps
     */
    String whole(String text, Detectors own, Function<String, List<Finding>> others) {
        out.setLength(0);
        unread.append(text);
        String seen = read(true);
        int at = 0;
        for (Finding f : Overlaps.join(own.find(seen), others.apply(seen))) {
            clear(seen.substring(at, f.start()));
            found(f.kind(), f.confidence(), seen.substring(f.start(), f.end()), false);
            at = f.end();
        }
        clear(seen.substring(at));
        return out.toString();
    }

    @Override
    public String more(String text) {
        out.setLength(0);
        unread.append(text);
        pass(read(false));
        return out.toString();
    }

    @Override
    public String end() {
        out.setLength(0);
        pass(read(true));
        watch.ifPresent(w -> w.end(this));
        return out.toString();
    }

    private void pass(String text) {
        if (watch.isPresent()) {
            watch.get().more(text, this);
        } else {
            clear(text);
        }
    }

    /** What can be read so far, with symbols for what was restored. */
    private String read(boolean ended) {
        var text = new StringBuilder(unread.length());
        int from = 0;
        int at = 0;
        while (at < unread.length()) {
            char c = unread.charAt(at);
            boolean symbol = Symbols.begins(c);
            if (!symbol && !(reader.isPresent() && PlaceholderReader.begins(c))) {
                at++;
                continue;
            }
            int end = symbol ? pair(at) : placeholder(at);
            if (end == PlaceholderReader.OPEN && !ended) {
                break;
            }
            Optional<String> instead = symbol ? symbols.of(unread.substring(at, Math.max(at + 1, end))) : restored(end);
            if (instead.isPresent()) {
                text.append(unread, from, at).append(instead.get());
                from = Math.max(at + 1, end);
            }
            at = instead.isPresent() ? from : at + 1;
        }
        text.append(unread, from, at);
        unread.delete(0, at);
        return text.toString();
    }

    /** Where a pair of surrogates ends of which the first is here. */
    private int pair(int at) {
        return at + 1 < unread.length() ? at + 2 : PlaceholderReader.OPEN;
    }

    private int placeholder(int at) {
        return reader.map(r -> r.read(unread, at)).orElse(PlaceholderReader.NONE);
    }

    /** A symbol for what the placeholder stands for that has just been read. */
    private Optional<String> restored(int end) {
        return end <= 0
                ? Optional.empty()
                : reader.flatMap(r -> redactor.original(scope, r.name()).map(r.spelling()::written))
                        .flatMap(symbols::of);
    }

    @Override
    public void clear(String text) {
        out.append(symbols.expand(text));
    }

    @Override
    public void found(String kind, double confidence, String value, boolean isLong) {
        int from = 0;
        int at = Symbols.next(value, 0);
        while (at < value.length()) {
            own(kind, value.substring(from, at));
            out.append(symbols.piece(value, at));
            from = at + 2;
            at = Symbols.next(value, from);
        }
        own(kind, value.substring(from));
    }

    private void own(String kind, String value) {
        if (!value.isEmpty()) {
            out.append(redactor.instead(Side.ANSWER, scope, kind, value, value));
        }
    }
}
