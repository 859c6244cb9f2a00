package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upstreams in clouds, whose tokens are fetched: what the caller, the cloud and the operator's tools see of it. */
final class CloudCredentialsTest {
    private static final String SECRET = "application-secret-1";
    private static final String GEMINI =
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"from gemini\"}]},"
                    + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2,\"totalTokenCount\":5}}";
    private static final String CLAUDE =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5\","
                    + "\"content\":[{\"type\":\"text\",\"text\":\"from claude\"}],\"stop_reason\":\"end_turn\","
                    + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";

    private final FakeUpstream tokens = new FakeUpstream();
    private final FakeUpstream cloud = new FakeUpstream();
    private final FakeUpstream spare = new FakeUpstream().always(OpenAiReplies.chat("from spare"));

    @AfterEach
    void close() {
        tokens.close();
        cloud.close();
        spare.close();
    }

    private TestGateway azure(String entra, Map<String, String> environment) {
        return TestGateway.start("""
                upstreams:
                  azure: { provider: azure, base-url: "%s", entra: %s, breaker: off }
                  spare: { provider: openai-compatible, base-url: "%s" }
                models:
                  m: { targets: [ azure/gpt-4o, spare/real ], retry: { attempts: 1 } }
                """.formatted(cloud.url(), entra, spare.url()), environment);
    }

    private String application() {
        return "{ tenant: acme.example, client-id: app-1, client-secret: %s, authority: \"%s\" }"
                .formatted(SECRET, tokens.url());
    }

    private TestGateway vertex() {
        return TestGateway.start("""
                upstreams:
                  vertex: { provider: vertex, base-url: "%s", google: { project: acme-1, location: europe-west4 } }
                models:
                  "*": vertex/*
                """.formatted(cloud.url()), Map.of("GCE_METADATA_HOST", "127.0.0.1:" + tokens.port()));
    }

