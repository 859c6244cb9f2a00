package dev.headgate.it;

import dev.headgate.testkit.Reply;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A provider as the SDK's tests meet it: what it answers in its own words, and where in a request it finds what was asked.
 *
 * @param provider as in the configuration
 * @param text an answer of one text; {@code %s} stands for the JSON string
 * @param piece a piece of a stream of texts; {@code %s} as before
 * @param end the end of a stream that has reached its limit
 * @param calls an answer that calls weather and time at once
 * @param callStream the same as the pieces of a stream
 * @param secondTurn where the results of both calls stand in the next request, as text
 * @param schema where in a request the type of the schema's property stands
 * @param image where in a request the image stands, and how it begins
 */
record SpokenFormat(
        String provider,
        String text,
        String piece,
        String end,
        String calls,
        List<String> callStream,
        List<String> secondTurn,
        String schema,
        String image,
        Frame frame) {
    /** What stands around each document of a stream. */
    enum Frame {
        EVENTS,
        LINES
    }

    private static final String USAGE = ",\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15}";

    static final SpokenFormat GEMINI = new SpokenFormat(
            "gemini",
            gemini("{\"text\":%s}", ",\"finishReason\":\"STOP\""),
            gemini("{\"text\":%s}", ""),
            gemini("{\"text\":\"\"}", ",\"finishReason\":\"MAX_TOKENS\""),
            gemini(
                    "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Łódź\"}},\"thoughtSignature\":\"c2ln\"},"
                            + "{\"functionCall\":{\"name\":\"time\",\"args\":{}}}",
                    ",\"finishReason\":\"STOP\""),
            List.of(
                    gemini(
                            "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Łódź\"}},\"thoughtSignature\":\"c2ln\"}",
                            ""),
                    gemini("{\"functionCall\":{\"name\":\"time\",\"args\":{}}}", ",\"finishReason\":\"STOP\"")),
            List.of(
                    "\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Łódź\"}},\"thoughtSignature\":\"c2ln\"",
                    "\"functionResponse\":{\"name\":\"weather\",\"response\":{\"output\":\"of weather\"}}",
                    "\"functionResponse\":{\"name\":\"time\",\"response\":{\"output\":\"of time\"}}"),
            "/generationConfig/responseJsonSchema/properties/answer/type",
            "\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}",
            Frame.EVENTS);

    static final SpokenFormat COHERE = new SpokenFormat(
            "cohere",
            "{\"id\":\"a\",\"finish_reason\":\"COMPLETE\",\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\","
                    + "\"text\":%s}]},\"usage\":{\"tokens\":{\"input_tokens\":12,\"output_tokens\":3}}}",
            "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":%s}}}}",
            cohereEnd("MAX_TOKENS"),
            "{\"id\":\"a\",\"finish_reason\":\"TOOL_CALL\",\"message\":{\"role\":\"assistant\",\"tool_plan\":\"both\",\"tool_calls\":["
                    + "{\"id\":\"w1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Łódź\\\"}\"}},"
                    + "{\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"time\",\"arguments\":\"\"}}]},"
                    + "\"usage\":{\"tokens\":{\"input_tokens\":12,\"output_tokens\":3}}}",
            List.of(
                    cohereCall(
                            0,
                            "{\"id\":\"w1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}"),
                    "{\"type\":\"tool-call-delta\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{\"function\":{\"arguments\":"
                            + "\"{\\\"city\\\":\\\"Łódź\\\"}\"}}}}}",
                    "{\"type\":\"tool-call-end\",\"index\":0}",
                    cohereCall(
                            1,
                            "{\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"time\",\"arguments\":\"\"}}"),
                    "{\"type\":\"tool-call-end\",\"index\":1}",
                    cohereEnd("TOOL_CALL")),
            List.of(
                    "\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Łódź\\\"}\"",
                    "\"tool_call_id\":\"w1\"",
                    "\"tool_call_id\":\"t1\""),
            "/response_format/json_schema/properties/answer/type",
            "data:image/png;base64,iVBORw0KGgo=",
            Frame.EVENTS);

    static final SpokenFormat OLLAMA = new SpokenFormat(
            "ollama-native",
            ollama(
                    "\"content\":%s",
                    ",\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":12,\"eval_count\":3"),
            ollama("\"content\":%s", ",\"done\":false"),
            ollama(
                    "\"content\":\"\"",
                    ",\"done\":true,\"done_reason\":\"length\",\"prompt_eval_count\":12,\"eval_count\":3"),
            ollama(
                    "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Łódź\"}}},"
                            + "{\"function\":{\"name\":\"time\",\"arguments\":{}}}]",
                    ",\"done\":true,\"done_reason\":\"stop\""),
            List.of(
                    ollama(
                            "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Łódź\"}}}]",
                            ",\"done\":false"),
                    ollama(
                            "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"time\",\"arguments\":{}}}]",
                            ",\"done\":false"),
                    ollama("\"content\":\"\"", ",\"done\":true,\"done_reason\":\"stop\"")),
            List.of(
                    "\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Łódź\"}}",
                    "\"content\":\"of weather\",\"tool_name\":\"weather\"",
                    "\"content\":\"of time\",\"tool_name\":\"time\""),
            "/format/properties/answer/type",
            "\"images\":[\"iVBORw0KGgo=\"]",
            Frame.LINES);

    static final SpokenFormat MISTRAL = new SpokenFormat(
            "mistral",
            mistral(
                    "\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},"
                            + "{\"type\":\"text\",\"text\":%s}],\"tool_calls\":null},\"finish_reason\":\"stop\"",
                    USAGE),
            mistral("\"delta\":{\"content\":[{\"type\":\"text\",\"text\":%s}]},\"finish_reason\":null", ""),
            mistral("\"delta\":{\"content\":\"\"},\"finish_reason\":\"model_length\"", USAGE),
            mistral(
                    "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"AbCd12345\",\"function\":{\"name\":\"weather\","
                            + "\"arguments\":\"{\\\"city\\\":\\\"Łódź\\\"}\"}},{\"id\":\"eFgH67890\",\"function\":{\"name\":\"time\",\"arguments\":\"\"}}]},"
                            + "\"finish_reason\":\"tool_calls\"",
                    USAGE),
            List.of(
                    mistral("\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null", ""),
                    mistral(
                            "\"delta\":{\"content\":\"\",\"tool_calls\":[{\"id\":\"AbCd12345\",\"function\":{\"name\":\"weather\","
                                    + "\"arguments\":\"{\\\"city\\\":\\\"Łódź\\\"}\"}},{\"id\":\"eFgH67890\",\"function\":{\"name\":\"time\",\"arguments\":\"\"}}]},"
                                    + "\"finish_reason\":\"tool_calls\"",
                            USAGE)),
            List.of("\"tool_call_id\":\"AbCd12345\"", "\"tool_call_id\":\"eFgH67890\"", "of weather"),
            "/response_format/json_schema/schema/properties/answer/type",
            "data:image/png;base64,iVBORw0KGgo=",
            Frame.EVENTS);

    private static String gemini(String parts, String more) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}" + more
                + "}],\"modelVersion\":\"g\",\"responseId\":\"r\",\"usageMetadata\":{\"promptTokenCount\":12,"
                + "\"candidatesTokenCount\":3}}";
    }

    private static String cohereCall(int index, String call) {
        return "{\"type\":\"tool-call-start\",\"index\":" + index + ",\"delta\":{\"message\":{\"tool_calls\":" + call
                + "}}}";
    }

    private static String cohereEnd(String reason) {
        return "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"" + reason
                + "\",\"usage\":{\"tokens\":{\"input_tokens\":12,\"output_tokens\":3}}}}";
    }

    private static String ollama(String message, String more) {
        return "{\"model\":\"o\",\"created_at\":\"2026-11-25T22:00:00Z\",\"message\":{\"role\":\"assistant\"," + message
                + "}" + more + "}";
    }

    private static String mistral(String choice, String more) {
        return "{\"id\":\"m1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"mistral\",\"choices\":[{\"index\":0,"
                + choice + "}]" + more + "}";
    }

    Reply whole(String document) {
        return Reply.json(200, document);
    }

    Reply stream(List<String> documents) {
        boolean events = frame == Frame.EVENTS;
        Reply reply = Reply.of(200)
                .header("content-type", events ? "text/event-stream" : "application/x-ndjson")
                .chunked();
        return reply.then(documents.stream()
                .map(d -> events ? "data: " + d + "\n\n" : d + "\n")
                .collect(Collectors.joining()));
    }

    @Override
    public String toString() {
        return provider;
    }
}
