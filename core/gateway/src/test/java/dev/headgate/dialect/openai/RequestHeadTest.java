package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upstream gets to see changed. */
class RequestHeadTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi \\u00e9\"}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"model":"a",M,"stream":true} | {"model":"b",M,"stream":true,"stream_options":{"include_usage":true}}
                    { M , "stream" : true , "model" : "a" } | { M , "stream" : true , "model" : "b" ,"stream_options":{"include_usage":true}}
                    {"stream":true,"stream_options":{},"model":"a",M} | {"stream":true,"stream_options":{"include_usage":true},"model":"b",M}
                    {"stream":true,"stream_options":{ },"model":"a",M} | {"stream":true,"stream_options":{ "include_usage":true},"model":"b",M}
                    {"stream":true,"model":"a","stream_options":null,M} | {"stream":true,"model":"b","stream_options":{"include_usage":true},M}
                    {"stream":true,"model":"a","stream_options":{"include_usage":false},M} | {"stream":true,"model":"b","stream_options":{"include_usage":true},M}
                    {"stream":true,"model":"a","stream_options":{"include_usage":null,"include_obfuscation":true},M} | {"stream":true,"model":"b","stream_options":{"include_usage":true,"include_obfuscation":true},M}
                    {"stream":true,"model":"a","stream_options":{"include_obfuscation":true},M} | {"stream":true,"model":"b","stream_options":{"include_obfuscation":true,"include_usage":true},M}
                    {"stream":true,"model":"a","stream_options":{"include_usage":true},M} | {"stream":true,"model":"b","stream_options":{"include_usage":true},M}
                    {"model":"a",M} | {"model":"b",M}
                    """)
    void changes_the_model_and_asks_for_usage_in_one_go(String before, String after) {
        Body body = Body.of(before.replace("M", MESSAGES));
        RequestHead head = read(body);
        assertThat(head.forUpstream(body, "b", true, false).text()).isEqualTo(after.replace("M", MESSAGES));
    }

    @Test
    void makes_each_change_alone() {
        Body body = Body.of("{\"model\":\"a\"," + MESSAGES + ",\"stream\":true}");
        RequestHead head = read(body);
        assertThat(head.withModel(body, "x\"y").text())
                .isEqualTo("{\"model\":\"x\\\"y\"," + MESSAGES + ",\"stream\":true}");
        assertThat(head.askUsage(body).text())
                .isEqualTo("{\"model\":\"a\"," + MESSAGES
                        + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    }

    @Test
    void gives_the_same_body_when_nothing_changes() {
        Body plain = Body.of("{\"mod\\u0065l\":\"\\u0061\"," + MESSAGES + "}");
        assertThat(read(plain).forUpstream(plain, "a", true, true)).isSameAs(plain);
        Body asked = Body.of(
                "{\"model\":\"a\"," + MESSAGES + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        assertThat(read(asked).forUpstream(asked, "a", true, true)).isSameAs(asked);
        assertThat(read(asked).withModel(asked, "a")).isSameAs(asked);
        assertThat(read(asked).askUsage(asked)).isSameAs(asked);
    }

    private static RequestHead read(Body body) {
        return new ChatRequestReader().read(body);
    }
}
