package dev.headgate.plugin.responsecache;

import dev.headgate.api.Attribute;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Headers;
import dev.headgate.api.Operated;
import dev.headgate.api.PriceList;
import dev.headgate.api.Usage;
import dev.headgate.plugin.responsecache.Answer.Form;
import dev.headgate.plugin.responsecache.Seat.Turn;
import dev.headgate.plugin.responsecache.Template.Filling;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Answers in the provider's place where it has the answer, and lets requests that ask the same ask once. */
final class ResponseCache implements Filter, Operated {
    /** Above so many bytes a request is read aside from the event loop. */
    private static final int LARGE = 256 * 1024;

    private static final Attribute<Boolean> TAKEN = new Attribute<>("response-cache", Boolean.class);
    private static final String HEADER = "x-headgate-cache";
    private static final char[] ID_CHARACTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

    private final Settings settings;
    private final Stores stores;
    private final Store store;
    private final Flights flights;
    private final InstantSource clock;
    private final PriceList prices;
    private final Optional<SharedEntries> shared;
    private final Optional<Similar> similar;
    private final Counts counts;

    ResponseCache(Settings settings, FilterContext context, Stores stores) {
        this.settings = settings;
        this.stores = stores;
        this.clock = context.clock();
        this.counts = new Counts(context);
        this.store = stores.take(
                settings.maxSize().bytes(),
                () -> new Store(settings.maxSize().bytes(), clock, counts.bytes(), counts.entries()));
        this.flights = new Flights(settings.maxEntry().bytes(), clock);
        this.prices = context.prices();
        this.shared = settings.shared()
                .map(s -> new SharedEntries(
                        context.state(),
                        new Seal(s.encryptionKey().reveal()),
                        clock,
                        settings.maxEntry().bytes(),
                        store::clear));
        this.similar = settings.semantic().map(s -> new Similar(s, context, store));
    }

    @Override
    public void close() {
        stores.giveBack(settings.maxSize().bytes());
    }

    /** How an answer came about, as its header says. */
    enum Mark {
        HIT,
        /** What a similar question was answered. */
        SIMILAR,
        STALE,
        MISS,
        JOINED,
        OFF;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Override
    public Future<GatewayResponse> apply(Exchange exchange, Chain next) {
        if (exchange.get(TAKEN).isPresent()) {
            return next.proceed(exchange); // a cache further out has it already
        }
        Directives asked = Directives.of(exchange, settings);
        Optional<String> way = exchange.way();
        if (way.isEmpty()) {
            return next.proceed(exchange); // it will be refused
        }
        if (asked.noStore()) {
            return off(exchange, next);
        }
        if (exchange.body().length() <= LARGE) {
            return apply(exchange, next, asked, Request.of(exchange, way.get(), settings));
        }
        Promise<Request> aside = Promise.promise();
        Thread.ofVirtual().name("headgate-cache-key").start(() -> {
            try {
                aside.complete(Request.of(exchange, way.get(), settings));
            } catch (RuntimeException e) {
                aside.fail(e);
            }
        });
        return next.until(aside.future()).compose(request -> apply(exchange, next, asked, request));
    }

    private Future<GatewayResponse> apply(Exchange exchange, Chain next, Directives asked, Request request) {
        if (!request.cacheable()) {
            return off(exchange, next);
        }
        exchange.put(TAKEN, true);
        shared.ifPresent(SharedEntries::look);
        Optional<Entry> kept = store.get(request.key());
        long now = clock.millis();
        if (kept.isPresent() && usable(kept.get(), asked, now)) {
            return Future.succeededFuture(given(exchange, request, request.key(), kept.get(), Mark.HIT, now));
        }
        Future<GatewayResponse> answer = asked.maxAge().isZero()
                ? lead(exchange, next, request, asked, flights.alone(request.key()), Optional.empty())
                : ask(exchange, next, request, asked);
        return settings.whileDown().isZero() ? answer : answer.recover(e -> stale(exchange, request, asked, e));
    }

    private Future<GatewayResponse> off(Exchange exchange, Chain next) {
        return next.proceed(exchange).map(r -> marked(exchange, r, Mark.OFF));
    }

    private static boolean usable(Entry entry, Directives asked, long now) {
        return now < entry.freshUntil()
                && !asked.maxAge().isZero()
                && age(entry, now).compareTo(asked.maxAge()) <= 0;
    }

    private static Duration age(Entry entry, long now) {
        return Duration.ofMillis(Math.max(0, now - entry.storedAt()));
    }

    // ---- asking

    private Future<GatewayResponse> ask(Exchange exchange, Chain next, Request request, Directives asked) {
        Seat seat = new Seat(
                exchange,
                exchange.streaming() ? Optional.of(filling(request, idPrefix(exchange))) : Optional.empty(),
                true,
                asked.maxAge());
        while (true) {
            Optional<Flight> begun = flights.begin(request.key());
            if (begun.isPresent()) {
                return first(exchange, next, request, asked, begun.get());
            }
            Optional<Flight> there = flights.of(request.key());
            if (there.isPresent() && there.get().join(seat)) {
                return wait(exchange, next, request, asked, there.get(), seat);
            }
        }
    }

