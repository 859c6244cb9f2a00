package dev.headgate.dialect.openai;

import dev.headgate.api.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
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
    /** Those of requests in the shape of Responses, beyond the others. */
    private static final Map<String, Known> OF_RESPONSES = new HashMap<>();
    /** Those of rerankings, beyond the others. */
    private static final Map<String, Known> OF_RERANKING = new HashMap<>();
    /** What is ordered may have members of any name. */
    private static final Pattern OF_DOCUMENT = Pattern.compile("(query|documents\\[]|results\\[]\\.document)\\.(.*)");

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
        for (String message : List.of("messages[]", "prediction", "choices[].message", "choices[].delta", "input[]")) {
            message(message + ".");
        }
        responses();
        add(OF_RERANKING, WALKED, "", "query documents results");
        add(OF_RERANKING, BARE, "", "top_n return_documents max_tokens_per_doc max_chunks_per_doc overlap_tokens meta");
        add(OF_RERANKING, WALKED, "results[].", "document");
        add(OF_RERANKING, BARE, "results[].", "index relevance_score");
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
        add(WALKED, at + "annotations[].url_citation.", "title content");
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

    private static void responses() {
        add(OF_RESPONSES, FREE, "", "text");
        add(OF_RESPONSES, WALKED, "", "instructions");
        add(OF_RESPONSES, BARE, "", "previous_response_id conversation personality");
        add(OF_RESPONSES, WALKED, "input[].", "arguments input summary output");
        add(OF_RESPONSES, BARE, "input[].", "call_id status phase encrypted_content namespace");
        add(OF_RESPONSES, WALKED, "input[].summary[].", "text");
        add(OF_RESPONSES, BARE, "input[].summary[].", "type");
        add(OF_RESPONSES, WALKED, "input[].output[].", "text refusal");
        for (String part : List.of("input[].content[].", "input[].output[].")) {
            add(OF_RESPONSES, BARE, part, "type image_url detail file_id file_data file_url filename logprobs");
        }
    }

    private static void add(Known known, String at, String names) {
        add(PATHS, known, at, names);
    }

    private static void add(Map<String, Known> paths, Known known, String at, String names) {
        SPACE.splitAsStream(names.strip()).forEach(name -> paths.put(at + name, known));
    }

    static Known of(Operation operation, String path) {
        Known common = PATHS.getOrDefault(path, UNKNOWN);
        return switch (operation) {
            case TOKEN_COUNT -> OF_RESPONSES.getOrDefault(path, common);
            case RERANK -> {
                Matcher document = OF_DOCUMENT.matcher(path);
                yield document.matches()
                        ? document.group(2).equals("image") ? BARE : WALKED
                        : OF_RERANKING.getOrDefault(path, common);
            }
            case CHAT, COMPLETION, EMBEDDING, MODELS -> common;
        };
    }
}
