package dev.headgate.dialect.openai;

import dev.headgate.api.Lane;
import dev.headgate.api.StreamRewriter;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseParser;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A stream's bytes run through a rewriter, and rewriters to run them through. */
final class Rewriting implements SseParser.Sink {
    private final ChunkRewriter rewriter;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final SseParser parser = new SseParser();

    private Rewriting(Function<Lane, StreamRewriter> rewriters) {
        rewriter = new ChunkRewriter(rewriters);
    }

    static byte[] whole(byte[] stream, Function<Lane, StreamRewriter> rewriters) {
        return inPieces(stream, stream.length, rewriters);
    }

    static byte[] inPieces(byte[] stream, int size, Function<Lane, StreamRewriter> rewriters) {
        var run = new Rewriting(rewriters);
        for (int at = 0; at < stream.length; at += size) {
            run.parser.feed(stream, at, Math.min(stream.length, at + size), run);
        }
        return run.ended();
    }

    static byte[] cut(byte[] stream, int at, Function<Lane, StreamRewriter> rewriters) {
        var run = new Rewriting(rewriters);
        run.parser.feed(stream, 0, at, run);
        run.parser.feed(stream, at, stream.length, run);
        return run.ended();
    }

    private byte[] ended() {
        parser.end(this);
        rewriter.end(this::add);
        return out.toByteArray();
    }

    @Override
    public void event(SseEvent event) {
        rewriter.event(event, this::add);
    }

    @Override
    public void filler(byte[] array, int from, int to) {
        add(array, from, to);
    }

    private void add(byte[] array, int from, int to) {
        out.write(array, from, to - from);
    }

    /** Changes each piece by itself. */
    static StreamRewriter each(UnaryOperator<String> change) {
        return new StreamRewriter() {
            @Override
            public String more(String text) {
                return change.apply(text);
            }

            @Override
            public String end() {
                return "";
            }
        };
    }

    /** Holds everything back to the end. */
    static StreamRewriter holding() {
        var held = new StringBuilder();
        return new StreamRewriter() {
            @Override
            public String more(String text) {
                held.append(text);
                return "";
            }

            @Override
            public String end() {
                return held.toString();
            }
        };
    }

    /** Replaces a word, and holds back only what may be its beginning. */
    static StreamRewriter replacing(String word, String other) {
        return new StreamRewriter() {
            private String held = "";

            @Override
            public String more(String text) {
                String all = held + text;
                var done = new StringBuilder();
                int at = 0;
                for (int found = all.indexOf(word); found >= 0; found = all.indexOf(word, at)) {
                    done.append(all, at, found).append(other);
                    at = found + word.length();
                }
                int keep = Math.max(at, all.length() - word.length() + 1);
                while (!word.startsWith(all.substring(keep))) {
                    keep++;
                }
                held = all.substring(keep);
                return done.append(all, at, keep).toString();
            }

            @Override
            public String end() {
                return held;
            }
        };
    }
}
