package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.dialect.UpstreamError;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the error bodies of OpenAI and its relatives: OpenAI's object; the same inside a list (Gemini's compatible
 * endpoint); {@code error} as text (xAI, Ollama); the members at the top (vLLM, Mistral); {@code detail} (FastAPI); a
 * numeric code that is the status (OpenRouter, Perplexity); HTML or nothing from a proxy in between.
 */
final class ErrorReader {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_MESSAGE = 500;
    private static final int LONGEST_TEXT = 4096;

    private ErrorReader() {}

    static UpstreamError read(int status, Body body) {
        JsonNode root;
        try {
            root = JSON.readTree(body.array());
        } catch (JacksonException e) {
            return wordsAlone(status, plainText(body), Optional.empty());
        }
        if (root.isArray() && root.size() > 0) {
            root = root.get(0);
        }
        JsonNode error = root.path("error");
        if (error.isString()) {
            return wordsAlone(status, cut(error.asString()), text(root, "code"));
        }
        JsonNode object = error.isObject() ? error : root;
        Optional<String> message = text(object, "message")
                .or(() -> detail(object.path("detail")))
                .or(() -> detail(object.path("message").path("detail")));
        Optional<String> code = code(object);
        boolean complete = error.isObject()
                && object.path("message").isString()
                && object.path("type").isString()
                && object.has("param")
                && object.has("code")
                && !object.path("code").isNumber();
        return new UpstreamError(
                statusWithin(status, object),
                cut(message.orElse("")),
                text(object, "type"),
                code,
                text(object, "param"),
                complete,
                RetryDelay.in(object.path("details")));
    }

    private static UpstreamError wordsAlone(int status, String message, Optional<String> code) {
        return new UpstreamError(status, message, Optional.empty(), code, Optional.empty(), false, Optional.empty());
    }

    /** The code; where it is none or but a number, the one that Azure puts inside says more. */
    private static Optional<String> code(JsonNode error) {
        Optional<String> code = text(error, "code");
        return code.filter(c -> !c.chars().allMatch(Character::isDigit))
                .or(() -> text(error.path("innererror"), "code"))
                .or(() -> code);
    }

    /** An error inside a success carries its status in the body, when it has one. */
    private static int statusWithin(int status, JsonNode error) {
        if (status >= 400) {
            return status;
        }
        for (String member : new String[] {"status_code", "code", "status"}) {
            JsonNode n = error.path(member);
            if (n.isInt() && n.asInt() >= 400 && n.asInt() <= 599) {
                return n.asInt();
            }
        }
        return status;
    }

    private static Optional<String> detail(JsonNode detail) {
        if (detail.isString()) {
            return Optional.of(detail.asString());
        }
        if (detail.isArray() && detail.size() > 0) {
            return text(detail.get(0), "msg");
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode object, String member) {
        JsonNode n = object.path(member);
        return n.isString() || n.isNumber() ? Optional.of(n.asString()).filter(s -> !s.isEmpty()) : Optional.empty();
    }

    private static String plainText(Body body) {
        String head = body.length() <= LONGEST_TEXT ? body.text() : body.text().substring(0, LONGEST_TEXT);
        String text = head.replaceAll("(?s)<(script|style).*?</\\1>", " ");
        return cut(text.replaceAll("<[^>]{0,200}>", " ").replaceAll("\\s+", " ").strip());
    }

    private static String cut(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }
}
