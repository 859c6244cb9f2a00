package dev.headgate.app;

import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded stream of chat chunks as one framing puts it on the wire, and what a caller must see of it when the wire
 * ends after so many bytes. It finds content and ends by itself, by reading each event as JSON.
 */
final class CutStream {
    /** How the end of the answer's body is told. */
    enum Framing {
        CHUNKED,
        LENGTH,
        CLOSE,
        /** HTTP/2: a frame for the head, one for each event, and an empty one that ends the stream. */
        FRAMES
    }

    private static final int FRAME_HEADER = 9;

    /** The mark that ends every stream. */
    static final String DONE = Reply.event("[DONE]");

    private static final JsonMapper JSON = new JsonMapper();

    private final Framing framing;
    private final byte[] body;
    private final byte[] wire;
    /** For each number of bytes on the wire, how many bytes of the body are among them. */
    private final int[] within;
    /** Where in the body an event or a comment ends, in order. */
    private final List<Integer> ends;

    private final int content;
    private final int finish;

    private CutStream(Framing framing, byte[] body) {
        this.framing = framing;
        this.body = body;
        this.ends = ends(body);
        this.wire = framing == Framing.FRAMES
                ? H2Frames.answer(body, ends)
                : framed(framing, body, ends).wire();
        this.within = within();
        int firstContent = -1;
        int finished = -1;
        int from = 0;
        for (int end : ends) {
            String text = new String(body, from, end - from, StandardCharsets.UTF_8);
            if (text.startsWith("data: {")) {
                JsonNode chunk = JSON.readTree(text.substring(6));
                firstContent = firstContent < 0 && bearsContent(chunk) ? end : firstContent;
                finished = finishes(chunk) ? end : finished;
            }
            from = end;
        }
        this.content = firstContent;
        this.finish = finished;
    }

