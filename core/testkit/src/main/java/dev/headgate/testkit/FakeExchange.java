package dev.headgate.testkit;

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
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An exchange for unit tests of filters: set up by the test, changed by the filter, with no gateway behind it. */
public final class FakeExchange implements Exchange {
    private final Map<Attribute<?>, Object> attributes = new HashMap<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, String> notes = new LinkedHashMap<>();
    private final List<Consumer<Outcome>> ends = new ArrayList<>();
    private final List<Supplier<Future<Void>>> left = new ArrayList<>();
    private final FakeTimers timers = new FakeTimers();
    private Headers headers = Headers.NONE;
    private Headers forwarded = Headers.NONE;
    private Headers answerHeaders = Headers.NONE;
    private String route = "";
    private String id = "req-1";
    private Principal principal = new Principal("default", "-");
    private Operation operation = Operation.CHAT;
    private String dialect = "openai";
    private String configVersion = "1";
    private Optional<String> way = Optional.of("way-1");
    private Usage usage = Usage.NONE;
    private Gateway gateway = (operation, request) -> Future.failedFuture(
            Failure.of(Failure.Kind.NO_TARGET, "no gateway was scripted").exception());
    private Body body = Body.EMPTY;
    private String model = "";
    private boolean streaming;

    private FakeExchange() {
        body(chat("gpt-4o-mini", "hello", false));
    }

    /** A chat request by team {@code default} that says hello to {@code gpt-4o-mini}, not streamed. */
    public static FakeExchange create() {
        return new FakeExchange();
    }

    /** A chat request of this model and text. */
    public static FakeExchange chatting(String model, String text) {
        return create().with(chat(model, text, false));
    }

    private static Body chat(String model, String text, boolean streaming) {
        ObjectNode request = OpenAiReplies.JSON.createObjectNode().put("model", model);
        if (streaming) {
            request.put("stream", true);
        }
        request.putArray("messages").addObject().put("role", "user").put("content", text);
        return Body.of(request.toString());
    }

    /** What answers when the filter asks the gateway for something. */
    @FunctionalInterface
    public interface Gateway {
        Future<Answered> ask(Operation operation, Body request);
    }

    // Setting up

    /** Has this answer what the filter asks for. */
    public FakeExchange withGateway(Gateway scripted) {
        gateway = scripted;
        return this;
    }

    /** This request body, from which model and streaming are read. */
    public FakeExchange with(Body json) {
        body(json);
        return this;
    }

    /** The same request for another model. */
    public FakeExchange withModel(String other) {
        return edited(request -> request.put("model", other));
    }

    /** The same request asking for a stream. */
    public FakeExchange withStreaming() {
        return edited(request -> request.put("stream", true));
    }

    public FakeExchange withTeam(String team) {
        principal = new Principal(team, principal.key());
        return this;
    }

    public FakeExchange withKey(String key) {
        principal = new Principal(principal.team(), key);
        return this;
    }

    public FakeExchange withId(String other) {
        id = other;
        return this;
    }

    public FakeExchange withOperation(Operation other) {
        operation = other;
        return this;
    }

    public FakeExchange withDialect(String other) {
        dialect = other;
        return this;
    }

    /** One more header of the caller's request. */
    public FakeExchange withHeader(String name, String value) {
        headers = headers.with(name, value);
        return this;
    }

    public FakeExchange withRoute(String name) {
        route = name;
        return this;
    }

    public FakeExchange withConfigVersion(String other) {
        configVersion = other;
        return this;
    }

    /** What the configuration says of this request; empty for one that leads nowhere. */
    public FakeExchange withWay(Optional<String> other) {
        way = other;
        return this;
    }

    public FakeExchange withUsage(Usage counted) {
        usage = counted;
        return this;
    }

    /** One more attempt that has ended. */
    public FakeExchange withAttempt(Attempt ended) {
        attempts.add(ended);
        return this;
    }

    private FakeExchange edited(Consumer<ObjectNode> change) {
        JsonNode request = OpenAiReplies.JSON.readTree(body.array());
        change.accept((ObjectNode) request);
        return with(Body.of(request.toString()));
    }