    /** The first to ask; unless the answer has come since it was looked for. */
    private Future<GatewayResponse> first(
            Exchange exchange, Chain next, Request request, Directives asked, Flight flight) {
        long now = clock.millis();
        Optional<Entry> kept = store.get(request.key()).filter(e -> usable(e, asked, now));
        if (kept.isPresent()) {
            flight.found(kept.get().answer(), age(kept.get(), now)); // to whoever waits here as well
            return Future.succeededFuture(given(exchange, request, request.key(), kept.get(), Mark.HIT, now));
        }
        return shared.isEmpty()
                ? likenOrLead(exchange, next, request, asked, flight)
                : find(exchange, next, request, asked, flight, shared.get());
    }

    /** Looks where gateways share, and asks the upstream when there is nothing. */
    private Future<GatewayResponse> find(
            Exchange exchange, Chain next, Request request, Directives asked, Flight flight, SharedEntries where) {
        return next.until(where.get(request.key())).compose(found -> {
            long now = clock.millis();
            Optional<Entry> usable = found.filter(e -> usable(e, asked, now));
            if (usable.isEmpty()) {
                return likenOrLead(exchange, next, request, asked, flight);
            }
            store.put(request.key(), usable.get());
            flight.found(usable.get().answer(), age(usable.get(), now));
            return Future.succeededFuture(given(exchange, request, request.key(), usable.get(), Mark.HIT, now));
        });
    }

    /** Looks for a similar question, where that will do, and asks the upstream when there is none. */
    private Future<GatewayResponse> likenOrLead(
            Exchange exchange, Chain next, Request request, Directives asked, Flight flight) {
        if (similar.isEmpty() || request.question().isEmpty()) {
            return lead(exchange, next, request, asked, flight, Optional.empty());
        }
        Question question = request.question().get();
        Key room = request.room(exchange, question, settings.share());
        return next.until(similar.get().find(exchange, question, room, e -> usable(e, asked, clock.millis())))
                .compose(found -> {
                    if (found.near().isEmpty()) {
                        return lead(exchange, next, request, asked, flight, found.asked());
                    }
                    flight.passOn(); // whoever waits here has asked something that was never answered itself
                    Store.Near near = found.near().get();
                    return Future.succeededFuture(with(
                            given(exchange, request, near.key(), near.entry(), Mark.SIMILAR, clock.millis()),
                            HEADER + "-score",
                            Similar.score(near.similarity())));
                });
    }

    private Future<GatewayResponse> lead(
            Exchange exchange,
            Chain next,
            Request request,
            Directives asked,
            Flight flight,
            Optional<Neighbour> neighbour) {
        var leader = new Leader(
                exchange,
                new Reading(exchange.operation(), settings.toolCalls()),
                settings.replay() == Settings.Replay.PACED,
                answer -> keep(exchange, request, asked, answer, neighbour));
        flight.led(leader);
        return next.proceed(exchange)
                .transform(r -> flight.answered(leader, r))
                .map(r -> marked(exchange, r, Mark.MISS));
    }

    private Future<GatewayResponse> wait(
            Exchange exchange, Chain next, Request request, Directives asked, Flight flight, Seat seat) {
        exchange.atEnd(outcome -> flight.leave(seat));
        return next.until(seat.turn()).compose(turn -> switch (turn) {
            case Turn.Given g -> Future.succeededFuture(response(exchange, request, g.answer(), Mark.JOINED, 0));
            case Turn.Coming c ->
                Future.succeededFuture(
                        marked(exchange, new Streaming(200, c.headers(), exchange.stream(c.reader())), Mark.JOINED));
            case Turn.Failed f -> f.how().map(r -> marked(exchange, r, Mark.JOINED));
            case Turn.Lead l
            when seat.left() -> {
                l.flight().passOn();
                yield Future.failedFuture(Failure.of(Failure.Kind.CLIENT_GONE, "The caller has gone.")
                        .exception());
            }
            case Turn.Lead l -> lead(exchange, next, request, asked, l.flight(), Optional.empty());
        });
    }

    private void keep(
            Exchange exchange, Request request, Directives asked, Answer answer, Optional<Neighbour> neighbour) {
        if (asked.ttl().isZero()
                || answer.body().bytes().length > settings.maxEntry().bytes()) {
            return;
        }
        long now = clock.millis();
        long freshUntil = now + asked.ttl().toMillis();
        Usage usage = exchange.attempts().isEmpty()
                ? Usage.NONE
                : exchange.attempts().getLast().usage();
        var entry = new Entry(
                answer,
                Optional.empty(),
                now,
                freshUntil,
                freshUntil + settings.whileDown().toMillis(),
                store.name(exchange.principal().team()),
                store.name(exchange.principal().key()),
                store.name(exchange.model()),
                usage.prompt().orElse(0),
                usage.completion().orElse(0),
                cost(exchange, usage),
                neighbour);
        store.put(
                request.key(),
                entry,
                settings.semantic().map(Settings.Semantic::maxCompared).orElse(0));
        shared.ifPresent(s -> s.put(request.key(), entry));
    }

