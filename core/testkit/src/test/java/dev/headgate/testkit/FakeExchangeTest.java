package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Attribute;
import dev.headgate.api.Body;
import dev.headgate.api.GatewayException;
import org.junit.jupiter.api.Test;

class FakeExchangeTest {
    @Test
    void is_a_plain_chat_request_unless_told_otherwise() {
        FakeExchange exchange = FakeExchange.create();

        assertThat(exchange.model()).isEqualTo("gpt-4o-mini");
        assertThat(exchange.streaming()).isFalse();
        assertThat(exchange.principal().team()).isEqualTo("default");
        assertThat(exchange.body().text())
                .isEqualTo("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    }

    @Test
    void body_model_and_streaming_always_agree() {
        FakeExchange exchange = FakeExchange.chatting("m", "hi")
                .withModel("other")
                .withStreaming()
                .withTeam("red");
        assertThat(exchange.body().text()).contains("\"model\":\"other\"", "\"stream\":true", "hi");
        assertThat(exchange.streaming()).isTrue();
        assertThat(exchange.principal().team()).isEqualTo("red");

        exchange.body(Body.of("{\"model\":\"third\"}"));
        assertThat(exchange.model()).isEqualTo("third");
        assertThat(exchange.streaming()).isFalse();
    }

    @Test
    void refuses_a_body_that_is_no_request() {
        FakeExchange exchange = FakeExchange.create();

        assertThatThrownBy(() -> exchange.body(Body.of("{"))).isInstanceOf(GatewayException.class);
        assertThatThrownBy(() -> exchange.body(Body.of("{}"))).isInstanceOf(GatewayException.class);
        assertThat(exchange.model()).isEqualTo("gpt-4o-mini");
    }

    @Test
    void attributes_are_told_apart_by_identity() {
        var one = new Attribute<>("same", String.class);
        var two = new Attribute<>("same", String.class);
        FakeExchange exchange = FakeExchange.create();
        exchange.put(one, "1");

        assertThat(exchange.get(one)).contains("1");
        assertThat(exchange.get(two)).isEmpty();
    }
}
