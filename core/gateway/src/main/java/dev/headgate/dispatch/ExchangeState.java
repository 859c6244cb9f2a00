package dev.headgate.dispatch;

import dev.headgate.api.Answered;
import dev.headgate.api.Attempt;
import dev.headgate.api.Attribute;
import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.EventSource;
import dev.headgate.api.EventStream;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.api.Outcome;
import dev.headgate.api.Principal;
import dev.headgate.api.Usage;
import dev.headgate.dialect.Dialect;
import dev.headgate.dialect.RequestHead;
import dev.headgate.identity.Caller;
import dev.headgate.provider.Provider;
import dev.headgate.upstream.AnswerStream;
import dev.headgate.upstream.Loop;
import dev.headgate.upstream.MadeStream;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client request on its way, with all that is known of it so far. Confined to its event loop. */
public final class ExchangeState implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeState.class);

    private static final int MAX_ANSWER_HEADERS = 32;

    private final String id;
    private final Loop loop;
    private final Snapshot snapshot;
    private final Dialect dialect;
    private final Operation operation;
    private final Caller caller;
    private final long started;
    private final Optional<Duration> timeLimit;
    private final CallerHeaders headers;
    private final List<Attempt> attempts = new ArrayList<>(2);

    private Headers answerHeaders = Headers.NONE;
    private Headers forwarded;
    private Body body;
    private RequestHead head;
    private @Nullable IdentityHashMap<Attribute<?>, Object> attributes;

    private String route = "";
    private String upstream = "";
    private Usage usage = Usage.NONE;
    private @Nullable Usage spent;
    private @Nullable Usage asked;
    private @Nullable List<ExchangeState> asking;
    private @Nullable Notes notes;
    private @Nullable List<Consumer<Outcome>> ends;
    private @Nullable AnswerStream stream;
    private @Nullable List<MadeStream> made;
    private @Nullable Runnable giveUp;
    private @Nullable FilterRun waitedFor;
    private long firstContent = -1;
    private List<String> dropped = List.of();
    private @Nullable List<Supplier<Future<Void>>> whenLeft;
    private boolean gone;
    private @Nullable Failure failure;

    /**
     * @param started when its request had been read to its head, in the loop's nanoseconds
     * @param timeLimit what the caller is willing to wait, all in all
     * @param headers those of the caller's request
     * @param forwarded those of them that go upstream
     */
    public ExchangeState(
            String id,
            Loop loop,
            Snapshot snapshot,
            Dialect dialect,
            Operation operation,
            Caller caller,
            Body body,
            RequestHead head,
            long started,
            Optional<Duration> timeLimit,
            CallerHeaders headers,
            Headers forwarded) {
        this.id = id;
        this.loop = loop;
        this.snapshot = snapshot;
        this.dialect = dialect;
        this.operation = operation;
        this.caller = caller;
        this.body = body;
        this.head = head;
        this.started = started;
        this.timeLimit = timeLimit;
        this.headers = headers;
        this.forwarded = forwarded;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Principal principal() {
        return caller.principal();
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public String dialect() {
        return dialect.name();
    }

    @Override
    public String model() {
        return head.model();
    }

    @Override
    public boolean streaming() {
        return head.stream();
    }

    @Override
    public int choices() {
        return head.choices();
    }

    @Override
    public OptionalLong outputCeiling() {
        return head.outputCeiling();
    }

    @Override
    public Optional<String> header(String name) {
        return headers.shown(name);
    }

    @Override
    public Headers forwarded() {
        return forwarded;
    }

    @Override
    public void forwarded(Headers changed) {
        forwarded = CallerHeaders.sendable(changed);
    }

    @Override
    public void answerHeaders(Headers more) {
        CallerHeaders.sendable(more);
        Headers all = more;
        if (!answerHeaders.entries().isEmpty()) {
            var entries = new ArrayList<>(answerHeaders.entries());
            entries.addAll(more.entries());
            all = new Headers(entries);
        }
        if (all.entries().size() > MAX_ANSWER_HEADERS) {
            throw new IllegalArgumentException("more than " + MAX_ANSWER_HEADERS + " headers");
        }
        answerHeaders = all;
    }

    /** What filters have set for any answer. */
    public Headers answerHeaders() {
        return answerHeaders;
    }

    @Override
    public Body body() {
        return body;
    }

    @Override
    public void body(Body changed) {
        head = dialect.readHead(operation, changed);
        body = changed;
    }

    @Override
    public Content content() {
        return content(body);
    }

    @Override
    public Content content(Body answer) {
        return dialect.content(operation, answer);
    }

    @Override
    public List<Attempt> attempts() {
        if (stream != null && !attempts.isEmpty() && stream.usage().known()) {
            // The one that answered is the last that ended; a stream says only at its end what it has used.
            attempts.set(attempts.size() - 1, attempts.getLast().withUsage(stream.usage()));
        }
        return Collections.unmodifiableList(attempts);
    }

    @Override
    public Usage usage() {
        Usage own = ownUsage();
        return asked == null ? own : own.plus(asked);
    }

    /** Its tokens without those of what filters have asked for, which are reported with that. */
    public Usage ownUsage() {
        Usage answered = stream == null ? usage : stream.usage();
        return spent == null ? answered : answered.plus(spent);
    }

    @Override
    public Future<Answered> ask(Operation what, Body request, Duration limit) {
        return Asking.ask(this, what, request, limit);
    }

    @Override
    public void add(Usage more) {
        spent = spent == null ? more : spent.plus(more);
    }

    @Override
    public void note(String name, String value) {
        notes = notes == null ? new Notes() : notes;
        notes.add(name, value);
    }

    @Override
    public void atEnd(Consumer<Outcome> action) {
        ends = ends == null ? new ArrayList<>(2) : ends;
        ends.add(action);
    }

    @Override
    public void whenLeft(Supplier<Future<Void>> until) {
        whenLeft = whenLeft == null ? new ArrayList<>(1) : whenLeft;
        whenLeft.add(until);
    }

    @Override
    public String configVersion() {
        return snapshot.version();
    }

    @Override
    public Optional<String> way() {
        return snapshot.way(caller, head.model(), operation);
    }

    @Override
    public EventStream stream(EventSource source) {
        var stream = new MadeStream(loop, source, rewriters -> dialect.eventRewriter(operation, rewriters));
        made = made == null ? new ArrayList<>(1) : made;
        made.add(stream);
        return stream;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Runnable after(Duration time, Runnable task) {
        var timer = loop.after(time.toNanos(), task);
        return () -> timer.cancel(false);
    }

    @Override
    public <T> Optional<T> get(Attribute<T> key) {
        Object value = attributes == null ? null : attributes.get(key);
        return value == null ? Optional.empty() : Optional.of(key.cast(value));
    }

    @Override
    public <T> void put(Attribute<T> key, T value) {
        if (attributes == null) {
            attributes = new IdentityHashMap<>();
        }
        attributes.put(key, value);
    }

    // ---- what the report at the end is made from

    /** Bounded by the configuration, so fit for a metric label. */
    @Override
    public String route() {
        return route;
    }

    /** The upstream that answered or was tried last, empty before any was. */
    public String upstream() {
        return upstream;
    }

    /** Members of the request that the wire format of the upstream that answered has no place for. */
    public List<String> dropped() {
        return dropped;
    }

    /** Since the exchange began. */
    public Duration elapsed() {
        return Duration.ofNanos(loop.clock().nanos() - started);
    }

    /** From the beginning to the answer's first content, once there is one. */
    public Optional<Duration> timeToFirstToken() {
        return firstContent < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstContent - started));
    }

    /** The mean pause between pieces of a streamed answer. */
    public Optional<Duration> meanPause() {
        return stream == null ? Optional.empty() : stream.meanPause();
    }

    /** Why the exchange failed, when it did. */
    public Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    public void failed(Failure why) {
        failure = why;
    }

    public Dialect wireFormat() {
        return dialect;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** What filters have left for the log. */
    public Map<String, String> notes() {
        return notes == null ? Map.of() : notes.all();
    }

    /** Tells the filters that asked for it; called once, when all is over. */
    public void ended(Outcome outcome) {
        List<Consumer<Outcome>> told = ends == null ? List.of() : List.copyOf(ends);
        for (Consumer<Outcome> action : told) {
            try {
                action.accept(outcome);
            } catch (Throwable e) { // also an Error of one must not keep the report from being written
                LOG.error("what a filter wanted done at the end of request {} failed", id, e);
            }
        }
    }

    // ---- the caller leaving

    /** Completes when nobody waits any more for what this exchange brings, though its caller has left. */
    public Future<Void> left() {
        if (whenLeft == null) {
            return Future.succeededFuture();
        }
        return Future.join(whenLeft.stream().map(this::until).toList()).mapEmpty();
    }

    private Future<Void> until(Supplier<Future<Void>> asked) {
        try {
            return asked.get().otherwiseEmpty();
        } catch (RuntimeException e) {
            LOG.error("a filter could not say whether request {} goes on", id, e);
            return Future.succeededFuture();
        }
    }

    /** Gives everything up that is under way for this exchange. */
    public void abandon() {
        gone = true;
        if (giveUp != null) {
            giveUp.run();
        }
        if (waitedFor != null) {
            waitedFor.abandon();
        }
        if (asking != null) {
            List.copyOf(asking).forEach(ExchangeState::abandon);
        }
        if (stream != null) {
            stream.cancel();
        }
        if (made != null) {
            made.forEach(MadeStream::cancel);
        }
    }

    boolean gone() {
        return gone;
    }

    // ---- for the dispatcher

    Loop loop() {
        return loop;
    }

    Caller caller() {
        return caller;
    }

    RequestHead head() {
        return head;
    }

    /** The headers that go to this operator: those of other operators' own do not. */
    List<Map.Entry<String, String>> forwarded(Provider provider) {
        List<Map.Entry<String, String>> all = forwarded.entries();
        return all.isEmpty()
                ? all
                : all.stream()
                        .filter(h -> !CallerHeaders.OF_OPERATORS.contains(h.getKey()) || provider.forwards(h.getKey()))
                        .toList();
    }

    /** The latest moment for anything to happen, in the loop's nanoseconds. */
    long deadline(Duration total) {
        return started
                + timeLimit.filter(t -> t.compareTo(total) < 0).orElse(total).toNanos();
    }

    void routed(String name) {
        route = name;
    }

    void trying(String name) {
        upstream = name;
    }

    void dropped(List<String> members) {
        dropped = members;
    }

    void tried(Attempt ended) {
        attempts.add(ended);
    }

    /** A filter asks for something, to be given up with this. */
    void asks(ExchangeState inner) {
        asking = asking == null ? new ArrayList<>(1) : asking;
        asking.add(inner);
    }

    /** That is over, and has used so much. */
    void asked(ExchangeState inner, Usage used) {
        if (asking != null) {
            asking.remove(inner);
        }
        asked = asked == null ? used : asked.plus(used);
    }

    /** The filter whose own time it is; there is one at most. */
    void waitsFor(@Nullable FilterRun filter) {
        waitedFor = filter;
    }

    /** What is to happen when the caller leaves before there is an answer. */
    void whenGone(Runnable action) {
        giveUp = action;
    }

    void answered(Usage reported) {
        usage = reported;
        firstContent = loop.clock().nanos();
    }

    void answered(AnswerStream events) {
        stream = events;
        firstContent = loop.clock().nanos();
    }
}
