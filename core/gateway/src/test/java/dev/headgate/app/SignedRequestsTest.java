package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to Bedrock that are signed: what arrives is what the signature is over. */
final class SignedRequestsTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String ANSWER =
            "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"from bedrock\"}]}},"
                    + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5}}";
    private static final String ASSUMED =
            "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
                    + "<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken>"
                    + "<Expiration>2126-11-25T13:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";

    private final FakeUpstream bedrock = new FakeUpstream();
    private final FakeUpstream sts = new FakeUpstream();
    private final FakeUpstream spare = new FakeUpstream().always(OpenAiReplies.chat("from spare"));

    @AfterEach
    void close() {
        bedrock.close();
        sts.close();
        spare.close();
    }

    private TestGateway gateway(Map<String, String> environment) {
        var all = new HashMap<>(environment);
        all.put("AWS_REGION", "eu-west-1");
        all.put("AWS_EC2_METADATA_DISABLED", "true");
        all.put("AWS_ENDPOINT_URL_STS", sts.url());
        return TestGateway.start("""
                upstreams:
                  aws: { provider: bedrock, base-url: "%s/prefix", breaker: off }
                  spare: { provider: openai-compatible, base-url: "%s" }
                models:
                  m: { targets: [ "aws/anthropic.claude-3-haiku-20240307-v1:0", spare/real ], retry: { attempts: 1 } }
                  arn: "aws/arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.x.y-v1:0"
                """.formatted(bedrock.url(), spare.url()), all);
    }

    private static Answer ask(TestGateway gateway, String model) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            return client.post("/v1/chat/completions", Pair.chat(model)).read();
        }
    }

    @Test
    void the_signature_is_over_the_bytes_that_arrive() throws Exception {
        bedrock.always(Reply.json(200, ANSWER));
        try (TestGateway gateway = gateway(Map.of(
                "AWS_ACCESS_KEY_ID",
                "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "AWS_SESSION_TOKEN",
                "session-token"))) {
            for (String model : new String[] {"m", "arn"}) {
                assertThat(ask(gateway, model).chat().text()).isEqualTo("from bedrock");
            }
        }
        assertThat(bedrock.received())
                .extracting(Received::path)
                .containsExactly(
                        "/prefix/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse",
                        "/prefix/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Ainference-profile%2Feu.x.y-v1%3A0/converse");
        for (Received r : bedrock.received()) {
            var signature = new ReceivedSignature(r);
            assertThat(signature.key()).isEqualTo("AKIDEXAMPLE");
            assertThat(signature.region()).isEqualTo("eu-west-1");
            assertThat(signature.service()).isEqualTo("bedrock");
            assertThat(signature.headers()).isEqualTo("content-type;host;x-amz-date;x-amz-security-token");
            assertThat(signature.holds(SECRET)).isTrue();
            assertThat(signature.holds(SECRET + "x")).isFalse();
            assertThat(r.fields().all("host")).hasSize(1);
        }
    }

    @Test
    void a_bearer_key_goes_before_the_places_that_aws_looks_at() {
        bedrock.always(Reply.json(200, ANSWER));
        try (TestGateway gateway = gateway(Map.of(
                "AWS_ACCESS_KEY_ID",
                "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "AWS_BEARER_TOKEN_BEDROCK",
                "bearer-key-1"))) {
            assertThat(ask(gateway, "m").chat().text()).isEqualTo("from bedrock");
        }
        assertThat(bedrock.received().getFirst().header("authorization")).isEqualTo("Bearer bearer-key-1");
    }

    @Test
    void an_expired_session_is_taken_on_anew(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "who-we-are");
        sts.script(Reply.of(200).then(ASSUMED), Reply.of(200).then(ASSUMED.replace("role-secret", "newer-secret")));
        bedrock.script(
                Reply.json(403, "{\"message\":\"The security token included in the request is expired\"}"),
                Reply.json(200, ANSWER));
        try (TestGateway gateway = gateway(Map.of(
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                token.toString(),
                "AWS_ROLE_ARN",
                "arn:aws:iam::123456789012:role/gateway"))) {
            Answer answer = ask(gateway, "m");
            assertThat(answer.chat().text()).isEqualTo("from bedrock");
            assertThat(trail(answer)).isEqualTo("aws;200");
        }
        assertThat(sts.received().getFirst().body().text())
                .contains("Action=AssumeRoleWithWebIdentity", "WebIdentityToken=who-we-are");
        assertThat(new ReceivedSignature(bedrock.received().getFirst()).holds("role-secret"))
                .isTrue();
        assertThat(new ReceivedSignature(bedrock.received().getLast()).holds("newer-secret"))
                .isTrue();
        assertThat(bedrock.received().getLast().header("x-amz-security-token")).isEqualTo("role-token");
    }

    @Test
    void without_keys_anywhere_another_target_is_tried() {
        try (TestGateway gateway = gateway(Map.of("HOME", "/nobody"))) {
            Answer answer = ask(gateway, "m");
            assertThat(answer.chat().text()).isEqualTo("from spare");
            assertThat(trail(answer)).isEqualTo("aws;failed spare;200");
        }
        assertThat(bedrock.requests()).isZero();
    }
}
