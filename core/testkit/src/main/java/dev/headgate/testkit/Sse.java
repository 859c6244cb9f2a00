package dev.headgate.testkit;

import dev.headgate.api.EventStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Server-sent events read from bytes as the standard has it: LF, CRLF or CR ends a line, an empty line an event. */
public final class Sse {
    private Sse() {}

    /**
     * One event.
     *
     * @param name empty when it has none
     * @param data its data lines, joined by LF
     */
    public record Event(String name, String data) implements EventStream.Event {}

    /**
     * A whole stream.
     *
     * @param events those that were ended by an empty line
     * @param comments without their colon, such as keep-alive pings
     * @param rest what stood after the last empty line: the start of an event that never came
     */
    public record Parsed(List<Event> events, List<String> comments, String rest) {
        public Parsed {
            events = List.copyOf(events);
            comments = List.copyOf(comments);
        }

        /** The data of each event, in order. */
        public List<String> datas() {
            return events.stream().map(Event::data).toList();
        }
    }

    public static Parsed parse(byte[] bytes) {
        var reader = new Reader(new ByteArrayInputStream(bytes));
        List<Event> events = new ArrayList<>();
        try {
            for (Optional<Event> e = reader.next(); e.isPresent(); e = reader.next()) {
                events.add(e.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Parsed(events, reader.comments, reader.rest());
    }

    public static Parsed parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Events one by one, each as soon as its empty line is there. */
    static final class Reader {
        private final InputStream in;
        private final List<String> comments = new ArrayList<>();
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
        /** The last line ended in CR: an LF now belongs to that end. */
        private boolean afterCr;

        private boolean first = true;

        Reader(InputStream in) {
            this.in = in;
        }

        /** The next event, or empty at the end of the stream. */
        Optional<Event> next() throws IOException {
            String name = "";
            List<String> data = new ArrayList<>();
            for (Optional<String> line = line(); line.isPresent(); line = line()) {
                String text = line.get();
                if (text.isEmpty()) {
                    pending.reset();
                    if (!data.isEmpty()) {
                        return Optional.of(new Event(name, String.join("\n", data)));
                    }
                    name = "";
                    continue;
                }
                int colon = text.indexOf(':');
                String field = colon < 0 ? text : text.substring(0, colon);
                String value = colon < 0 ? "" : text.substring(colon + 1);
                value = value.startsWith(" ") ? value.substring(1) : value;
                switch (field) {
                    case "" -> comments.add(value);
                    case "event" -> name = value;
                    case "data" -> data.add(value);
                    default -> {
                        // id and retry mean nothing to the reader of one answer
                    }
                }
            }
            return Optional.empty();
        }

        /** What has been read of an event that is not complete. */
        String rest() {
            return pending.toString(StandardCharsets.UTF_8);
        }

        private Optional<String> line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                boolean skip = b == '\n' && afterCr;
                afterCr = b == '\r';
                if (skip) {
                    continue;
                }
                pending.write(b);
                if (b == '\r' || b == '\n') {
                    return Optional.of(text(line));
                }
                line.write(b);
            }
            return Optional.empty();
        }

        private String text(ByteArrayOutputStream line) {
            String text = line.toString(StandardCharsets.UTF_8);
            boolean mark = first && text.startsWith("\ufeff");
            first = false;
            return mark ? text.substring(1) : text;
        }
    }
}
