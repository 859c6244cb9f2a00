package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Operation;
import dev.headgate.app.ReceivedSignature;
import dev.headgate.config.ConfigContext;
import dev.headgate.config.ConfigReader;
import dev.headgate.config.ConfigResult;
import dev.headgate.credential.Form;
import dev.headgate.credential.Grant;
import dev.headgate.credential.OAuth;
import dev.headgate.credential.Proof;
import dev.headgate.credential.Source;
import dev.headgate.credential.Step;
import dev.headgate.credential.TokenCall;
import dev.headgate.credential.aws.AwsCloud;
import dev.headgate.dialect.openai.OpenAiDialect;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import dev.headgate.provider.openai.Presets;
import dev.headgate.route.Limits;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import dev.headgate.upstream.health.BreakerLimits;
import dev.headgate.upstream.health.CredentialHealth;
import dev.headgate.upstream.http1.Http1Engine;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts at an upstream whose credential has to be fetched first. */
final class FetchedCredentialTest {
    private static final String OK = "200";
    private static final String SECRET = "client-secret-of-ours";

    private final FakeUpstream tokens = new FakeUpstream();
    private final FakeUpstream api = new FakeUpstream();
    private final MovedClock clock = new MovedClock();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final List<Context> contexts =
            List.of(((VertxInternal) vertx).createEventLoopContext(), ((VertxInternal) vertx).createEventLoopContext());
    private final Http1Engine engine = new Http1Engine(URI.create(api.url()), 2, 100, Optional.empty());
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final Source source =
            now -> OAuth.ask(TokenCall.post(tokens.uri("/token"), new Form().with("client_secret", SECRET)));
    private final Upstream upstream = upstream(source, Duration.ofSeconds(5));

    private Upstream upstream(Source from, Duration limit) {
        var fetcher = new Fetcher(
                origin -> new Http1Engine(origin, 2, 1, Optional.empty()),
                limit,
                limit.multipliedBy(3),
                (outcome, why) -> {
                    if (outcome != Fetcher.Outcome.OBTAINED) {
                        troubles.add(why);
                    }
                });
        return new Upstream(
                "up",
                Presets.types().stream()
                        .filter(t -> t.name().equals("openai-compatible"))
                        .map(ProviderType::factory)
                        .findFirst()
                        .orElseThrow()
                        .create(new ProviderSettings(api.url(), Optional.empty(), Optional.empty())),
                Map.of(),
                List.of(new Identity.Sourced(from, fetcher)),
                List.of(),
                List.of(new CredentialHealth(BreakerLimits.OFF, refusal -> {}, clock.nanos())),
                Optional.empty(),
                engine,
                1 << 20);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        tokens.close();
        api.close();
    }

    private static Reply token(String token, int seconds) {
        return Reply.json(
                200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}");
    }

    private String ask() throws Exception {
        return ask(upstream);
    }

    private String ask(Upstream of) throws Exception {
        return begin(of, 0).get(10, TimeUnit.SECONDS);
    }

    /** What comes of an attempt: its status, or the kind of its failure and the message. */
    private CompletableFuture<String> begin(Upstream of, int loop) {
        var result = new CompletableFuture<String>();
        contexts.get(loop)
                .runOnContext(v -> attempt(of, loop)
                        .outcome()
                        .onSuccess(a -> result.complete(Integer.toString(((UpstreamAnswer.Whole) a).status())))
                        .onFailure(e -> {
                            Failure f = ((GatewayException) e).failure();
                            result.complete(f.kind() + " " + f.message());
                        }));
        return result;
    }

    private UpstreamAttempt attempt(Upstream of, int loop) {
        Duration second = Duration.ofSeconds(8);
        var limits = new Limits(1, second, second, second, second, second, second, second, 0, second);
        // Breakers and benches are not the subject.
        Admission leave = of.pretend();
        return of.attempt(
                new Loop(loop, vertx, clock),
                new AttemptRequest(
                        new OpenAiDialect(),
                        Operation.CHAT,
                        "m",
                        Body.of("{\"model\":\"m\"}"),
                        false,
                        1,
                        false,
                        false,
                        List.of(),
                        limits,
                        second,
                        Optional.empty(),
                        Optional.empty()),
                leave,
                of.load("m"));
    }

    private String lastToken() {
        return api.received().getLast().header("authorization");
    }

