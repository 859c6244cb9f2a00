package dev.headgate.plugin.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.api.Labels;
import dev.headgate.plugin.headers.HeadersFactory.Request;
import dev.headgate.plugin.headers.HeadersFactory.Response;
import dev.headgate.plugin.headers.HeadersFactory.Settings;
import dev.headgate.testkit.FakeContext;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HeadersFilterTest {
    private static final Request NO_REQUEST = new Request(List.of(), Map.of(), List.of());
    private static final Response NO_RESPONSE = new Response(Map.of(), List.of());

    private final FakeExchange exchange = FakeExchange.create();

    private GatewayResponse through(Settings settings, GatewayResponse answer) {
        return new HeadersFactory()
                .create(settings, new FakeContext())
                .apply(exchange, e -> Future.succeededFuture(answer))
                .result();
    }

    private static Buffered answer(Headers headers) {
        return new Buffered(200, headers, Body.EMPTY);
    }

    @Test
    void headers_of_the_answer_are_set_in_the_place_of_others_and_removed() {
        Headers sent =
                Headers.of("server", "x").with("x-a", "1").with("x-b", "2").with("x-a", "3");
        GatewayResponse out = through(
                new Settings(NO_REQUEST, new Response(Map.of("x-a", "9"), List.of("server")), Map.of()), answer(sent));
        assertThat(out.headers().entries()).containsExactly(Map.entry("x-b", "2"), Map.entry("x-a", "9"));
    }

    @Test
    void an_answer_nobody_changes_is_the_very_same() {
        Buffered answer = answer(Headers.of("server", "x"));
        assertThat(through(new Settings(NO_REQUEST, NO_RESPONSE, Map.of()), answer))
                .isSameAs(answer);
    }

    @Test
    void headers_of_the_request_are_passed_on_set_and_removed() {
        exchange.withHeader("x-trace", "t-1").withHeader("x-other", "no");
        exchange.forwarded(Headers.of("openai-beta", "assistants=v2"));
        through(
                new Settings(
                        new Request(List.of("x-trace", "x-absent"), Map.of("x-org", "acme"), List.of("openai-beta")),
                        NO_RESPONSE,
                        Map.of()),
                answer(Headers.NONE));
        assertThat(exchange.forwarded().entries())
                .containsExactly(Map.entry("x-trace", "t-1"), Map.entry("x-org", "acme"));
    }

    @Test
    void a_header_of_the_caller_becomes_a_label_and_a_note_when_it_is_a_word() {
        exchange.withHeader("x-department", "search")
                .withHeader("x-long", "x".repeat(65))
                .withHeader("x-two", "a b");
        through(
                new Settings(
                        NO_REQUEST,
                        NO_RESPONSE,
                        Map.of("department", "x-department", "long", "x-long", "two", "x-two", "none", "x-none")),
                answer(Headers.NONE));
        assertThat(Labels.of(exchange).values()).containsExactly(Map.entry("department", "search"));
        assertThat(exchange.notes()).containsExactly(Map.entry("department", "search"));
    }

    @Test
    void a_failure_is_passed_on() {
        var failure = Failure.of(Failure.Kind.NO_TARGET, "no target").exception();
        assertThat(new HeadersFactory()
                        .create(
                                new Settings(NO_REQUEST, new Response(Map.of("x-a", "9"), List.of()), Map.of()),
                                new FakeContext())
                        .apply(exchange, e -> Future.failedFuture(failure))
                        .cause())
                .isSameAs(failure);
    }

    @Test
    void a_value_that_would_forge_another_header_is_refused() {
        for (String bad : List.of("", " a", "a ", "a\r\nset-cookie: b", "\u00e9")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Response(Map.of("x-a", bad), List.of()))
                    .withMessageStartingWith("set.x-a: use ");
        }
    }
}
