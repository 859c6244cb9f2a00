package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.testkit.Recordings;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            no money    | t | c   | p | {"error":{"message":"no money","type":"t","code":"c","param":"p"}}
            no key      | - | 401 | - | {"error":{"code":"401","message":"no key"}}
            bad key     | - | 400 | - | [{"error":{"code":400,"message":"bad key","status":"INVALID_ARGUMENT"}}]
            wrong key   | - | bad | - | {"code":"bad","error":"wrong key"}
            filtered    | - | content_filter | - | {"error":{"code":"content_filter","message":"filtered","innererror":{"code":"R"}}}
            filtered    | - | R   | - | {"error":{"code":"400","message":"filtered","innererror":{"code":"R"}}}
            filtered    | - | R   | - | {"error":{"code":null,"message":"filtered","innererror":{"code":"R"}}}
            not found   | - | -   | - | {"error":"not found"}
            too long    | B | 400 | - | {"object":"error","message":"too long","type":"B","param":null,"code":400}
            no key      | - | -   | - | {"detail":"no key"}
            extra input | - | -   | - | {"detail":[{"loc":["body","x"],"msg":"extra input","type":"extra_forbidden"}]}
            extra input | i | -   | - | {"object":"error","message":{"detail":[{"msg":"extra input"}]},"type":"i"}
            busy        | - | 529 | - | {"error":{"message":"busy","code":529,"metadata":{"raw":"x"}},"user_id":"u"}
            Bad Gateway | - | -   | - | <html><head><style>a{}</style></head><body><h1>Bad Gateway</h1></body></html>
            busy, sorry | - | -   | - | busy, sorry
            ``          | - | -   | - | {}
            ``          | - | -   | - | []
            ``          | - | -   | - | null
            ``          | - | -   | - | {"error":{"message":["x"],"type":7.5e1000,"code":{}}}
            """)
    void reads_every_shape_of_error(String message, String type, String code, String param, String body) {
        UpstreamError error = ErrorReader.read(400, Body.of(body));
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.message()).isEqualTo(message);
        if (!body.contains("e1000")) {
            assertThat(error.type()).isEqualTo(Optional.ofNullable(type));
        }
        assertThat(error.code()).isEqualTo(Optional.ofNullable(code));
        assertThat(error.param()).isEqualTo(Optional.ofNullable(param));
        assertThat(error.complete()).isEqualTo(param != null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            429 | {"error":{"code":429}}
            400 | {"error":{"status_code":400,"code":"tool_use_failed"}}
            503 | {"error":{"status":503}}
            200 | {"error":{"code":200}}
            200 | {"error":{"code":"x"}}
            200 | {"error":{"code":99999999999}}
            200 | {"error":"no"}
            """)
    void an_error_inside_a_success_brings_its_own_status(int status, String body) {
        assertThat(ErrorReader.read(200, Body.of(body)).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PT34.4S | {"error":{"code":429,"details":[{"@type":"x.QuotaFailure"},{"retryDelay":"34.4s"}]}}
            PT48S   | [{"error":{"code":429,"details":[{"retryDelay":"48s"}]}}]
            PT2S    | {"error":{"details":[{"retryDelay":"0.5s"},{"retryDelay":"2s"}]}}
            PT0S    | {"error":{"details":[{"retryDelay":"0s"}]}}
            PT24H   | {"error":{"details":[{"retryDelay":"999999999999s"}]}}
                    | {"error":{"details":[{"retryDelay":"-1s"},{"retryDelay":"9"},{"retryDelay":9}]}}
                    | {"error":{"details":[{"retryDelay":"9999999999999s"},{"retryDelay":"1e5s"},7,null]}}
                    | {"error":{"details":{"retryDelay":7}}}
                    | {"error":{"details":"48s"}}
                    | {"error":"48s"}
            """)
    void a_body_may_ask_to_wait(String wait, String body) {
        assertThat(ErrorReader.read(429, Body.of(body)).retryDelay())
                .isEqualTo(Optional.ofNullable(wait).map(Duration::parse));
    }

    @Test
    void a_recorded_answer_of_gemini_asks_to_wait() {
        UpstreamError error = ErrorReader.read(
                429,
                Body.wrap(Recordings.named("gemini", "vercel-ai.google-429-retry-info")
                        .response()));
        assertThat(error.retryDelay()).contains(Duration.ofMillis(34_400));
        assertThat(error.without("quota plan").retryDelay()).contains(Duration.ofMillis(34_400));
    }

    @Test
    void a_long_message_is_cut() {
        assertThat(ErrorReader.read(500, Body.of("x".repeat(60_000))).message()).hasSizeLessThan(600);
        assertThat(ErrorReader.read(500, Body.of("[".repeat(60_000))).message()).hasSizeLessThan(600);
    }

    @Test
    void a_secret_is_blotted_out_everywhere() {
        String secret = "topsecret1";
        UpstreamError error = ErrorReader.read(
                        400,
                        Body.of("{\"error\":{\"message\":\"a @ b @\",\"type\":\"@\",\"code\":\"@\",\"param\":\"@\"}}"
                                .replace("@", secret)))
                .without(secret);
        assertThat(error.toString()).doesNotContain(secret).contains("a *** b ***");
    }

    @Property(tries = 500)
    void nothing_makes_it_throw(@ForAll byte[] bytes, @ForAll String text) {
        assertThat(ErrorReader.read(502, Body.wrap(bytes)).status()).isEqualTo(502);
        assertThat(ErrorReader.read(502, Body.of(text)).status()).isEqualTo(502);
    }
}