    @Test
    void one_token_is_fetched_however_many_wait_for_it() throws Exception {
        api.always(OpenAiReplies.chat("hello"));
        var step = new dev.headgate.testkit.Step();
        tokens.script(token("one", 3600).after(step));
        List<CompletableFuture<String>> all =
                IntStream.range(0, 60).mapToObj(i -> begin(upstream, i % 2)).toList();
        step.awaitReached();
        assertThat(api.requests()).isZero();
        step.release();
        for (CompletableFuture<String> one : all) {
            assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(OK);
        }
        assertThat(tokens.requests()).isEqualTo(1);
        assertThat(tokens.received().getFirst().body().text()).isEqualTo("client_secret=" + SECRET);
        assertThat(api.received())
                .hasSize(60)
                .allMatch(r -> r.header("authorization").equals("Bearer one"));
    }

    @Test
    void a_token_near_its_end_serves_while_the_next_one_is_fetched() throws Exception {
        api.always(OpenAiReplies.chat("hello"));
        var step = new dev.headgate.testkit.Step();
        tokens.script(token("one", 3600), token("two", 3600).after(step));
        assertThat(ask()).isEqualTo(OK);
        clock.pass(Duration.ofMinutes(56));
        assertThat(ask()).isEqualTo(OK);
        assertThat(lastToken()).as("too early for another").isEqualTo("Bearer one");
        assertThat(tokens.requests()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(20));
        assertThat(ask()).isEqualTo(OK);
        assertThat(lastToken()).isEqualTo("Bearer one");
        step.awaitReached();
        assertThat(ask()).isEqualTo(OK);
        assertThat(lastToken()).isEqualTo("Bearer one");
        step.release();
        clock.pass(Duration.ofMinutes(5)); // the old one is over, so the next attempt waits if it must
        assertThat(ask()).isEqualTo(OK);
        assertThat(lastToken()).isEqualTo("Bearer two");
        assertThat(tokens.requests()).isEqualTo(2);
    }

    @Test
    void an_expired_token_is_never_sent() throws Exception {
        api.always(OpenAiReplies.chat("hello"));
        tokens.script(token("one", 3600), token("two", 3600));
        assertThat(ask()).isEqualTo(OK);
        clock.pass(Duration.ofHours(1).minusSeconds(5));
        List<CompletableFuture<String>> all =
                IntStream.range(0, 20).mapToObj(i -> begin(upstream, i % 2)).toList();
        for (CompletableFuture<String> one : all) {
            assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(OK);
        }
        assertThat(api.received().stream().skip(1))
                .allMatch(r -> r.header("authorization").equals("Bearer two"));
        assertThat(tokens.requests()).isEqualTo(2);
    }

    @Test
    void a_wall_clock_that_was_set_does_not_make_a_token_last() throws Exception {
        api.always(OpenAiReplies.chat("hello"));
        tokens.script(token("one", 3600), token("two", 3600), token("three", 3600));
        assertThat(ask()).isEqualTo(OK);
        clock.set(Duration.ofHours(-5));
        clock.pass(Duration.ofHours(1));
        assertThat(ask()).isEqualTo(OK);
        assertThat(lastToken()).isEqualTo("Bearer two");
        // As after a sleep, in which the other clock stands still.
        clock.set(Duration.ofHours(2));
        assertThat(ask()).isEqualTo(OK);
        assertThat(lastToken()).isEqualTo("Bearer three");
    }

    @Test
    void a_refused_token_is_fetched_anew_and_the_request_sent_again() throws Exception {
        api.script(OpenAiReplies.error(401, "invalid_token", "expired"), OpenAiReplies.chat("hello"));
        tokens.script(token("one", 3600), token("two", 3600));
        assertThat(ask()).isEqualTo(OK);
        assertThat(api.received())
                .extracting(r -> r.header("authorization"))
                .containsExactly("Bearer one", "Bearer two");
        assertThat(api.received()).extracting(r -> r.body().text()).containsOnly("{\"model\":\"m\"}");
    }

    @Test
    void a_token_that_is_refused_again_is_not_fetched_over_and_over() throws Exception {
        api.always(OpenAiReplies.error(401, "invalid_token", "wrong audience"));
        tokens.always(token("same", 3600));
        for (int i = 0; i < 5; i++) {
            assertThat(ask()).startsWith("UPSTREAM_AUTH");
        }
        assertThat(tokens.requests()).isEqualTo(2);
        assertThat(api.requests()).isEqualTo(6);
        clock.pass(Duration.ofMinutes(1));
        assertThat(ask()).startsWith("UPSTREAM_AUTH");
        assertThat(tokens.requests()).isEqualTo(3);
    }

