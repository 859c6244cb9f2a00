package dev.headgate.plugin.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.EventStream;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Headers;
import dev.headgate.plugin.example.ResponseHeaderFilterFactory.Settings;
import dev.headgate.testkit.FakeContext;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ResponseHeaderFilterFactoryTest {
    private static final Headers SENT = Headers.of("content-type", "application/json");

    private final ResponseHeaderFilterFactory factory = new ResponseHeaderFilterFactory();

    @Test
    void is_referred_to_as_example() {
        assertThat(factory.name()).isEqualTo("example");
    }

    @Test
    void adds_the_configured_header_to_a_whole_answer() {
        Body body = Body.of("{}");

        GatewayResponse out = through(settings("X-Served-By", "headgate"), new Buffered(200, SENT, body));

        assertThat(out).isEqualTo(new Buffered(200, SENT.with("x-served-by", "headgate"), body));
    }

    @Test
    void adds_the_configured_header_to_a_stream_and_leaves_its_events_alone() {
        EventStream events = untouchable(EventStream.class);

        GatewayResponse out = through(settings("x-served-by", "headgate"), new Streaming(200, SENT, events));

        assertThat(out).isInstanceOfSatisfying(Streaming.class, streaming -> {
            assertThat(streaming.headers()).isEqualTo(SENT.with("x-served-by", "headgate"));
            assertThat(streaming.events()).isSameAs(events);
        });
    }

    @Test
    void passes_a_failure_on() {
        var failure = Failure.of(Failure.Kind.NO_TARGET, "no target").exception();

        Future<GatewayResponse> out = factory.create(settings("x-a", "b"), new FakeContext())
                .apply(untouchable(Exchange.class), exchange -> Future.failedFuture(failure));

        assertThat(out.cause()).isSameAs(failure);
    }

    private GatewayResponse through(Settings settings, GatewayResponse answer) {
        return factory.create(settings, new FakeContext())
                .apply(untouchable(Exchange.class), exchange -> Future.succeededFuture(answer))
                .result();
    }

    private static Settings settings(String header, String value) {
        return new Settings(header, value);
    }

    /** Something the filter has to pass on without calling it. */
    private static <T> T untouchable(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            throw new AssertionError("not to be called: " + method.getName());
        }));
    }
}
