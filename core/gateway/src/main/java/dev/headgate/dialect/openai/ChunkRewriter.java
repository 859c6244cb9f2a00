package dev.headgate.dialect.openai;

import dev.headgate.api.Lane;
import dev.headgate.api.Scope;
import dev.headgate.api.StreamRewriter;
import dev.headgate.dialect.ArgumentsRewriter;
import dev.headgate.dialect.EventRewriter;
import dev.headgate.wire.JsonString;
import dev.headgate.wire.SseEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Rewrites the texts of a stream of {@code chat.completion.chunk} or {@code text_completion} events. */
final class ChunkRewriter implements EventRewriter {
    private final Function<Lane, StreamRewriter> rewriters;
    private final Texts texts = new Texts();
    private final Map<LaneKey, OpenLane> open = new LinkedHashMap<>();
    private final Set<LaneKey> begun = new HashSet<>();
    private final List<Edit> edits = new ArrayList<>();

    /** The data of the latest event that could be read. */
    private byte[] latest = "{}".getBytes(StandardCharsets.US_ASCII);

    private int latestLength = latest.length;

    /** What stands in the place of a text. */
    private static final class Edit {
        private final Place place;
        private final String text;
        private String changed;

        Edit(Place place, String text, String changed) {
            this.place = place;
            this.text = text;
            this.changed = changed;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Splice(int start, int end, byte[] replacement) {}

    ChunkRewriter(Function<Lane, StreamRewriter> rewriters) {
        this.rewriters = rewriters;
    }

    @Override
    public void event(SseEvent event, Sink out) {
        edits.clear();
        byte[] b = event.data();
        if (event.dataStart() < event.dataEnd() && ChunkReader.isDone(b, event.dataStart(), event.dataEnd())) {
            end(out);
        } else if (texts.chunk(b, event.dataStart(), event.dataEnd())) {
            remember(event);
            for (Place p : texts.places()) {
                rewrite(b, p, out);
            }
            if (!texts.finished().isEmpty()) {
                close(k -> texts.finished().get(k.choice()), out);
            }
        }
        write(event, out);
    }

    @Override
    public void end(Sink out) {
        edits.clear();
        close(k -> true, out);
    }

    private void remember(SseEvent event) {
        latestLength = event.dataEnd() - event.dataStart();
        if (latest.length < latestLength) {
            latest = new byte[latestLength * 2];
        }
        System.arraycopy(event.data(), event.dataStart(), latest, 0, latestLength);
    }

    private void rewrite(byte[] b, Place p, Sink out) {
        LaneKey key = LaneKey.of(p);
        if (begun.add(key)) {
            close(key::follows, out);
        }
        if (p.empty()) {
            return;
        }
        OpenLane lane = open.get(key);
        if (lane == null) {
            lane = new OpenLane(key, rewriter(new Lane(p.choice(), p.scope(), p.part())));
            open.put(key, lane);
        }
        String text = JsonString.text(b, p.start(), p.end());
        edits.add(new Edit(p, text, lane.more(text)));
    }

    private StreamRewriter rewriter(Lane lane) {
        return lane.scope() == Scope.TOOL_INPUT
                ? new ArgumentsRewriter(() -> rewriters.apply(lane))
                : rewriters.apply(lane);
    }

    /** Ends these lanes; what they still give out goes to the end of their text in this event, else before the event. */
    private void close(Predicate<LaneKey> which, Sink out) {
        if (open.isEmpty()) {
            return;
        }
        for (OpenLane lane : List.copyOf(open.values())) {
            if (which.test(lane.key())) {
                open.remove(lane.key());
                release(lane.key(), lane.end(), out);
            }
        }
    }

    private void release(LaneKey key, String text, Sink out) {
        if (text.isEmpty()) {
            return;
        }
        for (Edit edit : edits.reversed()) {
            if (LaneKey.of(edit.place).equals(key)) {
                edit.changed += text;
                return;
            }
        }
        ChunkWriter.write(latest, 0, latestLength, key, text, out);
    }

    private void write(SseEvent event, Sink out) {
        byte[] raw = event.raw();
        int written = event.rawStart();
        for (Splice splice : splices()) {
            int start = event.rawOffset(splice.start());
            out.add(raw, written, start);
            out.add(splice.replacement(), 0, splice.replacement().length);
            written = start + splice.end() - splice.start();
        }
        out.add(raw, written, event.rawEnd());
    }

    /** What is to stand elsewhere than the event has it: texts, and nothing in the place of what repeats changed ones. */
    private List<Splice> splices() {
        var splices = new ArrayList<Splice>(2);
        var changed = new BitSet();
        for (Edit edit : edits) {
            if (!edit.changed.equals(edit.text)) {
                splices.add(new Splice(edit.place.start(), edit.place.end(), JsonString.quote(edit.changed)));
                changed.set(edit.place.choice());
            }
        }
        for (Texts.Echo echo : splices.isEmpty() ? List.<Texts.Echo>of() : texts.echoes()) {
            if (changed.get(echo.choice())) {
                splices.add(new Splice(echo.start(), echo.end(), Texts.Echo.silence()));
            }
        }
        splices.sort(Comparator.comparingInt(Splice::start));
        return splices;
    }
}