    @Test
    void a_refusal_is_told_as_one_and_holds_no_secret() throws Exception {
        tokens.always(Reply.json(
                400, "{\"error\":\"invalid_client\",\"error_description\":\"bad secret\\r\\nBearer " + SECRET + "\"}"));
        assertThat(ask())
                .startsWith("UPSTREAM_AUTH")
                .contains("This is not about your key")
                .doesNotContain(SECRET, tokens.url());
        assertThat(troubles)
                .singleElement()
                .asString()
                .contains("invalid_client")
                .doesNotContain(SECRET, "\n");
        assertThat(api.requests()).isZero();
    }

    @Test
    void after_a_failure_nobody_asks_for_a_while_and_then_one_does() throws Exception {
        tokens.always(Reply.json(503, "{}"));
        for (int i = 0; i < 10; i++) {
            assertThat(ask()).startsWith("UPSTREAM_UNREACHABLE");
        }
        assertThat(tokens.requests()).isEqualTo(1);
        clock.pass(Duration.ofMillis(1100));
        assertThat(ask()).startsWith("UPSTREAM_UNREACHABLE");
        clock.pass(Duration.ofMillis(1100));
        assertThat(ask()).as("a longer pause").startsWith("UPSTREAM_UNREACHABLE");
        assertThat(tokens.requests()).isEqualTo(2);
        clock.pass(Duration.ofMillis(1100));
        tokens.always(token("one", 60));
        api.always(OpenAiReplies.chat("hello"));
        assertThat(ask()).isEqualTo(OK);
        assertThat(tokens.requests()).isEqualTo(3);
        assertThat(troubles).hasSize(2);
    }

    @Test
    void a_token_that_still_serves_outlasts_a_failing_endpoint() throws Exception {
        api.always(OpenAiReplies.chat("hello"));
        tokens.script(token("one", 3600));
        tokens.always(Reply.closing());
        assertThat(ask()).isEqualTo(OK);
        clock.pass(Duration.ofMinutes(57));
        assertThat(ask()).isEqualTo(OK);
        tokens.await(2);
        assertThat(ask()).isEqualTo(OK);
        clock.pass(Duration.ofMinutes(3));
        assertThat(ask()).startsWith("UPSTREAM_UNREACHABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{}",
                "[1]",
                "{\"access_token\":7}",
                "{\"access_token\":\"a\\nb\"}",
                "{\"access_token\":\"x\""
            })
    void an_answer_that_holds_no_token_is_a_failure_of_the_attempt(String answer) throws Exception {
        tokens.always(Reply.json(200, answer));
        assertThat(ask()).startsWith("UPSTREAM_UNREACHABLE");
        assertThat(troubles).hasSize(1);
    }

    @Test
    void an_endless_answer_is_cut() throws Exception {
        tokens.always(Reply.of(200).chunked().repeating(new byte[8192], 1 << 20));
        assertThat(ask()).startsWith("UPSTREAM_UNREACHABLE");
        assertThat(troubles).singleElement().asString().contains("too long");
    }

    @Test
    void a_silent_endpoint_is_not_waited_for_longer_than_its_limit() throws Exception {
        tokens.always(Reply.never());
        assertThat(ask(upstream(source, Duration.ofMillis(50)))).startsWith("UPSTREAM_UNREACHABLE");
        assertThat(troubles).singleElement().asString().contains("cannot be reached");
        tokens.awaitClosed();
    }

    @Test
    void many_short_waits_together_have_a_limit_too() throws Exception {
        tokens.always(Reply.json(200, "{}"));
        assertThat(ask(upstream(now -> endless(), Duration.ofSeconds(5)))).startsWith("UPSTREAM_UNREACHABLE");
        assertThat(troubles).singleElement().asString().contains("too many steps");
    }

    private Step endless() {
        return new Step.Call(TokenCall.get(tokens.uri("/"), List.of()), answer -> endless());
    }

    @Test
    void whoever_leaves_while_waiting_sends_nothing() throws Exception {
        var step = new dev.headgate.testkit.Step();
        tokens.script(token("one", 3600).after(step));
        var gone = new CompletableFuture<UpstreamAttempt>();
        contexts.getFirst().runOnContext(v -> gone.complete(attempt(upstream, 0)));
        CompletableFuture<String> stays = begin(upstream, 1);
        step.awaitReached();
        UpstreamAttempt leaving = gone.get(10, TimeUnit.SECONDS);
        var left = new CompletableFuture<Boolean>();
        contexts.getFirst().runOnContext(v -> {
            leaving.cancel();
            left.complete(leaving.outcome().failed());
        });
        assertThat(left.get(10, TimeUnit.SECONDS)).isTrue();
        api.always(OpenAiReplies.chat("hello"));
        step.release();
        assertThat(stays.get(10, TimeUnit.SECONDS)).isEqualTo(OK);
        assertThat(api.requests()).isEqualTo(1);
    }