    private static Answer ask(TestGateway gateway, String model) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            return client.post("/v1/chat/completions", Pair.chat(model)).read();
        }
    }

    private static Reply token(String token) {
        return Reply.json(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3600}");
    }

    private static String fetches(String outcome) {
        return "headgate_credential_fetches_total{outcome=\"" + outcome + "\",upstream=\"azure\"} 1.0";
    }

    @Test
    void azure_is_shown_a_token_of_entras() {
        tokens.always(token("entra-token-1"));
        cloud.always(OpenAiReplies.chat("from azure"));
        try (TestGateway gateway = azure(application(), Map.of())) {
            for (int i = 0; i < 3; i++) {
                assertThat(ask(gateway, "m").chat().text()).isEqualTo("from azure");
            }
            assertThat(gateway.metrics()).contains(fetches("obtained"));
        }
        assertThat(tokens.received()).singleElement().satisfies(r -> {
            assertThat(r.path()).isEqualTo("/acme.example/oauth2/v2.0/token");
            assertThat(r.body().text()).contains("client_id=app-1", "client_secret=" + SECRET);
        });
        assertThat(cloud.received()).hasSize(3).allSatisfy(r -> {
            assertThat(r.header("authorization")).isEqualTo("Bearer entra-token-1");
            assertThat(r.header("api-key")).isEmpty();
        });
    }

    @Test
    void a_managed_identity_is_found_by_the_environment() {
        tokens.always(token("app-token-1"));
        cloud.always(OpenAiReplies.chat("from azure"));
        try (TestGateway gateway =
                azure("{}", Map.of("IDENTITY_ENDPOINT", tokens.url() + "/msi/token", "IDENTITY_HEADER", "header-1"))) {
            assertThat(ask(gateway, "m").chat().text()).isEqualTo("from azure");
        }
        Received asked = tokens.received().getFirst();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.path()).startsWith("/msi/token?api-version=2019-08-01&resource=");
        assertThat(asked.header("x-identity-header")).isEqualTo("header-1");
    }

    @Test
    void another_target_is_tried_when_no_token_is_given() {
        tokens.always(Reply.json(
                401, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: bad " + SECRET + "\"}"));
        TestGateway gateway = azure(application(), Map.of());
        try (gateway) {
            Answer answer = ask(gateway, "m");
            assertThat(answer.chat().text()).isEqualTo("from spare");
            assertThat(trail(answer)).isEqualTo("azure;failed spare;200");
            assertThat(gateway.metrics()).contains(fetches("refused"));
            assertThat(answer.fields() + answer.text()).doesNotContain(SECRET);
        }
        assertThat(gateway.accessLog()).isNotEmpty().doesNotContain(SECRET);
        assertThat(cloud.requests()).isZero();
    }

    @Test
    void another_target_is_tried_when_the_token_endpoint_cannot_be_reached() {
        tokens.always(Reply.resetting());
        try (TestGateway gateway = azure(application(), Map.of())) {
            Answer answer = ask(gateway, "m");
            assertThat(answer.chat().text()).isEqualTo("from spare");
            assertThat(trail(answer)).isEqualTo("azure;unreachable spare;200");
            assertThat(gateway.metrics()).contains(fetches("broken"));
        }
        assertThat(cloud.requests()).isZero();
    }

    @Test
    void a_token_that_azure_refuses_is_fetched_anew_before_another_target_is_tried() {
        tokens.script(token("old-token-1"), token("new-token-2"));
        cloud.script(OpenAiReplies.error(401, "401", "Access token has expired"), OpenAiReplies.chat("from azure"));
        try (TestGateway gateway = azure(application(), Map.of())) {
            Answer answer = ask(gateway, "m");
            assertThat(answer.chat().text()).isEqualTo("from azure");
            assertThat(trail(answer)).isEqualTo("azure;200");
        }
        assertThat(cloud.received().getLast().header("authorization")).isEqualTo("Bearer new-token-2");
    }

    @Test
    void a_reload_that_changes_nothing_of_it_keeps_the_token() {
        tokens.always(token("entra-token-1"));
        cloud.always(OpenAiReplies.chat("from azure"));
        String before = """
                upstreams:
                  azure: { provider: azure, base-url: "%s", entra: %s }
                models: { m: azure/gpt-4o, n: azure/gpt-5 }
                """.formatted(cloud.url(), application());
        try (TestGateway gateway = TestGateway.start(before)) {
            ask(gateway, "m");
            assertThat(gateway.reload(before.replace("n: azure", "o: azure"))).isEmpty();
            assertThat(ask(gateway, "o").chat().text()).isEqualTo("from azure");
        }
        assertThat(tokens.requests()).isEqualTo(1);
    }

    @Test
    void vertex_speaks_the_format_of_the_models_maker() {
        tokens.always(token("google-token-1"));
        cloud.when(r -> r.path().contains("/google/"), Reply.json(200, GEMINI));
        cloud.when(r -> r.path().contains("/anthropic/"), Reply.json(200, CLAUDE));
        try (TestGateway gateway = vertex()) {
            assertThat(ask(gateway, "gemini-2.5-flash").chat().text()).isEqualTo("from gemini");
            assertThat(ask(gateway, "claude-sonnet-4-5@20250929").chat().text()).isEqualTo("from claude");
        }
        assertThat(cloud.received())
                .extracting(Received::path)
                .containsExactly(
                        "/v1/projects/acme-1/locations/europe-west4/publishers/google/models/gemini-2.5-flash:generateContent",
                        "/v1/projects/acme-1/locations/europe-west4/publishers/anthropic/models/claude-sonnet-4-5%4020250929:rawPredict");
        assertThat(cloud.received()).allMatch(r -> r.header("authorization").equals("Bearer google-token-1"));
        assertThat(cloud.received().getLast().body().text())
                .startsWith("{\"anthropic_version\":\"vertex-2023-10-16\",")
                .doesNotContain("\"model\"");
        assertThat(tokens.received())
                .singleElement()
                .satisfies(r -> assertThat(r.header("metadata-flavor")).isEqualTo("Google"));
    }

    @Test
    void streams_of_claude_on_vertex_are_asked_for_at_another_path() {
        tokens.always(token("google-token-1"));
        cloud.always(Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .then(
                        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"usage\":{\"input_tokens\":1}}}\n\n")
                .then(
                        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n")
                .then(
                        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hello\"}}\n\n")
                .then(
                        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}\n\n")
                .then("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
        try (TestGateway gateway = vertex();
                RawClient client = RawClient.connect(gateway.url().toString())) {
            Answer answer = client.post(
                            "/v1/chat/completions", Pair.streamed("claude-opus-4-1@20250805"), "anthropic-beta: b-1")
                    .read();
            assertThat(answer.chat().text()).isEqualTo("hello");
        }
        Received asked = cloud.received().getFirst();
        assertThat(asked.path()).endsWith("/claude-opus-4-1%4020250805:streamRawPredict");
        assertThat(asked.body().text()).contains("\"stream\":true");
        assertThat(asked.header("anthropic-beta")).isEqualTo("b-1");
    }

    @Test
    void what_is_missing_or_too_much_is_named_with_its_place() {
        assertThatThrownBy(() ->
                        TestGateway.start("upstreams: { v: { provider: vertex, google: {} } }\nmodels: { m: v/x }\n"))
                .hasMessageContaining("upstreams.v.google.project: no project is known");
        assertThatThrownBy(() -> TestGateway.start(
                        "upstreams: { a: { provider: azure, base-url: \"http://a\", entra: { client-id: c, client-secret: \"${S}\" } } }\nmodels: { m: a/x }\n",
                        Map.of("S", SECRET)))
                .hasMessageContaining("upstreams.a.entra.tenant: no tenant is known")
                .hasMessageNotContaining(SECRET);
        assertThatThrownBy(() -> TestGateway.start(
                        "upstreams: { o: { provider: openai, aws: { region: eu-west-1 } } }\nmodels: { m: o/x }\n"))
                .hasMessageContaining("upstreams.o.aws: the provider openai is not reached that way");
        assertThatThrownBy(
                        () -> TestGateway.start(
                                "upstreams: { a: { provider: azure, base-url: \"http://a\", api-key: k-1, entra: {} } }\nmodels: { m: a/x }\n"))
                .hasMessageContaining("upstreams.a.entra: api-key or api-keys is written too");
        assertThatThrownBy(
                        () -> TestGateway.start(
                                "upstreams: { a: { provider: azure, base-url: \"http://a\", entra: { managed-identity: true, tenant: t } } }\nmodels: { m: a/x }\n"))
                .hasMessageContaining("managed-identity needs nothing beside it but a client-id");
    }
}