    // The exchange

    @Override
    public String id() {
        return id;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public String dialect() {
        return dialect;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public boolean streaming() {
        return streaming;
    }

    @Override
    public int choices() {
        return Math.max(1, OpenAiReplies.JSON.readTree(body.array()).path("n").asInt(1));
    }

    @Override
    public OptionalLong outputCeiling() {
        JsonNode request = OpenAiReplies.JSON.readTree(body.array());
        return request.path("max_completion_tokens").isNumber()
                        || request.path("max_tokens").isNumber()
                ? OptionalLong.of(Math.max(
                        request.path("max_completion_tokens").asLong(0),
                        request.path("max_tokens").asLong(0)))
                : OptionalLong.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return headers.get(name);
    }

    @Override
    public Headers forwarded() {
        return forwarded;
    }

    @Override
    public void forwarded(Headers changed) {
        forwarded = changed;
    }

    @Override
    public void answerHeaders(Headers more) {
        for (Map.Entry<String, String> h : more.entries()) {
            answerHeaders = answerHeaders.with(h.getKey(), h.getValue());
        }
    }

    /** What the filter has set for any answer. */
    public Headers answerHeaders() {
        return answerHeaders;
    }

    @Override
    public Body body() {
        return body;
    }

    @Override
    public void body(Body changed) {
        JsonNode request;
        try {
            request = OpenAiReplies.JSON.readTree(changed.array());
        } catch (JacksonException e) {
            throw Failure.of(Failure.Kind.INVALID_REQUEST, "the body is not JSON")
                    .exception();
        }
        if (!request.path("model").isString()) {
            throw Failure.invalid("the body names no model", "model", "missing_required_parameter")
                    .exception();
        }
        body = changed;
        model = request.get("model").asString();
        streaming = request.path("stream").asBoolean(false);
    }

    @Override
    public Content content() {
        return new FakeContent(body);
    }

    @Override
    public Content content(Body answer) {
        return new FakeContent(answer);
    }

    @Override
    public String route() {
        return route;
    }

    @Override
    public void add(Usage spent) {
        usage = usage.plus(spent);
    }

    @Override
    public void note(String name, String value) {
        notes.put(name, value);
    }

    @Override
    public void atEnd(Consumer<Outcome> action) {
        ends.add(action);
    }

    // Looking on

    /** What the filter has left for the log, by name. */
    public Map<String, String> notes() {
        return Map.copyOf(notes);
    }

    /** Ends the exchange like this, as the gateway does after the last byte. */
    public void end(Outcome outcome) {
        List.copyOf(ends).forEach(action -> action.accept(outcome));
    }

    /** Ends the exchange well. */
    public void end() {
        end(new Outcome(200, Optional.empty(), Duration.ofMillis(100), Optional.of(Duration.ofMillis(20))));
    }

    @Override
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public void whenLeft(Supplier<Future<Void>> until) {
        left.add(until);
    }

    /** Lets the caller leave; completes when the exchange goes on no more. */
    public Future<Void> leave() {
        return Future.join(left.stream().map(Supplier::get).toList()).mapEmpty();
    }

    /** Lets so much time go by for what waits on the exchange's event loop, which is the calling thread. */
    public void elapse(Duration time) {
        timers.elapse(time);
    }

    @Override
    public Optional<String> way() {
        return way;
    }

    @Override
    public Future<Answered> ask(Operation what, Body request, Duration limit) {
        return gateway.ask(what, request).onSuccess(a -> add(a.attempt().usage()));
    }

    @Override
    public EventStream stream(EventSource source) {
        return new SourcedStream(source);
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public Runnable after(Duration time, Runnable task) {
        return timers.after(time, task);
    }

    @Override
    public String configVersion() {
        return configVersion;
    }

    @Override
    public <T> Optional<T> get(Attribute<T> key) {
        return Optional.ofNullable(attributes.get(key)).map(key::cast);
    }

    @Override
    public <T> void put(Attribute<T> key, T value) {
        attributes.put(key, value);
    }
}