    private long cost(Exchange exchange, Usage usage) {
        return exchange.attempts().isEmpty()
                ? 0
                : prices.cost(
                                exchange.attempts().getLast().upstream(),
                                exchange.attempts().getLast().model(),
                                usage)
                        .orElse(0);
    }

    // ---- answering

    private Future<GatewayResponse> stale(Exchange exchange, Request request, Directives asked, Throwable cause) {
        long now = clock.millis();
        Optional<Entry> kept = down(cause) && !asked.maxAge().isZero()
                ? store.get(request.key()).filter(e -> now < e.keptUntil())
                : Optional.empty();
        return kept.isPresent()
                ? Future.succeededFuture(given(exchange, request, request.key(), kept.get(), Mark.STALE, now))
                : Future.failedFuture(cause);
    }

    /** Whether a failure means that no upstream answers, and not that this request is wrong. */
    private static boolean down(Throwable cause) {
        return cause instanceof GatewayException g
                && switch (g.failure().kind()) {
                    case UPSTREAM_UNREACHABLE,
                            UPSTREAM_FAILED,
                            UPSTREAM_TIMEOUT,
                            UPSTREAM_AUTH,
                            UPSTREAM_THROTTLED,
                            NO_TARGET -> true;
                    default -> false;
                };
    }

    /**
     * @param key what the entry is kept under
     */
    private GatewayResponse given(Exchange exchange, Request request, Key key, Entry entry, Mark mark, long now) {
        if (settings.counted() > 0) {
            exchange.add(Usage.of(
                    Math.round(entry.prompt() * settings.counted()),
                    Math.round(entry.completion() * settings.counted())));
        }
        counts.saved(entry);
        Form form = exchange.streaming() ? Form.EVENTS : Form.WHOLE;
        Entry used = entry.with(form);
        if (!entry.has(form)) {
            store.replace(key, entry, used); // the next one need not make it again
        }
        return response(exchange, request, used.in(form), mark, Math.max(0, now - entry.storedAt()) / 1000);
    }

    private GatewayResponse response(Exchange exchange, Request request, Answer answer, Mark mark, long age) {
        Filling filling = filling(request, answer.idPrefix());
        Form form = exchange.streaming() ? Form.EVENTS : Form.WHOLE;
        Answer wanted = answer.as(form);
        Headers headers = wanted.headers().with("content-type", form.contentType());
        if (mark != Mark.JOINED) {
            headers = headers.with("age", Long.toString(age));
        }
        GatewayResponse response = form == Form.WHOLE
                ? new Buffered(
                        200, headers, dev.headgate.api.Body.wrap(wanted.body().filled(filling)))
                : new Streaming(
                        200,
                        headers,
                        exchange.stream(
                                new Replay(wanted, filling, exchange, settings.replay() == Settings.Replay.PACED)));
        return marked(exchange, response, mark);
    }

    private GatewayResponse marked(Exchange exchange, GatewayResponse response, Mark mark) {
        exchange.note("cache", mark.word());
        counts.answered(mark);
        return with(response, HEADER, mark.word());
    }

    private static GatewayResponse with(GatewayResponse response, String name, String value) {
        Headers headers = response.headers().with(name, value);
        return switch (response) {
            case Buffered b -> new Buffered(b.status(), headers, b.body());
            case Streaming s -> new Streaming(s.status(), headers, s.events());
        };
    }

    private Filling filling(Request request, String idPrefix) {
        var id = new StringBuilder(idPrefix);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < 24; i++) {
            id.append(ID_CHARACTERS[random.nextInt(ID_CHARACTERS.length)]);
        }
        return new Filling(id.toString(), clock.millis() / 1000, request.usageWanted());
    }

    private static String idPrefix(Exchange exchange) {
        return switch (exchange.operation()) {
            case CHAT -> "chatcmpl-";
            case COMPLETION -> "cmpl-";
            default -> "";
        };
    }

    // ---- orders

    @Override
    public Future<Map<String, Object>> operate(String order, Map<String, String> parameters) {
        if (!order.equals("drop")) {
            throw new IllegalArgumentException("order: use drop, with team, model or key, or all=true");
        }
        Drop drop = Drop.of(parameters);
        Promise<Map<String, Object>> done = Promise.promise();
        Thread.ofVirtual()
                .name("headgate-cache-drop")
                .start(() -> done.complete(Map.of("dropped", store.drop(drop::concerns))));
        return shared.isEmpty()
                ? done.future()
                : shared.get().drop().otherwiseEmpty().compose(v -> done.future());
    }
}
