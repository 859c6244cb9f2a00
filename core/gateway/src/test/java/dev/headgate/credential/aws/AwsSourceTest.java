package dev.headgate.credential.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.settings.Secret;
import dev.headgate.config.Aws;
import dev.headgate.credential.Grant;
import dev.headgate.credential.Step;
import dev.headgate.credential.World;
import dev.headgate.dialect.UpstreamError;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where keys of AWS are looked for, and what is said where there are none. */
final class AwsSourceTest {
    private static final String STS = "https://sts.eu-west-1.amazonaws.com";
    private static final String ROLE = "arn:aws:iam::123456789012:role/gateway";
    private static final String METADATA = "http://169.254.169.254/latest/";
    private static final String ROLES = METADATA + "meta-data/iam/security-credentials/";
    private static final String ASSUMED = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
              <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role/secret+</SecretAccessKey>
              <SessionToken>role-token==</SessionToken><Expiration>2026-11-25T13:00:00Z</Expiration>
            </Credentials></AssumeRoleResult></AssumeRoleResponse>
            """;
    private static final String KEYS =
            "{\"Code\":\"Success\",\"AccessKeyId\":\"ASIAMETA\",\"SecretAccessKey\":\"meta-secret\",\"Token\":\"meta-token\","
                    + "\"Expiration\":\"2026-11-25T18:00:00Z\"}";

    private final World world = new World();
    private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/gate"));

    /** A configuration with some of its keys written, in the order of the record. */
    private static Aws config(Map<String, String> written) {
        return new Aws(
                Optional.of("eu-west-1"),
                Optional.ofNullable(written.get("profile")),
                Optional.ofNullable(written.get("access-key-id")),
                Optional.ofNullable(written.get("secret-access-key")).map(Secret::new),
                Optional.ofNullable(written.get("session-token")).map(Secret::new),
                Optional.ofNullable(written.get("role-arn")),
                Optional.ofNullable(written.get("external-id")),
                Optional.empty(),
                Optional.ofNullable(written.get("web-identity-token-file")).map(Path::of),
                Optional.empty());
    }

    private AwsSource source(Map<String, String> written) {
        return new AwsSource(
                config(written),
                Map.copyOf(environment),
                new Sts(URI.create(STS), "eu-west-1"),
                "eu-west-1",
                "bedrock",
                URI.create("https://bedrock-runtime.eu-west-1.amazonaws.com"));
    }

    private AwsSource source() {
        return source(Map.of());
    }

    private AwsKeys keys(AwsSource source) {
        return ((AwsSigner) world.grant(source).proof()).keys();
    }

    private void inEnvironment() {
        environment.put("AWS_ACCESS_KEY_ID", "AKIAENV");
        environment.put("AWS_SECRET_ACCESS_KEY", "env-secret");
    }

    private void everywhere() {
        inEnvironment();
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
        environment.put("AWS_ROLE_ARN", ROLE);
        environment.put("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/x");
        world.file("/token", "who-we-are\n")
                .file(
                        "/home/gate/.aws/credentials",
                        "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = file-secret\n")
                .answer(STS, 200, ASSUMED)
                .answer("http://169.254.170.2/v2/credentials/x", 200, KEYS.replace("META", "CONTAINER"))
                .answer(METADATA + "api/token", 200, "session")
                .answer(ROLES, 200, "gateway-role")
                .answer(ROLES + "gateway-role", 200, KEYS);
    }

    @Test
    void places_are_looked_at_in_the_order_of_aws_own_tools() {
        everywhere();
        assertThat(keys(source(Map.of("access-key-id", "AKIACONF", "secret-access-key", "s")))
                        .id())
                .isEqualTo("AKIACONF");
        assertThat(keys(source()).id()).isEqualTo("AKIAENV");
        environment.remove("AWS_ACCESS_KEY_ID");
        assertThat(keys(source()).id()).isEqualTo("ASIAROLE");
        environment.remove("AWS_ROLE_ARN");
        assertThat(keys(source()).id()).isEqualTo("AKIAFILE");
        environment.put("HOME", "/nobody");
        assertThat(keys(source()).id()).isEqualTo("ASIACONTAINER");
        environment.remove("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        assertThat(keys(source()).id()).isEqualTo("ASIAMETA");
    }

    @Test
    void where_there_are_none_it_is_said_where_they_were_looked_for() {
        Step end = world.end(source());
        assertThat(end).isInstanceOf(Step.Absent.class);
        assertThat(((Step.Absent) end).why())
                .contains("AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "no keys in the profile default")
                .contains("AWS_CONTAINER_CREDENTIALS_FULL_URI", "no instance metadata service answers");
    }

    @Test
    void keys_in_the_configuration_last() {
        Grant grant = world.grant(
                source(Map.of("access-key-id", "AKIACONF", "secret-access-key", "s", "session-token", "t")));
        assertThat(grant.expires()).isEmpty();
        assertThat(((AwsSigner) grant.proof()).keys().token()).contains("t");
        assertThat(world.calls()).isEmpty();
    }

    @Test
    void a_web_identity_takes_its_role_on() {
        world.file("/token", "who-we-are\n").answer(STS, 200, ASSUMED);
        Grant grant = world.grant(source(Map.of("role-arn", ROLE, "web-identity-token-file", "/token")));
        assertThat(world.lastForm())
                .isEqualTo(
                        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012"
                                + "%3Arole%2Fgateway&RoleSessionName=headgate&WebIdentityToken=who-we-are");
        assertThat(world.lastHeader("authorization")).isEmpty();
        assertThat(((AwsSigner) grant.proof()).keys())
                .isEqualTo(new AwsKeys("ASIAROLE", "role/secret+", Optional.of("role-token==")));
        assertThat(grant.expires()).contains(World.NOW.plusSeconds(3600));
        assertThat(world.end(source(Map.of("role-arn", ROLE, "web-identity-token-file", "/none"))))
                .isEqualTo(new Step.Refused("the file /none holds no token, or cannot be read"));
    }

    @Test
    void a_role_is_taken_on_with_the_other_keys() {
        inEnvironment();
        world.answer(STS, 200, ASSUMED);
        assertThat(keys(source(Map.of("role-arn", ROLE, "external-id", "of 7"))).id())
                .isEqualTo("ASIAROLE");
        assertThat(world.lastForm()).startsWith("Action=AssumeRole&").endsWith("&ExternalId=of+7");
        assertThat(world.lastHeader("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIAENV/20261125/eu-west-1/sts/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date, Signature=");
    }

    @ParameterizedTest
    @CsvSource({
        "400, ExpiredTokenException, Refused",
        "403, AccessDenied, Refused",
        "400, IDPCommunicationError, Broken",
        "503, Unavailable, Broken"
    })
    void a_refused_role_is_told_apart_from_a_service_that_fails(int status, String code, String kind) {
        inEnvironment();
        world.answer(
                STS,
                status,
                "<ErrorResponse><Error><Code>" + code + "</Code><Message>no\nway</Message></Error></ErrorResponse>");
        Step end = world.end(source(Map.of("role-arn", ROLE)));
        assertThat(end.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(end.toString()).contains(STS, code + ": no way").doesNotContain("env-secret");
    }

    @Test
    void profiles_name_keys_or_roles() {
        world.file("/home/gate/.aws/credentials", """
                        # keys
                        [base]
                        aws_access_key_id=AKIABASE
                        aws_secret_access_key = base/secret=  ; a comment
                        aws_session_token = t
                        """)
                .file("/home/gate/.aws/config", """
                        [profile plain]
                        region = eu-west-1
                        [profile web]
                        role_arn = arn:aws:iam::123456789012:role/web
                        web_identity_token_file = /token
                        [profile chained]
                        role_arn = arn:aws:iam::123456789012:role/chained
                        source_profile = base
                        external_id = e
                        s3 =
                          role_arn = not-this
                        [profile container]
                        role_arn = arn:aws:iam::123456789012:role/c
                        credential_source = EcsContainer
                        [profile self]
                        role_arn = arn:aws:iam::123456789012:role/self
                        source_profile = self
                        [profile person]
                        sso_session = corp
                        [profile program]
                        credential_process = /bin/keys
                        [base]
                        aws_access_key_id = not-this-either
                        """)
                .file("/token", "t")
                .answer(STS, 200, ASSUMED)
                .answer("http://169.254.170.2/c", 200, KEYS);
        environment.put("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c");
        assertThat(keys(source(Map.of("profile", "base"))))
                .isEqualTo(new AwsKeys("AKIABASE", "base/secret=", Optional.of("t")));
        assertThat(keys(source(Map.of("profile", "web"))).id()).isEqualTo("ASIAROLE");
        assertThat(world.lastForm()).contains("role%2Fweb");
        assertThat(keys(source(Map.of("profile", "chained"))).id()).isEqualTo("ASIAROLE");
        assertThat(world.lastForm()).contains("role%2Fchained").endsWith("ExternalId=e");
        assertThat(world.lastHeader("authorization")).contains("AKIABASE").contains("x-amz-security-token");
        assertThat(keys(source(Map.of("profile", "container"))).id()).isEqualTo("ASIAROLE");
        assertThat(world.lastHeader("authorization")).contains("ASIAMETA");
        assertThat(world.end(source(Map.of("profile", "self")))).isInstanceOf(Step.Refused.class);
        assertThat(world.end(source(Map.of("profile", "person"))).toString()).contains("signs a person in");
        assertThat(world.end(source(Map.of("profile", "program"))).toString()).contains("runs a program");
        assertThat(world.end(source(Map.of("profile", "none"))))
                .isEqualTo(new Step.Absent("no keys in the profile none"));
        environment.put("AWS_PROFILE", "base");
        assertThat(keys(source()).id()).isEqualTo("AKIABASE");
    }

    @Test
    void a_container_shows_its_token() {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "in-the-environment");
        world.answer("http://169.254.170.23/v1/credentials", 200, KEYS).file("/pod/token", "in-the-file\n");
        Grant grant = world.grant(source());
        assertThat(world.lastHeader("authorization")).isEqualTo("in-the-environment");
        assertThat(grant.expires()).contains(World.NOW.plusSeconds(6 * 3600));
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/pod/token");
        assertThat(keys(source()).token()).contains("meta-token");
        assertThat(world.lastHeader("authorization")).isEqualTo("in-the-file");
        world.answer("http://169.254.170.23/v1/credentials", 200, "{\"AccessKeyId\":1}");
        assertThat(world.end(source())).isInstanceOf(Step.Broken.class);
    }

    @Test
    void an_instance_is_asked_by_session() {
        world.answer(METADATA + "api/token", 200, "session")
                .answer(ROLES, 200, "gateway-role\n")
                .answer(ROLES + "gateway-role", 200, KEYS);
        assertThat(keys(source()).id()).isEqualTo("ASIAMETA");
        assertThat(world.calls().getFirst().method()).isEqualTo("PUT");
        assertThat(world.lastHeader("x-aws-ec2-metadata-token")).isEqualTo("session");
        world.answer(ROLES, 404, "");
        assertThat(((Step.Absent) world.end(source())).why()).endsWith("the instance has no role");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        assertThat(((Step.Absent) world.end(source())).why()).endsWith("AWS_EC2_METADATA_DISABLED is set");
    }

    @ParameterizedTest
    @CsvSource({
        "403, The security token included in the request is expired, true",
        "403, The security token included in the request is invalid., true",
        "403, User: x is not authorized to perform: bedrock:InvokeModel, false",
        "400, Malformed input request, false",
        "401, anything, true"
    })
    void an_answer_tells_whether_the_keys_have_gone(int status, String message, boolean outlived) {
        var error = new UpstreamError(
                status, message, Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());
        assertThat(source().outlived(error)).isEqualTo(outlived);
    }

    @Test
    void a_source_shows_no_secret() {
        inEnvironment();
        assertThat(source(Map.of("access-key-id", "AKIACONF", "secret-access-key", "conf-secret"))
                        .toString())
                .doesNotContain("env-secret", "conf-secret");
        assertThat(source()).isEqualTo(source()).hasSameHashCodeAs(source());
    }
}
