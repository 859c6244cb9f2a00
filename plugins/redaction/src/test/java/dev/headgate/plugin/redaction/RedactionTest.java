package dev.headgate.plugin.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.api.Scope;
import dev.headgate.testkit.FakeContext;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The filter around whole requests and answers. */
final class RedactionTest {
    private static final String KEY = "a secret of some length";

    private final FakeContext context = new FakeContext();
    private final AtomicReference<String> sent = new AtomicReference<>("");

    private GatewayResponse through(SettingsDraft draft, FakeExchange exchange, String said) {
        Future<GatewayResponse> answer = filter(draft).apply(exchange, e -> {
            sent.set(e.body().text());
            return Future.succeededFuture(new Buffered(
                    200,
                    Headers.NONE,
                    Body.of("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + said + "\"}}]}")));
        });
        exchange.end();
        if (answer.failed()) {
            throw (RuntimeException) answer.cause();
        }
        return answer.result();
    }

    private Filter filter(SettingsDraft draft) {
        return new RedactionFactory().create(draft.settings(), context);
    }

    private static String text(GatewayResponse response) {
        return ((Buffered) response).body().text();
    }

    private static FakeExchange conversation() {
        return FakeExchange.create().with(Body.of("""
                {"model":"m","messages":[
                {"role":"system","content":"You serve ann@example.org."},
                {"role":"user","content":[{"type":"text","text":"write to bob@example.net and ann@example.org"}]},
                {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":
                {"name":"f","arguments":"{\\"to\\":\\"bob@example.net\\",\\"n\\":1}"}}]},
                {"role":"tool","tool_call_id":"c","content":"sent to bob@example.net"}],
                "metadata":{"caller":"eve@example.com"},"user":"eve@example.com",
                "tools":[{"type":"function","function":{"name":"f","description":"asks help@example.org"}}]}"""));
    }

    private static GatewayException refusal(Runnable call) {
        try {
            call.run();
        } catch (GatewayException e) {
            return e;
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    void every_text_of_a_request_is_looked_through_and_the_same_value_has_the_same_placeholder() {
        through(new SettingsDraft(), conversation(), "ok");
        assertThat(sent.get())
                .contains("You serve <EMAIL_1>.")
                .contains("write to <EMAIL_2> and <EMAIL_1>")
                .contains("{\\\"to\\\":\\\"<EMAIL_2>\\\",\\\"n\\\":1}")
                .contains("sent to <EMAIL_2>")
                .contains("asks <EMAIL_3>")
                .contains("\"caller\":\"eve@example.com\"");
    }

    @Test
    void originals_come_back_in_the_answer_and_stay_out_without_being_asked_for() {
        String said = "Told <EMAIL_2> and `<email_1>`, not <EMAIL_9>.";
        assertThat(text(through(new SettingsDraft().restoring(), conversation(), said)))
                .contains("Told bob@example.net and `ann@example.org`, not <EMAIL_9>.");
        assertThat(text(through(new SettingsDraft(), conversation(), said))).contains(said);
    }

    @Test
    void a_placeholder_of_the_prompt_is_neither_given_out_nor_restored() {
        FakeExchange exchange =
                FakeExchange.chatting("m", "the literal <EMAIL_1> and &lt;email_2&gt; and ann@example.org");
        GatewayResponse answer = through(new SettingsDraft().restoring(), exchange, "<EMAIL_1> <EMAIL_2> <EMAIL_3>");
        assertThat(sent.get()).contains("the literal <EMAIL_1> and &lt;email_2&gt; and <EMAIL_3>");
        assertThat(text(answer)).contains("<EMAIL_1> <EMAIL_2> ann@example.org");
    }

    @Test
    void patterns_and_words_of_ones_own_are_replaced_restored_and_ruled_like_all_others() {
        var draft = new SettingsDraft()
                .restoring()
                .ruled(new Rule(List.of("project"), List.of(Scope.MESSAGE), List.of(Side.REQUEST), Action.MASK));
        draft.patterns = List.of(new NamedPattern("employee-id", "EMP-[0-9]{6}", false));
        draft.words = List.of(new WordList("project", List.of("Blue Heron"), true));
        GatewayResponse answer = through(
                draft,
                FakeExchange.chatting("m", "EMP-123456 works on blue heron"),
                "Asked <EMPLOYEE_ID_1> of EMP-654321");
        assertThat(sent.get()).contains("<EMPLOYEE_ID_1> works on ***");
        assertThat(text(answer)).contains("Asked EMP-123456 of <EMPLOYEE_ID_2>");
    }

    @Test
    void metadata_are_looked_at_by_choice() {
        var draft = new SettingsDraft()
                .keyed(KEY)
                .ruled(new Rule(List.of(), List.of(Scope.METADATA), List.of(), Action.HASH));
        draft.metadata = true;
        through(draft, conversation(), "ok");
        assertThat(sent.get())
                .containsPattern("\"caller\":\"\\[EMAIL:[0-9a-f]{16}]\"")
                .containsPattern("\"user\":\"\\[EMAIL:[0-9a-f]{16}]\"")
                .contains("<EMAIL_1>");
    }

    @Test
    void a_blocked_kind_is_refused_with_its_kind_and_place_and_never_its_value() {
        Failure failure = refusal(() -> through(
                        new SettingsDraft()
                                .ruled(new Rule(List.of("card"), List.of(), List.of(Side.REQUEST), Action.BLOCK)),
                        FakeExchange.create()
                                .with(
                                        Body.of(
                                                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"user\",\"content\":[\"pay 4111 1111 1111 1111\"]}]}")),
                        "ok"))
                .failure();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.REJECTED_BY_FILTER);
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.param()).contains("messages[1].content[0]");
        assertThat(failure.message()).contains("card").doesNotContain("4111");
        assertThat(sent.get()).isEmpty();
        assertThat(context.tallies()).containsEntry("findings{card,message,request,block}", 1L);
    }

