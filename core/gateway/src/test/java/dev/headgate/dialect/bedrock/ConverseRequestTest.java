package dev.headgate.dialect.bedrock;

import static dev.headgate.dialect.Exchanged.HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.GatewayException;
import dev.headgate.dialect.Exchanged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ConverseRequestTest {
    private static final String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String OLD_CLAUDE = "anthropic.claude-3-7-sonnet-20250219-v1:0";
    private static final String NOVA = "us.amazon.nova-2-lite-v1:0";
    private static final String LLAMA = "us.meta.llama4-maverick-17b-instruct-v1:0";
    private static final String MISTRAL = "mistral.mistral-large-2407-v1:0";
    private static final String GPT = "openai.gpt-oss-120b-1:0";

    private static final String TOOLS =
            ",'tools':[{'type':'function','function':{'name':'f','description':'','parameters':{'type':'object','properties':{'n':{'type':'number'}}}}},"
                    + "{'type':'function','function':{'name':'g'}}]";
    private static final String CALLED = "'messages':[{'role':'user','content':'hello'},"
            + "{'role':'assistant','content':'','tool_calls':[{'id':'call_1','type':'function','function':{'name':'f','arguments':'{\\\"n\\\":1.0}'}},"
            + "{'id':'call_2','type':'function','function':{'name':'g','arguments':''}}]},"
            + "{'role':'tool','tool_call_id':'call_1','content':'one'},"
            + "{'role':'tool','tool_call_id':'call_2','content':[{'type':'text','text':'two'}],'is_error':true},"
            + "{'role':'user','content':'And now?'}]";
    private static final String SCHEMA =
            ",'response_format':{'type':'json_schema','json_schema':{'name':'reply','schema':{'type':'object','properties':{'a':{'minimum':1.0}}}}}";

    private static Exchanged of(String model, String members) {
        return Exchanged.of(new ConverseTranslation(), model, members.replace('\'', '"'));
    }

    private static String sent(String model, String members, String pointer) {
        return of(model, members).sent().at(pointer).toString();
    }

    private static String user(String parts) {
        return "'messages':[{'role':'user','content':[" + parts + "]}]";
    }

    @Test
    void a_request_with_most_in_it() {
        Exchanged e = of(
                CLAUDE,
                "'messages':[{'role':'developer','content':'Be exact.'},{'role':'system','content':[{'type':'text','text':'Be kind.','cache_control':{'type':'ephemeral'}}]},"
                        + "{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':' '},"
                        + "{'type':'image_url','image_url':{'url':'data:image/jpg;base64,AAAA'}},"
                        + "{'type':'file','file':{'file_data':'data:application/pdf;base64,BBBB','filename':'a_b  c.v2.pdf'}}]},"
                        + "{'role':'assistant','content':'I look.','tool_calls':[{'id':'t','type':'function','function':{'name':'f','arguments':'{\\\"n\\\":1.0}'}}]},"
                        + "{'role':'tool','tool_call_id':'t','content':'b'}]"
                        + TOOLS
                        + ",'tool_choice':{'type':'function','function':{'name':'f'}},'temperature':1.5,'stop':['END',' '],'max_tokens':7,"
                        + "'user':'u-1','metadata':{'team':'blue'},'service_tier':'priority','guardrailConfig':{'guardrailIdentifier':'g'},'seed':3");
        assertThat(e.sent().toString())
                .isEqualTo(("{'messages':[{'role':'user','content':[{'text':'a'},"
                                + "{'image':{'format':'jpeg','source':{'bytes':'AAAA'}}},"
                                + "{'document':{'format':'pdf','name':'a-b c-v2','source':{'bytes':'BBBB'}}}]},"
                                + "{'role':'assistant','content':[{'text':'I look.'},"
                                + "{'toolUse':{'toolUseId':'t','name':'f','input':{'n':1.0}}}]},"
                                + "{'role':'user','content':[{'toolResult':{'toolUseId':'t','content':[{'text':'b'}]}}]}],"
                                + "'system':[{'text':'Be exact.'},{'text':'Be kind.'},{'cachePoint':{'type':'default'}}],"
                                + "'inferenceConfig':{'maxTokens':7,'temperature':1,'stopSequences':['END']},"
                                + "'toolConfig':{'tools':[{'toolSpec':{'name':'f','inputSchema':{'json':{'type':'object','properties':{'n':{'type':'number'}}}}}},"
                                + "{'toolSpec':{'name':'g','inputSchema':{'json':{'type':'object','properties':{}}}}}],"
                                + "'toolChoice':{'tool':{'name':'f'}}},"
                                + "'guardrailConfig':{'guardrailIdentifier':'g'},'requestMetadata':{'team':'blue','user':'u-1'},"
                                + "'serviceTier':{'type':'priority'}}")
                        .replace('\'', '"'));
        assertThat(e.dropped()).containsExactly("stop", "seed");
    }

    @Test
    void turns_alternate_and_begin_with_a_user() {
        assertThat(sent(
                        CLAUDE,
                        "'messages':[{'role':'assistant','content':'a'},{'role':'user','content':'b'},{'role':'assistant','content':' '},{'role':'user','content':'c'},{'role':'assistant','content':'d  '}]",
                        "/messages"))
                .isEqualTo(
                        "[{'role':'user','content':[{'text':'.'}]},{'role':'assistant','content':[{'text':'a'}]},{'role':'user','content':[{'text':'b'},{'text':'c'}]},{'role':'assistant','content':[{'text':'d'}]}]"
                                .replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"amazon.titan-text-express-v1", "cohere.command-text-v14", "mistral.mistral-7b-instruct-v0:2"})
    void a_model_that_takes_no_system_is_told_in_the_first_turn(String model) {
        String said = "'messages':[{'role':'system','content':'Be exact.'},{'role':'user','content':'a'},"
                + "{'role':'assistant','content':'b'},{'role':'user','content':'c'}]";
        assertThat(sent(model, said, "/messages/0/content")).isEqualTo("[{\"text\":\"Be exact.\"},{\"text\":\"a\"}]");
        assertThat(of(model, said).sent().path("messages")).hasSize(3);
        assertThat(of(model, said).sent().has("system")).isFalse();
        assertThat(sent(model, HELLO + ",'response_format':{'type':'json_object'}", "/messages/0/content/0/text"))
                .contains("one valid JSON object");
    }

    // ---- tools

    @Test
    void results_go_back_in_one_turn_before_anything_else() {
        Exchanged e = of(CLAUDE, CALLED + TOOLS);
        assertThat(e.sent().path("messages").get(2).toString())
                .isEqualTo(
                        "{'role':'user','content':[{'toolResult':{'toolUseId':'call_1','content':[{'text':'one'}]}},{'toolResult':{'toolUseId':'call_2','content':[{'text':'two'}],'status':'error'}},{'text':'And now?'}]}"
                                .replace('\'', '"'));
        assertThat(of(LLAMA, CALLED + TOOLS).dropped()).containsExactly("messages.is_error");
    }

    @Test
    void tools_are_declared_as_long_as_the_history_has_calls() {
        JsonNode stubs = of(LLAMA, CALLED).sent().path("toolConfig");
        assertThat(stubs.path("tools")).hasSize(2);
        assertThat(stubs.at("/tools/0/toolSpec/name").asString()).isEqualTo("f");
        assertThat(stubs.has("toolChoice")).isFalse();
        assertThat(sent(CLAUDE, CALLED, "/additionalModelRequestFields"))
                .isEqualTo("{\"tool_choice\":{\"type\":\"none\"}}");
    }

    @Test
    void no_call_is_no_tools_where_the_history_allows_it() {
        assertThat(of(NOVA, HELLO + TOOLS + ",'tool_choice':'none'").sent().has("toolConfig"))
                .isFalse();
        Exchanged claude = of(CLAUDE, CALLED + TOOLS + ",'tool_choice':'none'");
        assertThat(claude.sent().at("/toolConfig/tools")).hasSize(2);
        assertThat(claude.sent()
                        .at("/additionalModelRequestFields/tool_choice/type")
                        .asString())
                .isEqualTo("none");
        Exchanged nova = of(NOVA, CALLED + TOOLS + ",'tool_choice':'none'");
        assertThat(nova.sent().at("/toolConfig/tools")).hasSize(2);
        assertThat(nova.dropped()).containsExactly("tool_choice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'auto'|{'auto':{}}",
                "'required'|{'any':{}}",
                "{'type':'function','function':{'name':'g'}}|{'tool':{'name':'g'}}"
            },
            quoteCharacter = '`')
    void a_choice_is_put_in_bedrocks_words(String choice, String word) {
        assertThat(sent(NOVA, HELLO + TOOLS + ",'tool_choice':" + choice, "/toolConfig/toolChoice"))
                .isEqualTo(word.replace('\'', '"'));
    }

    @Test
    void a_choice_that_a_model_does_not_know_is_named() {
        assertThat(of(LLAMA, HELLO + TOOLS + ",'tool_choice':'required'").dropped())
                .containsExactly("tool_choice");
    }

    @Test
    void one_call_at_a_time_is_asked_of_claude_in_its_own_words() {
        Exchanged e = of(CLAUDE, HELLO + TOOLS + ",'parallel_tool_calls':false,'tool_choice':'required'");
        assertThat(e.sent().at("/additionalModelRequestFields/tool_choice").toString())
                .isEqualTo("{\"type\":\"any\",\"disable_parallel_tool_use\":true}");
        assertThat(e.sent().at("/toolConfig").has("toolChoice")).isFalse();
        assertThat(of(NOVA, HELLO + TOOLS + ",'parallel_tool_calls':false").dropped())
                .containsExactly("parallel_tool_calls");
    }

    @Test
    void the_ids_of_calls_become_such_as_the_model_takes() {
        JsonNode mistral = of(MISTRAL, CALLED).sent().path("messages");
        String id = mistral.at("/1/content/0/toolUse/toolUseId").asString();
        assertThat(id).matches("[a-z0-9]{9}");
        assertThat(mistral.at("/2/content/0/toolResult/toolUseId").asString()).isEqualTo(id);
        String longer = CALLED.replace("call_1", "x".repeat(65)).replace("call_2", "functions.g:0");
        JsonNode claude = of(CLAUDE, longer).sent().path("messages");
        assertThat(claude.at("/1/content/0/toolUse/toolUseId").asString()).matches("call_[a-z0-9]{1,59}");
        assertThat(claude.at("/1/content/1/toolUse/toolUseId").asString()).matches("call_[a-z0-9]{1,59}");
        assertThat(of(LLAMA, longer)
                        .sent()
                        .at("/messages/1/content/1/toolUse/toolUseId")
                        .asString())
                .isEqualTo("functions.g:0");
    }

    // ---- media

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'image_url','image_url':{'url':'s3://b/k.JPG'}}|{'image':{'format':'jpeg','source':{'s3Location':{'uri':'s3://b/k.JPG'}}}}",
                "{'type':'video_url','video_url':{'url':'data:video/mp4;base64,AA=='}}|{'video':{'format':'mp4','source':{'bytes':'AA=='}}}",
                "{'type':'file','file':{'file_data':'data:image/png;base64,AA=='}}|{'image':{'format':'png','source':{'bytes':'AA=='}}}",
                "{'type':'file','file':{'file_data':'data:text/markdown;base64,AA=='},'citations':{'enabled':true}}|{'document':{'format':'md','name':'document','source':{'bytes':'AA=='},'citations':{'enabled':true}}}",
                "{'type':'file','file':{'file_data':'AA==','filename':'Bücher (1).docx'}}|{'document':{'format':'docx','name':'B-cher (1)','source':{'bytes':'AA=='}}}",
                "{'type':'file','file':{'file_id':'s3://b/d/r.csv'}}|{'document':{'format':'csv','name':'r','source':{'s3Location':{'uri':'s3://b/d/r.csv'}}}}",
                "{'type':'guarded_text','text':'g','qualifiers':['query']}|{'guardContent':{'text':{'text':'g','qualifiers':['query']}}}",
                "{'type':'document','document':{'format':'txt','name':'n','source':{'s3Location':{'uri':'s3://b/k'}}}}|{'document':{'format':'txt','name':'n','source':{'s3Location':{'uri':'s3://b/k'}}}}"
            })
    void a_part_becomes_a_block(String part, String block) {
        assertThat(sent(NOVA, user("{'type':'text','text':'see'}," + part), "/messages/0/content/1"))
                .isEqualTo(block.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'image_url','image_url':{'url':'https://a/b.png'}}",
                "{'type':'image_url','image_url':{'url':'data:image/tiff;base64,AA=='}}",
                "{'type':'file','file':{'file_id':'file-1'}}",
                "{'type':'file','file':{'file_data':'data:application/zip;base64,AA==','filename':'a.zip'}}",
                "{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}}",
                "{'type':'document','document':{'format':'txt','name':'n','source':{'text':'unseen by filters'}}}"
            })
    void a_part_that_cannot_be_sent_is_refused_with_its_place(String part) {
        assertThatThrownBy(() -> of(NOVA, user(part)))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        x -> assertThat(x.failure().param())
                                .hasValueSatisfying(p -> assertThat(p).startsWith("messages[0].content")));
    }

    @Test
    void documents_have_different_names_and_words_beside_them() {
        JsonNode content = of(
                        NOVA,
                        user("{'type':'file','file':{'file_data':'AA==','filename':'a.pdf'}},"
                                + "{'type':'file','file':{'file_data':'AA==','filename':'a.pdf'}}"))
                .sent()
                .at("/messages/0/content");
        assertThat(content.at("/0/document/name").asString()).isEqualTo("a");
        assertThat(content.at("/1/document/name").asString()).isEqualTo("a (2)");
        assertThat(content.at("/2/text").asString()).isEqualTo(".");
    }

    // ---- marks for the cache

    @Test
    void a_mark_becomes_an_element_of_its_own_where_the_model_knows_marks() {
        String marked =
                "'messages':[{'role':'user','content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'1h'}},{'type':'text','text':'b'}]},"
                        + "{'role':'assistant','content':'','tool_calls':[{'id':'t','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'t','content':[{'type':'text','text':'c','cache_control':{'type':'ephemeral'}}]}],"
                        + "'tools':[{'type':'function','function':{'name':'f'},'cache_control':{'type':'ephemeral'}}]";
        JsonNode sent = of(CLAUDE, marked).sent();
        assertThat(sent.at("/messages/0/content").toString())
                .isEqualTo(
                        "[{'text':'a'},{'cachePoint':{'type':'default','ttl':'1h'}},{'text':'b'}]".replace('\'', '"'));
        assertThat(sent.at("/messages/2/content/0/toolResult/content")).hasSize(1);
        assertThat(sent.at("/messages/2/content/1").toString()).isEqualTo("{\"cachePoint\":{\"type\":\"default\"}}");
        assertThat(sent.at("/toolConfig/tools/1").toString()).isEqualTo("{\"cachePoint\":{\"type\":\"default\"}}");
        Exchanged llama = of(LLAMA, marked);
        assertThat(llama.sent().toString()).doesNotContain("cachePoint");
        assertThat(llama.dropped()).containsExactly("cache_control");
    }

    // ---- structured output

    @Test
    void a_schema_is_sent_as_text_where_the_model_takes_one() {
        assertThat(sent(CLAUDE, HELLO + SCHEMA, "/outputConfig"))
                .isEqualTo(
                        "{\"textFormat\":{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":{\"name\":\"reply\","
                                + "\"schema\":\"{\\\"type\\\":\\\"object\\\",\\\"properties\\\":{\\\"a\\\":{\\\"minimum\\\":1.0}}}\"}}}}");
    }

    @Test
    void a_schema_is_asked_of_other_models_by_a_call() {
        JsonNode config = of(NOVA, HELLO + SCHEMA).sent().path("toolConfig");
        assertThat(config.at("/tools/0/toolSpec/name").asString()).isEqualTo("reply");
        assertThat(config.at("/toolChoice/tool/name").asString()).isEqualTo("reply");
        assertThat(of(LLAMA, HELLO + SCHEMA).sent().path("toolConfig").has("toolChoice"))
                .isFalse();
        assertThat(sent(NOVA, HELLO + ",'response_format':{'type':'json_object'}", "/system/0/text"))
                .contains("one valid JSON object");
    }

    // ---- thinking

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                OLD_CLAUDE + "|low|{'thinking':{'type':'enabled','budget_tokens':1024}}",
                "global.anthropic.claude-opus-4-6-v1|high|{'thinking':{'type':'adaptive'},'output_config':{'effort':'high'}}",
                NOVA + "|minimal|{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'low'}}",
                NOVA + "|none|{'reasoningConfig':{'type':'disabled'}}",
                GPT + "|xhigh|{'reasoning_effort':'high'}",
                "qwen.qwen3-32b-v1:0|medium|{'reasoning_config':'high'}"
            })
    void how_much_to_think_is_asked_in_the_words_of_the_maker(String model, String effort, String fields) {
        assertThat(sent(model, HELLO + ",'reasoning_effort':'" + effort + "'", "/additionalModelRequestFields"))
                .isEqualTo(fields.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({GPT + ", none", "us.amazon.nova-pro-v1:0, low", "us.deepseek.r1-v1:0, high", LLAMA + ", low"})
    void an_effort_that_a_model_cannot_be_told_is_named(String model, String effort) {
        assertThat(of(model, HELLO + ",'reasoning_effort':'" + effort + "'").dropped())
                .containsExactly("reasoning_effort");
    }

    @Test
    void a_budget_for_thinking_is_added_to_what_may_be_said() {
        assertThat(sent(
                        OLD_CLAUDE,
                        HELLO + ",'reasoning_effort':'medium','max_tokens':100",
                        "/inferenceConfig/maxTokens"))
                .isEqualTo("2148");
        assertThat(sent("amazon.nova-micro-v1:0", HELLO + ",'max_tokens':90000", "/inferenceConfig/maxTokens"))
                .isEqualTo("10000");
    }

    @Test
    void nova_thinks_its_most_only_without_limits() {
        Exchanged e = of(NOVA, HELLO + ",'reasoning_effort':'high','temperature':0.5,'top_p':0.9");
        assertThat(e.sent().has("inferenceConfig")).isFalse();
        assertThat(e.dropped()).containsExactly("temperature", "top_p");
        assertThat(sent(
                        NOVA,
                        HELLO + ",'reasoning_effort':'high','max_tokens':9",
                        "/additionalModelRequestFields/reasoningConfig/maxReasoningEffort"))
                .isEqualTo("\"medium\"");
    }

    @Test
    void what_was_thought_goes_back_as_the_caller_has_kept_it() {
        String thoughts =
                "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b','thinking_blocks':["
                        + "{'type':'thinking','thinking':'hm','signature':'c2ln'},{'type':'redacted_thinking','data':'RXU4'},{'type':'thinking','thinking':'no signature'}]},"
                        + "{'role':'user','content':'c'}]";
        assertThat(sent(OLD_CLAUDE, thoughts, "/messages/1/content"))
                .isEqualTo(
                        "[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'c2ln'}}},{'reasoningContent':{'redactedContent':'UlhVNA=='}},{'text':'b'}]"
                                .replace('\'', '"'));
        assertThat(sent(LLAMA, thoughts, "/messages/1/content")).isEqualTo("[{\"text\":\"b\"}]");
    }

    @Test
    void what_only_the_maker_knows_is_handed_on() {
        String own = ",'top_k':5,'additionalModelRequestFields':{'top_k':7,'x':1.0}";
        assertThat(sent(CLAUDE, HELLO + own, "/additionalModelRequestFields")).isEqualTo("{\"top_k\":7,\"x\":1.0}");
        assertThat(sent(NOVA, HELLO + ",'top_k':5", "/additionalModelRequestFields"))
                .isEqualTo("{\"inferenceConfig\":{\"topK\":5}}");
        assertThat(of(LLAMA, HELLO + ",'top_k':5,'thinking':{'type':'enabled'}").dropped())
                .containsExactly("top_k", "thinking");
    }
}