    static CutStream of(Framing framing, Recording recording) {
        String text = new String(recording.response(), StandardCharsets.UTF_8);
        return new CutStream(framing, (text.stripTrailing() + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Reply framed(Framing framing, byte[] body, List<Integer> ends) {
        Reply reply = Reply.of(200).header("content-type", "text/event-stream");
        reply = switch (framing) {
            case CHUNKED -> reply.chunked();
            case LENGTH -> reply.withLength();
            case CLOSE -> reply.untilClose();
            case FRAMES -> throw new IllegalArgumentException("no HTTP/1.1");
        };
        int from = 0;
        for (int end : ends) {
            reply = reply.then(Arrays.copyOfRange(body, from, end));
            from = end;
        }
        return reply;
    }

    /** An event ends with its blank line, what is between two events with its line. */
    private static List<Integer> ends(byte[] body) {
        List<Integer> ends = new ArrayList<>();
        boolean inEvent = false;
        int line = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                inEvent = i > line && (inEvent || body[line] != ':');
                if (!inEvent) {
                    ends.add(i + 1);
                }
                line = i + 1;
            }
        }
        return ends;
    }

    private int[] within() {
        int[] counts = new int[wire.length + 1];
        int at = framing == Framing.FRAMES
                ? FRAME_HEADER + H2Frames.length(wire, 0)
                : new String(wire, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        int from = 0;
        for (int end : ends) {
            if (framing == Framing.CHUNKED) {
                at = passed(counts, at, Integer.toHexString(end - from).length() + 2, from);
            } else if (framing == Framing.FRAMES) {
                at = passed(counts, at, FRAME_HEADER, from);
            }
            for (int i = from; i < end; i++) {
                counts[++at] = i + 1;
            }
            if (framing == Framing.CHUNKED) {
                at = passed(counts, at, 2, end);
            }
            from = end;
        }
        Arrays.fill(counts, at, counts.length, body.length);
        return counts;
    }

    private static int passed(int[] counts, int at, int framing, int body) {
        Arrays.fill(counts, at, at + framing + 1, body);
        return at + framing;
    }

    private static boolean bearsContent(JsonNode chunk) {
        for (JsonNode choice : chunk.path("choices")) {
            if (choice.hasNonNull("finish_reason")
                    || choice.path("delta")
                            .propertyStream()
                            .anyMatch(m -> !m.getKey().equals("role")
                                    && !m.getValue().isNull()
                                    && (m.getValue().isContainer()
                                            ? !m.getValue().isEmpty()
                                            : !m.getValue().asString().isEmpty()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean finishes(JsonNode chunk) {
        return chunk.path("choices").valueStream().anyMatch(c -> c.hasNonNull("finish_reason"));
    }

    /** How long the whole answer is on the wire. */
    int length() {
        return wire.length;
    }

    /** The answer up to this byte of the wire. */
    byte[] upTo(int cut) {
        return Arrays.copyOf(wire, cut);
    }

    /** The cuts around the ends of events, and one of every {@code nth} in between. */
    List<Integer> cuts(int nth) {
        var cuts = new TreeSet<Integer>();
        for (int at = 0; at < wire.length; at++) {
            if (at % nth == 0
                    || ends.contains(within[at])
                    || (at > 0 && ends.contains(within[at - 1]))
                    || ends.contains(within[at + 1])) {
                cuts.add(at);
            }
        }
        return List.copyOf(cuts);
    }

    /** Whether what was sent up to this cut leaves the answer to the next target. */
    boolean rescued(int cut) {
        return within[cut] < content;
    }

    /**
     * Whether, at this cut, either may be right: all of the first event with content has come but its blank line, which
     * an orderly end of the body may stand for.
     */
    boolean either(int cut) {
        return all(within[cut], content);
    }

    /** What is wrong with an answer that this stream, cut there, has become; empty when nothing is. */
    String wrong(int cut, String text, boolean complete) {
        int had = within[cut];
        if (had < finish && !(complete && all(had, finish))) {
            return complete ? "a truncated answer ends well" : wrongBreak(had, text);
        }
        if (!complete) {
            return "a finished answer does not end well";
        }
        boolean right = text.equals(marked(events(Math.max(had, finish))))
                || ends.stream().anyMatch(end -> all(had, end) && text.equals(marked(events(end))));
        return right ? "" : "a finished answer is not what came and the end mark";
    }

    private static String marked(String events) {
        return events.endsWith(DONE) ? events : events + DONE;
    }

    /** Whether of the event that ends there nothing is missing but a blank line that the end of the body stands for. */
    private boolean all(int had, int end) {
        return framing == Framing.CLOSE && had < end && had >= end - 2;
    }

    private String wrongBreak(int had, String text) {
        String last = ends.stream()
                .filter(end -> all(had, end))
                .map(this::events)
                .filter(text::startsWith)
                .findFirst()
                .orElseGet(() -> events(had));
        if (!text.startsWith(last)) {
            return "not the events that had come";
        }
        String rest = text.substring(last.length());
        if (!rest.startsWith("data: {\"error\":") || rest.indexOf("\n\n") != rest.length() - 2) {
            return "not one error event at the end";
        }
        JsonNode error = JSON.readTree(rest.substring(6)).path("error");
        return error.path("code").asString().equals("upstream_stream_incomplete")
                        && !error.path("message").asString().isBlank()
                        && List.copyOf(error.propertyNames()).equals(List.of("message", "type", "param", "code"))
                ? ""
                : "not the error event";
    }

    /** The events that end within so many bytes of the body. */
    private String events(int bytes) {
        int last = 0;
        for (int end : ends) {
            last = end <= bytes ? end : last;
        }
        return new String(body, 0, last, StandardCharsets.UTF_8);
    }

    /** The cut's place, for messages. */
    String at(int cut) {
        return framing + ", byte " + cut + " of " + wire.length + ", " + within[cut] + " of the body's " + body.length;
    }
}
