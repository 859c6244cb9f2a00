package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.dialect.StreamReader.Verdict;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseParser;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChunkReaderTest {
    private static final String FINISHED = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private final ChunkReader reader = new ChunkReader(new byte[0], 1);

    private static Verdict read(ChunkReader reader, String name, String data) {
        Verdict[] verdict = new Verdict[1];
        byte[] event = ((name.isEmpty() ? "" : "event: " + name + "\n") + "data:" + data + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
        new SseParser().feed(event, 0, event.length, new SseParser.Sink() {
            @Override
            public void event(SseEvent e) {
                verdict[0] = reader.read(e);
            }

            @Override
            public void filler(byte[] array, int from, int to) {}
        });
        return verdict[0];
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PREAMBLE  | {"choices":[{"delta":{"role":"assistant"}}]}
            PREAMBLE  | {"choices":[{"delta":{"role":"assistant","content":""}}]}
            PREAMBLE  | {"choices":[{"delta":{"content":null,"refusal":null,"tool_calls":[]}}]}
            PREAMBLE  | {"choices":[{"delta":{"function_call":{"name":"","arguments":""}},"finish_reason":""}]}
            PREAMBLE  | {"choices":[],"prompt_filter_results":[{"prompt_index":0}]}
            PREAMBLE  | {"choices":[],"usage":null}
            PREAMBLE  | {"choices":[null,7,[]],"usage":{}}
            PREAMBLE  | {"choices":null}
            PREAMBLE  | {}
            PREAMBLE  | {"error":null}
            CONTENT   | {"choices":[{"delta":{"content":"x"}}]}
            CONTENT   | {"choices":[{"delta":{"content":" "}}]}
            CONTENT   | {"choices":[null,{"delta":{"content":"x"}}]}
            CONTENT   | {"choices":[{"delta":{"reasoning_content":"x"}}]}
            CONTENT   | {"choices":[{"delta":{"reasoning":"x"}}]}
            CONTENT   | {"choices":[{"delta":{"refusal":"x"}}]}
            CONTENT   | {"choices":[{"delta":{"content":[{"type":"text","text":"x"}]}}]}
            CONTENT   | {"choices":[{"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"c","function":{"name":"f"}}]}}]}
            CONTENT   | {"choices":[{"message":{"content":"x"}}]}
            CONTENT   | {"choices":[{"text":"x"}]}
            CONTENT   | {"choices":[{"delta":{},"finish_reason":"length"}],"usage":{"prompt_tokens":1}}
            USAGE     | {"choices":[],"usage":{"prompt_tokens":1}}
            USAGE     | {"usage":{"prompt_tokens":1}}
            USAGE     | {"choices":[],"x_groq":{"usage":{"prompt_tokens":1}}}
            END       | [DONE]
            END       | ` [DONE] and more`
            ERROR     | {"error":{"message":"x"}}
            ERROR     | {"error":"x"}
            ERROR     | {"object":"error","message":"x"}
            ERROR     | {"choices":[{"delta":{"content":"x"}}],"error":{"code":502}}
            MALFORMED | [DONE
            MALFORMED | {"choices":[{"delta"
            MALFORMED | 42
            MALFORMED | [1]
            MALFORMED | <html>
            MALFORMED | {"a":1} {"b":2}
            """)
    void knows_what_an_event_means(Verdict verdict, String data) {
        assertThat(read(reader, "", data)).isEqualTo(verdict);
    }

    @Test
    void an_event_named_error_is_one_whatever_it_holds() {
        assertThat(read(reader, "error", "overloaded")).isEqualTo(Verdict.ERROR);
        assertThat(reader.error().message()).isEqualTo("overloaded");
        assertThat(read(reader, "error", "{\"error\":{\"message\":\"m\",\"status_code\":400}}"))
                .isEqualTo(Verdict.ERROR);
        assertThat(reader.error().status()).isEqualTo(400);
    }

    @Test
    void every_choice_must_finish() {
        var two = new ChunkReader(new byte[0], 2);
        read(two, "", FINISHED);
        assertThat(two.finished()).as("one of two").isFalse();
        read(two, "", "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"}}]}");
        assertThat(two.finished()).as("one of two, the other begun").isFalse();
        read(two, "", FINISHED.replace(":0", ":1"));
        assertThat(two.finished()).isTrue();
        read(two, "", "{\"choices\":[{\"index\":2,\"delta\":{\"content\":\"x\"}}]}");
        assertThat(two.finished()).as("one more than asked for").isFalse();
    }

    /** A cut event has said nothing, wherever the cut is. */
    @Property
    void half_an_event_finishes_nothing(@ForAll @IntRange(min = 1, max = 200) int length) {
        String event = FINISHED.substring(0, FINISHED.length() - 1) + ",\"usage\":{\"prompt_tokens\":7}}";
        if (length < event.length()) {
            var cut = new ChunkReader(new byte[0], 1);
            assertThat(read(cut, "", event.substring(0, length))).isEqualTo(Verdict.MALFORMED);
            assertThat(cut.finished()).isFalse();
            assertThat(cut.usage().prompt()).isEmpty();
        }
    }

    /** What the events before an event began with does not change what it means. */
    @Property
    void an_event_means_the_same_after_others_that_begin_alike(
            @ForAll @IntRange(max = 5) int one,
            @ForAll @IntRange(max = 5) int two,
            @ForAll @IntRange(max = 60) int cut) {
        String head = "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":3,\"delta\":{";
        String[] tails = {
            "\"content\":\"x\"},\"finish_reason\":null}]}",
            "\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}",
            "},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7}}",
            "},\"finish_reason\":null},{\"index\":1,\"text\":\"y\",\"finish_reason\":\"stop\"}]}",
            "},\"index\":2}]}",
            "}}],\"error\":{\"message\":\"no\"},\"usage\":null}"
        };
        String event = head + tails[two].substring(0, Math.max(0, tails[two].length() - cut));
        var fresh = new ChunkReader(new byte[0], 1);
        var used = new ChunkReader(new byte[0], 1);
        read(used, "", head + tails[one]);
        read(fresh, "", (head + tails[one]).replace("{\"id\"", "{\"i\""));
        assertThat(read(used, "", event)).isEqualTo(read(fresh, "", event));
        assertThat(used.usage()).isEqualTo(fresh.usage());
        assertThat(used.finished()).isEqualTo(fresh.finished());
    }

    @Test
    void later_usage_replaces_earlier() {
        read(reader, "", "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}");
        read(reader, "", "{\"choices\":[{\"delta\":{}}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":8}}");
        read(reader, "", "{\"choices\":[],\"usage\":null}");
        assertThat(reader.usage().prompt()).hasValue(9);
        assertThat(reader.usage().completion()).hasValue(8);
    }
}
