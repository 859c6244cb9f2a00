package dev.headgate.dialect.openai;

import static dev.headgate.dialect.openai.Verdicts.array;
import static dev.headgate.dialect.openai.Verdicts.object;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;
import dev.headgate.dialect.UnknownModel;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatRequestReaderTest {
    private static final RequestReader READER = new ChatRequestReader();
    private static final String JSON = "400 invalid_json -";
    private static final String DUPLICATE = "400 duplicate_field -";
    private static final String UNKNOWN = "404 model_not_found model";
    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

    @Test
    void reads_what_the_gateway_must_know() {
        String body =
                "{\"model\":\"g\\u0070t-4o\",\"stream\":true,\"n\":3,\"max_tokens\":7,\"max_completion_tokens\":9,"
                        + "\"stream_options\":{\"include_usage\":true},\"tools\":[{}],\"messages\":[" + USER
                        + "],\"x\":1} ";
        RequestHead head = READER.read(Body.of(body));
        assertThat(head.model()).isEqualTo("gpt-4o");
        assertThat(body.substring(head.modelStart(), head.modelEnd())).isEqualTo("\"g\\u0070t-4o\"");
        assertThat(head.stream()).isTrue();
        assertThat(head.includeUsage()).isTrue();
        assertThat(head.choices()).isEqualTo(3);
        assertThat(head.outputCeiling()).hasValue(9);
        assertThat(head.tools()).isTrue();
        assertThat(head.members()).isEqualTo(9);
        assertThat(head.bodyEnd()).isEqualTo(body.length() - 2);
    }

    @Test
    void leaves_out_what_was_not_said() {
        RequestHead head = READER.read(Body.of(with("\"n\":null,\"max_tokens\":null,\"tools\":[],\"stream\":null")));
        assertThat(head.stream()).isFalse();
        assertThat(head.includeUsage()).isFalse();
        assertThat(head.streamOptionsAt().present()).isFalse();
        assertThat(head.choices()).isEqualTo(1);
        assertThat(head.outputCeiling()).isEmpty();
        assertThat(head.tools()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"syntax", "models", "messages", "numbers", "others"})
    void judges(String what, String body, String verdict) {
        assertThat(Verdicts.of(READER, body)).isEqualTo(verdict);
    }

    static Stream<Arguments> syntax() {
        return Stream.of(
                row("J01 empty", "", JSON),
                row("J02 array", "[1]", JSON),
                row("J02 string", "\"x\"", JSON),
                row("J02 null", "null", JSON),
                row("J02 number", "1", JSON),
                row("J03 duplicate", "{\"model\":\"a\",\"model\":\"b\"}", DUPLICATE),
                row("J04 escaped duplicate", "{\"model\":\"a\",\"mod\\u0065l\":\"b\"}", DUPLICATE),
                row("J05 duplicate inside", messages("{\"role\":\"user\",\"role\":\"user\"}"), DUPLICATE),
                row("J06 two documents", "{}{}", JSON),
                row("J06 trailing", with("\"x\":1") + " x", JSON),
                row("J07 nesting 2,000", with("\"x\":" + "[".repeat(2_000) + "]".repeat(2_000)), JSON),
                row("J08 nesting 900", with("\"x\":" + "[".repeat(900) + "]".repeat(900)), JSON),
                row("J09 999 digits in a known member", with("\"max_tokens\":" + "9".repeat(999)), bad("max_tokens")),
                row("J09 999 digits elsewhere", with("\"x\":" + "9".repeat(999)), "ok"),
                row("J10 1,001 digits", with("\"x\":" + "9".repeat(1_001)), JSON),
                row("J11 exponent", with("\"x\":1e999999999"), JSON),
                row("J12 NaN", with("\"x\":NaN"), JSON),
                row("J12 01", with("\"x\":01"), JSON),
                row("J12 1.", with("\"x\":1."), JSON),
                row("J13 comment", "/*c*/" + with("\"x\":1"), JSON),
                row("J14 trailing comma", "{\"model\":\"a\",}", JSON),
                row("J14 single quotes", "{'model':'a'}", JSON),
                row("J15 byte order mark", "\uFEFF" + with("\"x\":1"), JSON),
                row("J18 lone surrogate", with("\"x\":\"\\ud800\""), JSON),
                row("J19 raw NUL", with("\"x\":\"\0\""), JSON),
                row("J20 escaped NUL", messages("{\"role\":\"user\",\"content\":\"\\u0000\"}"), "ok"),
                row("J21 60 kB name", with("\"" + "n".repeat(60_000) + "\":1"), JSON),
                row("J22 100,000 members", "{" + object(100_000, "\"f#\":1").substring(1), "400 invalid_value -"),
                row("1,000 members", with(inner(object(998, "\"f#\":1"))), "ok"),
                row("1,001 members", with(inner(object(999, "\"f#\":1"))), "400 invalid_value -"),
                row("J23 inert names", with("\"__proto__\":{},\"constructor\":1,\"$ref\":\"x\",\"@type\":\"y\""), "ok"),
                row("J24 beyond long", with("\"max_tokens\":9223372036854775808"), bad("max_tokens")),
                row("J25 1.0", with("\"max_tokens\":1.0"), bad("max_tokens")),
                row("J25 1e2", with("\"max_tokens\":1e2"), bad("max_tokens")),
                row("J25 \"5\"", with("\"max_tokens\":\"5\""), type("max_tokens")));
    }

    static Stream<Arguments> models() {
        return Stream.of(
                row("no model", "{\"messages\":[" + USER + "]}", "400 missing_required_parameter model"),
                row("null", model("null"), type("model")),
                row("number", model("5"), type("model")),
                row("array", model("[]"), type("model")),
                row("empty", model("\"\""), bad("model")),
                row("blank", model("\" \""), bad("model")),
                row("trailing space", model("\"gpt-4o \""), UNKNOWN),
                row("leading space", model("\" gpt-4o\""), UNKNOWN),
                row("trailing line end", model("\"gpt-4o\\n\""), UNKNOWN),
                row("homoglyph", model("\"g\u0440t-4o\""), UNKNOWN),
                row("zero width joiner", model("\"gpt\u200d-4o\""), UNKNOWN),
                row("right to left", model("\"gpt\u202e-4o\""), UNKNOWN),
                row("decomposed", model("\"gpte\u0301\""), UNKNOWN),
                row("query", model("\"x?y=z#\""), UNKNOWN),
                row("percent", model("\"%2e%2e\""), UNKNOWN),
                row("header injection", model("\"gpt-4o\\r\\nX-Evil: 1\""), bad("model")),
                row("space inside", model("\"a b\""), bad("model")),
                row("NUL inside", model("\"a\\u0000b\""), bad("model")),
                row("C1 control inside", model("\"a\\u0085b\""), bad("model")),
                row("256 characters", model("\"" + "m".repeat(256) + "\""), "ok"),
                row("257 characters", model("\"" + "m".repeat(257) + "\""), bad("model")),
                row("a million characters", model("\"" + "m".repeat(1_000_000) + "\""), bad("model")),
                row("any allowed character", model("\"aZ09._:/@-\""), "ok"),
                row("GPT-4O", model("\"GPT-4O\""), "ok"),
                row("path", model("\"../../v1/files\""), "ok"));
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                row("missing", "{\"model\":\"m\"}", "400 missing_required_parameter messages"),
                row("null", all("null"), type("messages")),
                row("object", all("{}"), type("messages")),
                row("none", all("[]"), bad("messages")),
                row("10,000", all(array(10_000, USER)), "ok"),
                row("100,000 empty", all(array(100_000, "{}")), "400 missing_required_parameter messages[0].role"),
                row("100,000", all(array(100_000, USER)), bad("messages")),
                row("string", messages("\"hi\""), type("messages[0]")),
                row("no role", messages("{\"content\":\"x\"}"), "400 missing_required_parameter messages[0].role"),
                row("role root", messages("{\"role\":\"root\",\"content\":\"x\"}"), bad("messages[0].role")),
                row("role System", messages("{\"role\":\"System \",\"content\":\"x\"}"), bad("messages[0].role")),
                row("role null", messages("{\"role\":null,\"content\":\"x\"}"), bad("messages[0].role")),
                row("role object", messages("{\"role\":{\"a\":1},\"content\":\"x\"}"), bad("messages[0].role")),
                row("second role", messages(USER + ",{\"role\":1}"), bad("messages[1].role")),
                row("content null", messages("{\"role\":\"user\",\"content\":null}"), type("messages[0].content")),
                row("content first", messages("{\"content\":null,\"role\":\"user\"}"), type("messages[0].content")),
                row("content number", messages("{\"role\":\"user\",\"content\":5}"), type("messages[0].content")),
                row("content object", messages("{\"role\":\"user\",\"content\":{}}"), type("messages[0].content")),
                row("content true", messages("{\"role\":\"user\",\"content\":true}"), type("messages[0].content")),
                row("no content", messages("{\"role\":\"tool\"}"), type("messages[0].content")),
                row("assistant null", messages("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]}"), "ok"),
                row("assistant without", messages("{\"role\":\"assistant\",\"tool_calls\":[]}"), "ok"),
                row("function null", messages("{\"role\":\"function\",\"name\":\"f\",\"content\":null}"), "ok"),
                row("developer", messages("{\"role\":\"developer\",\"content\":\"x\"}"), "ok"),
                row("escaped role", messages("{\"role\":\"us\\u0065r\",\"content\":\"x\"}"), "ok"),
                row("unknown part type", messages(parts("{\"type\":\"holograph\",\"x\":[]}")), "ok"),
                row("part without type", messages(parts("{\"text\":\"x\"}")), type("messages[0].content[0]")),
                row("part type number", messages(parts("{\"type\":5}")), type("messages[0].content[0]")),
                row("part string", messages(parts("\"x\"")), type("messages[0].content[0]")),
                row("50 parts", messages(parts(inner(array(50, "{\"type\":\"text\",\"text\":\"#\"}")))), "ok"),
                row(
                        "1,001 parts",
                        messages(parts(inner(array(1_001, "{\"type\":\"text\"}")))),
                        bad("messages[0].content")));
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                row("max_tokens 0", with("\"max_tokens\":0"), bad("max_tokens")),
                row("max_tokens -1", with("\"max_tokens\":-1"), bad("max_tokens")),
                row("max_tokens 10^9", with("\"max_tokens\":1000000000"), bad("max_tokens")),
                row("max_tokens 2^31", with("\"max_tokens\":2147483648"), bad("max_tokens")),
                row("max_tokens \"100\"", with("\"max_tokens\":\"100\""), type("max_tokens")),
                row("max_tokens 1.5", with("\"max_tokens\":1.5"), bad("max_tokens")),
                row("max_tokens 10,000,000", with("\"max_tokens\":10000000"), "ok"),
                row("max_completion_tokens 0", with("\"max_completion_tokens\":0"), bad("max_completion_tokens")),
                row("n 0", with("\"n\":0"), bad("n")),
                row("n 129", with("\"n\":129"), bad("n")),
                row("n 10^6", with("\"n\":1000000"), bad("n")),
                row("n 128", with("\"n\":128"), "ok"),
                row("temperature -1", with("\"temperature\":-1"), bad("temperature")),
                row("temperature 3", with("\"temperature\":3"), bad("temperature")),
                row("temperature 1e9999", with("\"temperature\":1e9999"), bad("temperature")),
                row("temperature \"hot\"", with("\"temperature\":\"hot\""), type("temperature")),
                row("temperature null", with("\"temperature\":null"), "ok"),
                row("temperature 2.0", with("\"temperature\":2.0"), "ok"),
                row("temperature 2.0000001", with("\"temperature\":2.0000001"), bad("temperature")),
                row("top_p 1.1", with("\"top_p\":1.1"), bad("top_p")),
                row("presence_penalty -2", with("\"presence_penalty\":-2"), "ok"),
                row("presence_penalty -2.1", with("\"presence_penalty\":-2.1"), bad("presence_penalty")),
                row("frequency_penalty {}", with("\"frequency_penalty\":{}"), type("frequency_penalty")));
    }

    static Stream<Arguments> others() {
        String options = "\"stream\":true,\"stream_options\":";
        return Stream.concat(
                Stream.of(
                        row("stream \"true\"", with("\"stream\":\"true\""), type("stream")),
                        row("stream 1", with("\"stream\":1"), type("stream")),
                        row("stream null", with("\"stream\":null"), "ok"),
                        row("options without stream", with("\"stream_options\":{}"), bad("stream_options")),
                        row("options before stream", with("\"stream_options\":{},\"stream\":true"), "ok"),
                        row("options null without stream", with("\"stream_options\":null"), "ok"),
                        row("options unknown member", with(options + "{\"x\":1}"), bad("stream_options")),
                        row("options array", with(options + "[]"), type("stream_options")),
                        row(
                                "options number",
                                with(options + "{\"include_usage\":1}"),
                                type("stream_options.include_usage")),
                        row(
                                "options known",
                                with(options + "{\"include_obfuscation\":false,\"include_usage\":null}"),
                                "ok"),
                        row("stop 5 items", with("\"stop\":" + array(5, "\"#\"")), bad("stop")),
                        row("stop 4 items", with("\"stop\":" + array(4, "\"#\"")), "ok"),
                        row("stop none", with("\"stop\":[]"), bad("stop")),
                        row("stop 10 kB", with("\"stop\":\"" + "s".repeat(10_000) + "\""), bad("stop")),
                        row("stop empty", with("\"stop\":\"\""), bad("stop")),
                        row("stop with empty", with("\"stop\":[\"a\",\"\"]"), bad("stop")),
                        row("stop number", with("\"stop\":1"), type("stop")),
                        row("stop null", with("\"stop\":null"), "ok"),
                        row("tools 10,000", with("\"tools\":" + array(10_000, "{}")), bad("tools")),
                        row("tools 2 MB", with("\"tools\":[{\"x\":\"" + "s".repeat(2_000_000) + "\"}]"), bad("tools")),
                        row("tools $ref", with("\"tools\":[{\"parameters\":{\"$ref\":\"#\"}}]"), "ok"),
                        row("tools object", with("\"tools\":{}"), type("tools")),
                        row("tools strings", with("\"tools\":[\"x\"]"), type("tools[0]")),
                        row("logit_bias 10^5", with("\"logit_bias\":" + object(100_000, "\"#\":1")), bad("logit_bias")),
                        row("logit_bias 1,024", with("\"logit_bias\":" + object(1_024, "\"#\":-1.5")), "ok"),
                        row("logit_bias key x", with("\"logit_bias\":{\"x\":1}"), bad("logit_bias")),
                        row("logit_bias key empty", with("\"logit_bias\":{\"\":1}"), bad("logit_bias")),
                        row("logit_bias array", with("\"logit_bias\":[]"), type("logit_bias")),
                        row("metadata 10^4", with("\"metadata\":" + object(10_000, "\"k#\":\"v\"")), bad("metadata")),
                        row("metadata text", with("\"metadata\":\"x\""), type("metadata")),
                        row("hostile user", with("\"user\":\"\\r\\n\\u001b[31m${jndi:ldap://x}{{7*7}}%n%s\""), "ok"),
                        row("schema with a slow pattern", with("\"response_format\":{\"pattern\":\"(a+)+$\"}"), "ok"),
                        row("unknown member", with("\"whatever\":{\"a\":[1,2,{}]}"), "ok")),
                Stream.of(
                                "api_base",
                                "base_url",
                                "api_key",
                                "extra_headers",
                                "extra_body",
                                "custom_llm_provider",
                                "cache",
                                "cache_key")
                        .map(n -> row(n, with("\"" + n + "\":{\"ttl\":1}"), "400 unsupported_value " + n)));
    }

    @Test
    void refuses_bytes_that_are_not_utf8() {
        for (String hex : new String[] {"ff", "c080", "eda080"}) {
            byte[] bad = HexFormat.of().parseHex(hex);
            byte[] body = with("\"x\":\"" + "?".repeat(bad.length) + "\"").getBytes(UTF_8);
            System.arraycopy(bad, 0, body, body.length - 2 - bad.length, bad.length);
            assertThat(Verdicts.of(READER, Body.wrap(body))).as(hex).isEqualTo(JSON);
        }
        assertThat(Verdicts.of(READER, Body.wrap(with("\"x\":1").getBytes(UTF_16BE))))
                .isEqualTo(JSON);
    }

    @Test
    void says_what_would_be_right_and_not_what_was_sent() {
        assertThat(failure(with("\"temperature\":2.5")).message())
                .isEqualTo("temperature must be a number from 0 to 2.");
        assertThat(failure(model("\"my secret\"")).message()).doesNotContain("secret");
        assertThat(failure(with("\"stream_options\":{\"secret\":1}")).message()).doesNotContain("secret");
    }

    @Test
    void an_id_that_cannot_exist_is_an_unknown_model_like_any_other() {
        assertThat(failure(model("\"gpt-4o \""))).isEqualTo(UnknownModel.failure("gpt-4o "));
        assertThat(UnknownModel.failure("gpt-4o ").message())
                .isEqualTo("The model does not exist or you do not have access to it.");
        assertThat(UnknownModel.failure("gpt-9").message())
                .isEqualTo("The model 'gpt-9' does not exist or you do not have access to it.");
        assertThat(UnknownModel.failure("gpt-9").kind()).isEqualTo(Failure.Kind.UNKNOWN_MODEL);
    }

    private static Failure failure(String body) {
        return catchThrowableOfType(GatewayException.class, () -> READER.read(Body.of(body)))
                .failure();
    }

    private static Arguments row(String what, String body, String verdict) {
        return Arguments.of(what, body, verdict);
    }

    private static String bad(String param) {
        return "400 invalid_value " + param;
    }

    private static String type(String param) {
        return "400 invalid_type " + param;
    }

    private static String with(String members) {
        return "{\"model\":\"m\",\"messages\":[" + USER + "]," + members + "}";
    }

    private static String model(String value) {
        return "{\"model\":" + value + ",\"messages\":[" + USER + "]}";
    }

    private static String all(String value) {
        return "{\"model\":\"m\",\"messages\":" + value + "}";
    }

    private static String messages(String elements) {
        return all("[" + elements + "]");
    }

    private static String parts(String elements) {
        return "{\"role\":\"user\",\"content\":[" + elements + "]}";
    }

    private static String inner(String list) {
        return list.substring(1, list.length() - 1);
    }
}
