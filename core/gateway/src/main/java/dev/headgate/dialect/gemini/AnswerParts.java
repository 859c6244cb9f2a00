package dev.headgate.dialect.gemini;

import dev.headgate.dialect.Asked;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.ChatSink;
import dev.headgate.wire.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands answers on, of which each response holds a part: all of them, or what has come since the one before. They have
 * ended when each has said why; that may come with the last part, after it, or more than once.
 */
final class AnswerParts {
    private final ChatSink sink;
    private final Asked asked;
    private final Tokens tokens = new Tokens();
    private final Map<Integer, Candidate> candidates = new TreeMap<>();
    private String id = "";
    private String answerId = "";
    private String model = "";

    AnswerParts(ChatSink sink, Asked asked) {
        this.sink = sink;
        this.asked = asked;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Whether all have said why they ended. */
    boolean ended() {
        return !candidates.isEmpty() && candidates.values().stream().allMatch(Candidate::ended);
    }

    void read(Json response) {
        tokens.report(response.get("usageMetadata"));
        begin(response);
        for (Json candidate : response.get("candidates")) {
            int index = (int) candidate.get("index").whole(0);
            if (index >= 0 && index < RequestWriter.MOST_CANDIDATES) {
                candidates.computeIfAbsent(index, this::another).read(candidate);
            }
        }
        if (response.get("promptFeedback").get("blockReason").isString()) {
            candidates
                    .computeIfAbsent(0, this::another)
                    .blocked(response.get("promptFeedback").get("blockReasonMessage"));
        }
    }

    private void begin(Json response) {
        if (candidates.isEmpty()) {
            String given = response.get("responseId").text();
            id = given.isEmpty() ? Long.toHexString(ThreadLocalRandom.current().nextLong()) : given;
            answerId = given.isEmpty() ? "chatcmpl-" + id : given;
            String version = response.get("modelVersion").text();
            model = version.isEmpty() ? asked.model() : version;
            candidates.computeIfAbsent(0, this::another);
        }
    }

    private Candidate another(int index) {
        ChatSink own = index == 0 ? sink : sink.another(index);
        own.begin(answerId, model);
        return new Candidate(own, asked, "call_" + id + "_" + (index == 0 ? "" : index + "_"));
    }

    /** Ends the answers; or says why there is none, when all came to nothing by a fault of the model. */
    Optional<UpstreamError> end() {
        Candidate first = candidates.getOrDefault(0, new Candidate(sink, asked, ""));
        if (candidates.values().stream().allMatch(c -> c.nothing().isPresent())) {
            return first.nothing();
        }
        candidates.forEach((index, c) -> {
            if (index > 0) {
                c.end(tokens);
            }
        });
        first.end(tokens);
        return Optional.empty();
    }
}
