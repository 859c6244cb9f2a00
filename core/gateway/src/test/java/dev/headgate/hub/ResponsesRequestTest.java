package dev.headgate.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResponsesRequestTest {
    private static String chat(String members) {
        return ResponsesRequest.chat(Body.of("{\"model\":\"m\"," + members + "}"))
                .text();
    }

    @Test
    void a_text_is_what_the_user_says() {
        assertThat(
                        chat(
                                "\"input\":\"caf\\u00e9\",\"instructions\":\"be brief\",\"truncation\":\"auto\",\"store\":true"))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"},"
                        + "{\"role\":\"user\",\"content\":\"caf\\u00e9\"}]}");
    }

    @Test
    void items_become_messages_and_calls_go_to_the_message_before_them() {
        assertThat(chat("""
                        "input":[
                         {"role":"developer","content":"d"},
                         {"type":"message","role":"user","content":[{"type":"input_text","text":"look"},
                          {"type":"input_image","image_url":"http://x/y.png","detail":"low"},
                          {"type":"input_file","file_data":"data:application/pdf;base64,AA==","filename":"f.pdf"}]},
                         {"type":"reasoning","id":"rs_1","summary":[]},
                         {"type":"message","role":"assistant","content":[{"type":"output_text","text":"hm"}]},
                         {"type":"function_call","call_id":"c1","id":"fc_1","name":"f","arguments":"{\\"a\\":1.0}"},
                         {"type":"custom_tool_call","call_id":"c2","name":"g","input":"say \\"x\\""},
                         {"type":"function_call_output","call_id":"c1","output":"42"},
                         {"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"ok"}]},
                         {"type":"function_call","call_id":"c3","name":"f","arguments":"{}"}]"""))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"d\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"look\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/y.png\",\"detail\":\"low\"}},"
                        + "{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/pdf;base64,AA==\","
                        + "\"filename\":\"f.pdf\"}}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"hm\"}],"
                        + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                        + "\"arguments\":\"{\\\"a\\\":1.0}\"}},{\"id\":\"c2\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"g\",\"arguments\":\"{\\\"input\\\":\\\"say \\\\\\\"x\\\\\\\"\\\"}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"42\"},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":[{\"type\":\"input_text\","
                        + "\"text\":\"ok\"}]},"
                        + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c3\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"f\",\"arguments\":\"{}\"}}]}]}");
    }

    @Test
    void tools_choice_and_form_are_nested() {
        assertThat(chat("""
                        "input":"x","tools":[{"type":"function","name":"f","description":"d","strict":true,
                         "parameters":{"type":"object"}},{"type":"custom","name":"g"},{"type":"web_search"}],
                         "tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false,
                         "text":{"format":{"type":"json_schema","name":"s","schema":{"type":"object"}}},
                         "reasoning":{"effort":"low","summary":"auto"},"thinking":{"type":"adaptive"}"""))
                .isEqualTo("{\"model\":\"m\",\"parallel_tool_calls\":false,\"thinking\":{\"type\":\"adaptive\"},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\","
                        + "\"parameters\":{\"type\":\"object\"},\"strict\":true}},{\"type\":\"function\",\"function\":"
                        + "{\"name\":\"g\",\"parameters\":{\"type\":\"object\",\"properties\":{\"input\":"
                        + "{\"type\":\"string\"}},\"required\":[\"input\"]}}},{\"type\":\"web_search\"}],"
                        + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\","
                        + "\"schema\":{\"type\":\"object\"}}},\"reasoning_effort\":\"low\"}");
    }

    @Test
    void a_choice_among_some_is_nested_too() {
        assertThat(chat("\"input\":\"x\",\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"required\","
                        + "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]}"))
                .contains("\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\","
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "previous_response_id | \"resp_1\"",
                "conversation | {\"id\":\"conv_1\"}",
                "prompt | {\"id\":\"pmpt_1\"}",
                "input | [{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"file-1\"}]}]",
                "input[1] | [{\"role\":\"user\",\"content\":\"x\"},{\"type\":\"item_reference\",\"id\":\"msg_1\"}]"
            })
    void what_only_openai_has_is_refused(String param, String value) {
        String name = param.replaceAll("\\[.*", "");
        assertThatThrownBy(() -> chat("\"" + name + "\":" + value))
                .hasMessageContaining(param + " cannot be sent to this model");
    }
}