    @Test
    void rules_say_for_kind_scope_and_direction_what_is_done() {
        var draft = new SettingsDraft()
                .answering(Action.MASK)
                .ruled(
                        new Rule(List.of("email"), List.of(Scope.SYSTEM), List.of(), Action.IGNORE),
                        new Rule(List.of("email"), List.of(Scope.TOOL_OUTPUT), List.of(), Action.REPORT),
                        new Rule(List.of(), List.of(Scope.TOOL_INPUT), List.of(), Action.MASK));
        FakeExchange exchange = conversation();
        GatewayResponse answer = through(draft, exchange, "or carl@example.com");
        assertThat(sent.get())
                .contains("You serve ann@example.org.")
                .contains("sent to bob@example.net")
                .contains("{\\\"to\\\":\\\"***\\\",\\\"n\\\":1}")
                .contains("write to <EMAIL_1> and <EMAIL_2>");
        assertThat(text(answer)).contains("or ***");
        assertThat(exchange.notes()).containsEntry("redacted", "4").containsEntry("reported", "1");
        assertThat(context.tallies())
                .containsEntry("findings{email,message,request,replace}", 2L)
                .containsEntry("findings{email,tool-input,request,mask}", 1L)
                .containsEntry("findings{email,tool-output,request,report}", 1L)
                .containsEntry("findings{email,message,answer,mask}", 1L)
                .hasSize(4);
    }

    @Test
    void restored_placeholders_are_counted_and_noted() {
        FakeExchange exchange = conversation();
        through(new SettingsDraft().restoring(), exchange, "<EMAIL_1> <EMAIL_1>");
        assertThat(exchange.notes()).containsEntry("redacted", "6").containsEntry("restored", "2");
        assertThat(context.tallies()).containsEntry("restored{message}", 2L);
    }

    @Test
    void placeholders_of_a_conversation_stay_the_same_in_its_next_request() {
        var draft = new SettingsDraft().keyed(KEY);
        draft.placeholders = Numbering.CONVERSATION;
        through(draft, FakeExchange.chatting("m", "I am ann@example.org"), "ok");
        String first = sent.get().replaceAll(".*(<EMAIL_\\d+>).*", "$1");
        assertThat(first).matches("<EMAIL_\\d{1,6}>");
        through(
                draft,
                FakeExchange.chatting("m", "bob@example.net wrote; you told " + first + " I am ann@example.org"),
                "ok");
        assertThat(sent.get()).contains("you told " + first + " I am " + first);
    }

    @Test
    void allowed_values_and_what_holds_nothing_stay_in_their_very_bytes() {
        var draft = new SettingsDraft();
        draft.allow = List.of("help@example.org");
        FakeExchange exchange = FakeExchange.chatting("m", "ask help@example.org");
        Body before = exchange.body();
        var answer = new Buffered(200, Headers.NONE, Body.of("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}"));
        assertThat(filter(draft)
                        .apply(exchange, e -> Future.succeededFuture(answer))
                        .result())
                .isSameAs(answer);
        assertThat(exchange.body()).isSameAs(before);
        exchange.end();
        assertThat(exchange.notes()).isEmpty();
    }

    @Test
    void settings_that_cannot_be_meant_are_refused_with_what_would_be_right() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SettingsDraft().doing(Action.HASH).settings())
                .withMessageStartingWith("key: missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SettingsDraft().keyed("short").settings())
                .withMessageContaining("at least 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    var draft = new SettingsDraft();
                    draft.detect = List.of("emial");
                    draft.settings();
                })
                .withMessageStartingWith("detect: no kind \"emial\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SettingsDraft()
                        .ruled(new Rule(List.of("emial"), List.of(), List.of(), Action.MASK))
                        .settings())
                .withMessageStartingWith("rules[0].detect: no kind");
    }
}
