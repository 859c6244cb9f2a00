package dev.headgate.plugin.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headgate.api.Body;
import dev.headgate.api.EventStream;
import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.FilterSettings;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Headers;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
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
    void works_without_settings() {
        GatewayResponse out = through(FilterSettings.NONE, new Buffered(200, Headers.NONE, Body.EMPTY));

        assertThat(out.headers().get("x-example")).contains("hello");
    }

    @Test
    void passes_a_failure_on() {
        var failure = Failure.of(Failure.Kind.NO_TARGET, "no target").exception();

        Future<GatewayResponse> out = factory.create(FilterSettings.NONE)
                .apply(untouchable(Exchange.class), exchange -> Future.failedFuture(failure));

        assertThat(out.cause()).isSameAs(failure);
    }

    @Test
    void refuses_a_setting_it_does_not_know() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factory.create(new FilterSettings(Map.of("headers", "x-a"))))
                .withMessageContaining("headers")
                .withMessageContaining("header, value");
    }

    @Test
    void refuses_a_header_name_that_is_none() {
        for (String bad : List.of("", "x a", "x:", "x\r\ny")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> factory.create(settings(bad, "v")))
                    .withMessageStartingWith("header:");
        }
    }

    @Test
    void refuses_a_value_that_would_forge_another_header() {
        for (String bad : List.of("", " a", "a ", "a\r\nset-cookie: b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> factory.create(settings("x-a", bad)))
                    .withMessageStartingWith("value:");
        }
    }

    private GatewayResponse through(FilterSettings settings, GatewayResponse answer) {
        return factory.create(settings)
                .apply(untouchable(Exchange.class), exchange -> Future.succeededFuture(answer))
                .result();
    }

    private static FilterSettings settings(String header, String value) {
        return new FilterSettings(Map.of("header", header, "value", value));
    }

    /** Something the filter has to pass on without calling it. */
    private static <T> T untouchable(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            throw new AssertionError("not to be called: " + method.getName());
        }));
    }
}
