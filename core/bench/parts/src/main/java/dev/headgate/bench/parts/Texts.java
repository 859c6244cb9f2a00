package dev.headgate.bench.parts;

import dev.headgate.api.Body;
import java.nio.charset.StandardCharsets;

/** The documents that are read: requests, answers and streams as the OpenAI SDKs and OpenAI itself send them. */
final class Texts {
    static final String PROSE = "The lock keeper raised the gate a hand's breadth and let the water settle "
            + "before he wrote down the level, the hour and the name of the farm it went to. ";

    /** An escape every seventeen bytes. */
    private static final String ESCAPES = "He said: \\\"open\\n the water gates\\\" so it ";

    private Texts() {}

    /** A chat request of about this many bytes; what decides where it goes stands after the messages. */
    static Body request(int bytes, String text) {
        String head = "{\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},"
                + "{\"role\":\"user\",\"content\":\"";
        String tail = "\"}],\"model\":\"gpt-4o-mini\",\"stream\":true,\"temperature\":0.7,\"max_tokens\":512}";
        return Body.of(head + repeated(text, bytes - head.length() - tail.length()) + tail);
    }

    static Body prose(int bytes) {
        return request(bytes, PROSE);
    }

    static Body escapes(int bytes) {
        return request(bytes, ESCAPES);
    }

    /** Whole answers with usage at the end, of about a kilobyte. */
    static Body answer() {
        return Body.of("{\"id\":\"chatcmpl-BxZ2fQ1kV0cXoM6nT3sUuJ9yKqLr\",\"object\":\"chat.completion\","
                + "\"created\":1763812345,\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"" + repeated(PROSE, 400)
                + "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + USAGE + ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_560af6e559\"}");
    }

    private static final String USAGE = "\"usage\":{\"prompt_tokens\":812,\"completion_tokens\":233,"
            + "\"total_tokens\":1045,\"prompt_tokens_details\":{\"cached_tokens\":640,\"audio_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"
            + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";

    /** Events that each bear a word or so. */
    static byte[] stream(int events) {
        String[] words = words();
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < events; i++) {
            s.append(event("[{\"index\":0,\"delta\":{\"content\":\"" + words[i % words.length]
                    + "\"},\"logprobs\":null,\"finish_reason\":null}]"));
        }
        return bytes(s.toString());
    }

    /** The event with which a stream reports its usage. */
    static byte[] usageEvent() {
        return bytes(event("[]," + USAGE));
    }

    /** A chat request of four kilobytes: instructions, a tool, calls of it and their results. */
    static Body conversation() {
        StringBuilder s = new StringBuilder("{\"model\":\"claude-sonnet-4-5\",\"messages\":[{\"role\":\"system\","
                + "\"content\":\"" + repeated(PROSE, 600) + "\"},{\"role\":\"user\",\"content\":\""
                + repeated(PROSE, 900) + "\"}");
        for (int i = 0; i < 4; i++) {
            s.append(",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"toolu_01YGzqpRE16Vricda" + i
                    + "\",\"type\":\"function\",\"function\":{\"name\":\"level\",\"arguments\":"
                    + "\"{\\\"gate\\\":\\\"north\\\",\\\"hour\\\":" + i + "}\"}}]},{\"role\":\"tool\","
                    + "\"tool_call_id\":\"toolu_01YGzqpRE16Vricda" + i + "\",\"content\":\""
                    + repeated(PROSE, 300) + "\"}");
        }
        s.append("],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"level\",\"description\":"
                + "\"The level at a gate\",\"parameters\":{\"type\":\"object\",\"properties\":{\"gate\":"
                + "{\"type\":\"string\"},\"hour\":{\"type\":\"integer\"}},\"required\":[\"gate\"]}}}],"
                + "\"tool_choice\":\"auto\",\"max_tokens\":512,\"temperature\":0.7,\"stream\":true}");
        return Body.of(s.toString());
    }

    /** The words of a text, each with the space before it. */
    static String[] words() {
        return PROSE.split("(?= )", -1);
    }

    /** Text of about this many characters. */
    static String text(int length) {
        return repeated(PROSE, length);
    }

    private static String event(String choices) {
        return "data: {\"id\":\"chatcmpl-BxZ2fQ1kV0cXoM6nT3sUuJ9yKqLr\",\"object\":\"chat.completion.chunk\","
                + "\"created\":1763812345,\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\","
                + "\"system_fingerprint\":\"fp_560af6e559\",\"choices\":" + choices + "}\n\n";
    }

    private static String repeated(String text, int length) {
        // Whole units only, so that no escape is cut in two.
        return text.repeat(Math.max(1, length / text.length()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
