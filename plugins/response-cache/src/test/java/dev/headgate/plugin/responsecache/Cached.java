package dev.headgate.plugin.responsecache;

import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Headers;
import dev.headgate.api.PriceList;
import dev.headgate.api.Usage;
import dev.headgate.api.settings.DataSize;
import dev.headgate.testkit.FakeContext;
import dev.headgate.testkit.FakeExchange;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.ScriptedStream;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cache in front of an upstream that the test scripts. */
final class Cached {
    static final Settings DEFAULTS = new Settings(
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            new DataSize(64 << 20),
            new DataSize(1 << 20),
            Settings.Share.TEAM,
            false,
            false,
            false,
            0,
            Settings.Replay.FAST,
            0,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty());

    private final Stores stores = new Stores();
    final FakeContext context;
    final ResponseCache cache;
    final List<FakeExchange> asked = new ArrayList<>();
    private Future<GatewayResponse> answer = Future.succeededFuture(chat("hello yourself", "stop"));

    Cached(Settings settings) {
        this(settings, PriceList.NONE);
    }

    /** One of several gateways with one state. */
    Cached(Settings settings, FakeContext shared) {
        context = shared;
        cache = new ResponseCache(settings, context, stores);
    }

    Cached(Settings settings, PriceList prices) {
        context = new FakeContext().withPrices(prices);
        cache = new ResponseCache(settings, context, stores);
    }

    Cached() {
        this(DEFAULTS);
    }

    /** What the upstream answers from now on. */
    Cached answering(GatewayResponse response) {
        answer = Future.succeededFuture(response);
        return this;
    }

    Cached failing(Throwable why) {
        answer = Future.failedFuture(why);
        return this;
    }

    static Buffered whole(String json) {
        return new Buffered(200, Headers.of("content-type", "application/json"), Body.of(json));
    }

    static Buffered chat(String text, String finish) {
        return whole("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":["
                + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"" + finish
                + "\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}");
    }

    static Streaming stream(String... texts) {
        ScriptedStream events = ScriptedStream.open(OpenAiReplies.roleChunk());
        for (String text : texts) {
            events.push("data: " + OpenAiReplies.textChunk(text) + "\n\n");
        }
        events.push("data: " + OpenAiReplies.finishChunk("stop") + "\n\n");
        return streaming(events.push("data: [DONE]\n\n").end());
    }

    static Streaming streaming(ScriptedStream events) {
        return new Streaming(200, Headers.of("content-type", "text/event-stream"), events);
    }

    static FakeExchange request(String json) {
        return FakeExchange.create().with(Body.of(json));
    }

    static FakeExchange hello(String... more) {
        return request("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]"
                + String.join("", more) + "}");
    }

    /** Sends it through the cache. */
    Future<GatewayResponse> send(FakeExchange exchange) {
        return cache.apply(exchange, e -> {
            asked.add(exchange);
            exchange.withAttempt(new Attempt("up", "m", 200, Optional.empty(), Duration.ZERO, Usage.of(3, 2)));
            return answer;
        });
    }

    /** Where its answers are kept. */
    Store store() {
        return stores.take(DEFAULTS.maxSize().bytes(), () -> {
            throw new IllegalStateException("the cache has another size");
        });
    }

    /** The word in the header of the answer to this. */
    String mark(FakeExchange exchange) {
        GatewayResponse response = send(exchange).result();
        read(response);
        return response.headers().get("x-headgate-cache").orElse("none");
    }

    /** An answer to its end. */
    static String read(GatewayResponse response) {
        return switch (response) {
            case Buffered b -> b.body().text();
            case Streaming s -> {
                var all = new StringBuilder();
                s.events()
                        .exceptionHandler(e -> all.append("BROKEN"))
                        .handler(b -> all.append(b.toString()))
                        .resume();
                yield all.toString();
            }
        };
    }
}