    @Test
    void secrets_do_not_go_over_plain_http_to_far_away() throws Exception {
        Source far = now -> OAuth.ask(TokenCall.post(
                URI.create("http://tokens.example.com/token"), new Form().with("client_secret", SECRET)));
        assertThat(ask(upstream(far, Duration.ofSeconds(5)))).startsWith("UPSTREAM_AUTH");
        assertThat(troubles).singleElement().asString().contains("not HTTPS").doesNotContain(SECRET);
    }

    @Test
    void a_file_is_read_anew_for_each_credential(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("token");
        Files.writeString(file, "first\n");
        Source fromFile = now -> new Step.Read(
                file.toString(),
                text -> text.<Step>map(t -> new Step.Obtained(new Grant(
                                Proof.Header.bearer(t.strip()),
                                Optional.of(clock.now().plusSeconds(600)))))
                        .orElseGet(() -> new Step.Absent("the file " + file + " cannot be read")));
        Upstream own = upstream(fromFile, Duration.ofSeconds(5));
        api.always(OpenAiReplies.chat("hello"));
        assertThat(ask(own)).isEqualTo(OK);
        assertThat(lastToken()).isEqualTo("Bearer first");
        Files.writeString(file, "second\n");
        clock.pass(Duration.ofMinutes(10));
        assertThat(ask(own)).isEqualTo(OK);
        assertThat(lastToken()).isEqualTo("Bearer second");
        Files.delete(file);
        clock.pass(Duration.ofMinutes(10));
        assertThat(ask(own)).startsWith("UPSTREAM_AUTH");
        assertThat(troubles).singleElement().asString().contains(file.toString());
    }

    @Test
    void a_signer_sees_what_is_sent() throws Exception {
        record Signer() implements Proof.Signer {
            @Override
            public List<String> secrets() {
                return List.of();
            }

            @Override
            public List<Map.Entry<String, String>> sign(Outgoing request, Instant now) {
                var seen = new ArrayList<String>();
                request.headers().forEach(h -> seen.add(h.getKey()));
                return List.of(Map.entry(
                        "x-seen",
                        request.method() + " " + request.path() + " "
                                + request.body().text() + " " + seen + " " + now));
            }
        }
        api.always(OpenAiReplies.chat("hello"));
        Source signing = now -> new Step.Obtained(new Grant(new Signer(), Optional.empty()));
        assertThat(ask(upstream(signing, Duration.ofSeconds(5)))).isEqualTo(OK);
        Received received = api.received().getFirst();
        assertThat(received.header("x-seen"))
                .isEqualTo(received.method() + " " + received.path() + " "
                        + received.body().text()
                        + " [content-type, accept, accept-encoding, user-agent] 2026-11-25T12:00:00Z");
    }

    @Test
    void an_aws_signature_is_over_what_arrives() throws Exception {
        api.always(OpenAiReplies.chat("hello"));
        String yaml = "upstreams: { a: { provider: p, base-url: \"" + api.url() + "\" } }";
        ConfigResult read = ConfigReader.read(
                "gateway.yaml",
                yaml.getBytes(StandardCharsets.UTF_8),
                Path.of(""),
                new ConfigContext(Set.of("p"), name -> Optional.empty()));
        Map<String, String> environment = Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "a/secret+key",
                "AWS_SESSION_TOKEN", "session-token");
        Source aws = new AwsCloud("bedrock-runtime", "bedrock")
                .account(
                        ((ConfigResult.Valid) read)
                                .config()
                                .upstreams()
                                .values()
                                .iterator()
                                .next(),
                        name -> Optional.ofNullable(environment.get(name)))
                .source()
                .orElseThrow();
        Upstream signing = upstream(aws, Duration.ofSeconds(5));
        for (int i = 0; i < 2; i++) {
            assertThat(ask(signing)).isEqualTo(OK);
            clock.pass(Duration.ofDays(1));
        }
        assertThat(api.received()).hasSize(2);
        for (Received r : api.received()) {
            var signature = new ReceivedSignature(r);
            assertThat(signature.holds("a/secret+key")).isTrue();
            assertThat(signature.holds("another")).isFalse();
            assertThat(signature.key() + " " + signature.region() + " " + signature.service())
                    .isEqualTo("AKIDEXAMPLE eu-west-1 bedrock");
            assertThat(signature.headers()).isEqualTo("content-type;host;x-amz-date;x-amz-security-token");
            assertThat(r.fields().all("host")).hasSize(1);
        }
        assertThat(api.received().getLast().header("x-amz-date")).isEqualTo("20261126T120000Z");
    }
}
