package dev.headgate.dialect.openai;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is known of a member by its path without indices, such as {@code messages[].content}: OpenAI's own members and
 * those that providers of this wire format commonly add.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI API reference</a>
 */
enum Known {
    /** Holds texts or what holds texts. */
    WALKED,
    /** Whatever stands in it is known, texts among it. */
    FREE,
    /** Holds numbers, words of the wire format, ids, links or data. */
    BARE,
    UNKNOWN;

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Map<String, Known> PATHS = new HashMap<>();

    static {
        add(FREE, "", "tools functions response_format");
        add(WALKED, "", "messages prediction prompt suffix input choices");
        add(BARE, "", """
                model stream stream_options n max_tokens max_completion_tokens temperature top_p presence_penalty
                frequency_penalty stop logit_bias logprobs top_logprobs seed user metadata store service_tier
                parallel_tool_calls tool_choice function_call reasoning_effort reasoning verbosity modalities audio
                safety_identifier prompt_cache_key prompt_cache_retention prompt_cache_options web_search_options
                moderation best_of echo dimensions encoding_format strict
                top_k top_a min_p typical_p repetition_penalty min_tokens ignore_eos stop_token_ids random_seed
                safe_prompt thinking enable_thinking thinking_budget provider models transforms route plugins usage
                include_reasoning reasoning_format compound_custom search_domain_filter search_recency_filter
                search_mode keep_alive options clear_thinking safety_model input_type truncate truncation output_dtype output_dimension task
                id object created system_fingerprint data service_tier error x_groq
                """);
        for (String message : List.of("messages[]", "prediction", "choices[].message", "choices[].delta")) {
            message(message + ".");
        }
        add(WALKED, "choices[].", "message delta text");
        add(BARE, "choices[].", "index finish_reason native_finish_reason stop_reason logprobs content_filter_results");
    }

    private static void message(String at) {
        add(WALKED, at, """
                content refusal reasoning reasoning_content reasoning_details thinking_blocks citations annotations
                tool_calls function_call audio
                """);
        add(BARE, at, "role name type id tool_call_id prefix cache_control partial channel");
        add(WALKED, at + "content[].", "text refusal thinking");
        add(WALKED, at + "content[].thinking[].", "text");
        add(BARE, at + "content[].thinking[].", "type");
        add(BARE, at + "content[].", """
                type image_url input_audio file video_url audio_url document_url cache_control prompt_cache_breakpoint
                signature closed
                """);
        add(WALKED, at + "reasoning_details[].", "text summary");
        add(BARE, at + "reasoning_details[].", "type id format index signature data");
        add(WALKED, at + "thinking_blocks[].", "thinking");
        add(BARE, at + "thinking_blocks[].", "type signature data cache_control");
        add(WALKED, at + "citations[].", "text cited_text");
        add(BARE, at + "citations[].", """
                type start end content_index start_char_index end_char_index start_page_number end_page_number
                start_block_index end_block_index document_index search_result_index file_id url encrypted_index
                """);
        add(WALKED, at + "annotations[].", "url_citation");
        add(BARE, at + "annotations[].", "type");
        add(WALKED, at + "annotations[].url_citation.", "title");
        add(BARE, at + "annotations[].url_citation.", "url start_index end_index");
        add(WALKED, at + "tool_calls[].", "function custom");
        add(BARE, at + "tool_calls[].", "id type index extra_content");
        add(WALKED, at + "tool_calls[].function.", "arguments");
        add(BARE, at + "tool_calls[].function.", "name");
        add(WALKED, at + "tool_calls[].custom.", "input");
        add(BARE, at + "tool_calls[].custom.", "name");
        add(WALKED, at + "function_call.", "arguments");
        add(BARE, at + "function_call.", "name");
        add(WALKED, at + "audio.", "transcript");
        add(BARE, at + "audio.", "id data expires_at");
    }

    private static void add(Known known, String at, String names) {
        SPACE.splitAsStream(names.strip()).forEach(name -> PATHS.put(at + name, known));
    }

    static Known of(String path) {
        return PATHS.getOrDefault(path, UNKNOWN);
    }
}
