package dev.headgate.upstream;

import dev.headgate.api.EventStream;
import dev.headgate.api.EventStream.Event;
import dev.headgate.wire.Buffers;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseParser;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who watch one stream event by event. It costs nothing while there are none. */
final class EventTaps implements SseParser.Sink, Event {
    private static final Logger LOG = LoggerFactory.getLogger(EventTaps.class);

    private final List<Consumer<Event>> watchers = new ArrayList<>(0);
    private @Nullable SseEvent event;
    /** Kept from one call to the next. */
    private @Nullable SseParser parser;

    void add(Consumer<Event> watcher) {
        watchers.add(watcher);
    }

    /** Shows them these whole events. */
    void show(Buffer events) {
        if (watchers.isEmpty()) {
            return;
        }
        SseParser p = parser == null ? new SseParser() : parser;
        parser = null; // one that gives up is not used again
        Buffers.read(events, (b, from, to) -> p.feed(b, from, to, this));
        parser = p;
    }

    @Override
    public void event(SseEvent e) {
        event = e;
        watchers.removeIf(this::failed);
    }

    /** Whether this watcher failed, which must not touch the stream. */
    private boolean failed(Consumer<Event> watcher) {
        try {
            watcher.accept(this);
            return false;
        } catch (RuntimeException e) {
            LOG.error("a watcher of streams failed and sees no more of this one", e);
            return true;
        }
    }

    @Override
    public void filler(byte[] array, int from, int to) {}

    @Override
    public String name() {
        return event == null ? "" : event.name();
    }

    @Override
    public String data() {
        return event == null ? "" : event.dataText();
    }

    @Override
    public void read(EventStream.Bytes reader) {
        if (event != null) {
            reader.accept(event.data(), event.dataStart(), event.dataEnd());
        }
    }
}
