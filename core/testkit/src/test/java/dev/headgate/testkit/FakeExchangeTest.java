package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Attribute;
import dev.headgate.api.Body;
import dev.headgate.api.Content.Part;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Scope;
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
    void its_texts_can_be_read_and_rewritten() {
        FakeExchange exchange = FakeExchange.create().with(Body.of("""
                {"model":"m","messages":[{"role":"system","content":"be kind"},
                 {"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"u"}}]},
                 {"role":"assistant","content":null,"reasoning":"hm","tool_calls":[{"id":"c","type":"function",
                  "function":{"name":"f","arguments":"{\\"a\\":[\\"x\\",1]}"}}]},
                 {"role":"tool","tool_call_id":"c","content":"42"}]}"""));

        assertThat(exchange.content().parts())
                .containsExactly(
                        new Part(Scope.SYSTEM, "be kind"),
                        new Part(Scope.MESSAGE, "hi"),
                        new Part(Scope.REASONING, "hm"),
                        new Part(Scope.TOOL_INPUT, "x"),
                        new Part(Scope.TOOL_OUTPUT, "42"));
        assertThat(exchange.content().rewrite((scope, text) -> text)).isSameAs(exchange.body());

        exchange.body(exchange.content().rewrite((scope, text) -> text + "\""));
        assertThat(exchange.content().parts())
                .extracting(Part::text)
                .containsExactly("be kind\"", "hi\"", "hm\"", "x\"", "42\"");
        assertThat(exchange.content(Body.of("{\"choices\":[{\"message\":{\"content\":\"yes\"}}]}"))
                        .parts())
                .containsExactly(new Part(Scope.MESSAGE, "yes"));
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
