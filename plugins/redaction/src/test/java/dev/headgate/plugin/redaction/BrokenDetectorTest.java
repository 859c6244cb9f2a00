package dev.headgate.plugin.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.plugin.redaction.detect.Faulty;
import dev.headgate.testkit.FakeContext;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A detector that throws: the filter fails, so that {@code on-error} decides, and by itself lets nothing through. */
final class BrokenDetectorTest {
    private final FakeContext context = new FakeContext();
    private final AtomicInteger sent = new AtomicInteger();

    private Future<GatewayResponse> through(String asked, String said) {
        Settings settings = new SettingsDraft().settings();
        var rules = new Rules(
                settings.policy(),
                Faulty.detectors(),
                "***",
                Optional.empty(),
                Numbering.REQUEST,
                false,
                false,
                false,
                context.tally("findings", "", "kind", "scope", "direction", "action"),
                context.tally("restored", "", "scope"));
        Filter filter = new RedactionFilter(rules, Optional.empty(), External.Answers.OFF);
        return filter.apply(FakeExchange.chatting("m", asked), e -> {
            sent.incrementAndGet();
            return Future.succeededFuture(new Buffered(
                    200, Headers.NONE, Body.of("{\"choices\":[{\"message\":{\"content\":\"" + said + "\"}}]}")));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 80_000})
    void a_request_that_breaks_it_fails_and_is_not_sent_however_long_it_is(int further) {
        Future<GatewayResponse> answer = through("ann@example.org is faulty " + "x".repeat(further), "hi");
        assertThat(answer.failed()).isTrue();
        assertThat(answer.cause()).isInstanceOf(IllegalStateException.class);
        assertThat(sent).hasValue(0);
    }

    @Test
    void an_answer_that_breaks_it_is_not_given_to_the_caller() {
        Future<GatewayResponse> answer = through("hello", "ann@example.org is faulty");
        assertThat(answer.failed()).isTrue();
        assertThat(sent).hasValue(1);
    }

    @Test
    void what_does_not_break_it_goes_through() {
        assertThat(through("hello", "ann@example.org").succeeded()).isTrue();
    }
}
