package dev.headgate.provider;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.dialect.UpstreamError;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a provider refused a request that another model might take. Operators say it by a code, by a type, or in words
 * alone; a failure names it by one code for all of them.
 */
public enum Refusal {
    /** The request and the answer asked for do not fit the model's context. */
    CONTEXT_WINDOW(
            "context_length_exceeded",
            "context_length_exceeded|context_window_exceeded|model_context_window_exceeded"
                    + "|exceed_context_size_error" // llama.cpp
                    + "|too_many_tokens", // Cohere
            // Most name the context and say that something is beyond it; the others have words of their own.
            "(?=.*(?:context[ _-]?(?:length|window|size|limit)|max_seq_len|(?:model|prompt) length|model token limit"
                    + "|input token count|token count))"
                    + ".*(?:exceed|too (?:long|large|many)|longer|greater|larger|maximum|overflow|only|less than)"
                    + "|.*(?:prompt|input) is too long" // Anthropic, Bedrock
                    + "|.*too many (?:input |prompt )?tokens"
                    + "|.*request too large for model" // Groq: more tokens than a minute's worth
                    + "|.*reduce the length of the (?:messages|prompt|input)"
                    + "|.*tokens.? \\+ .?max_new_tokens|.*inputs. must have less than" // Text Generation Inference
                    + "|.*range of input length"), // DashScope

    /** The request, or what the model made of it, was found to offend a policy. */
    CONTENT_FILTER(
            "content_filter",
            "content_filter|content_filter_error|content_policy_violation|moderation_blocked|safety_violation"
                    + "|responsibleaipolicyviolation" // Azure's inner code
                    + "|data_?inspection_?failed", // DashScope
            ".*(?:content management policy" // Azure
                    + "|content filter" // also Anthropic's filtering policy
                    + "|content violates usage guidelines" // xAI, under status 403
                    + "|input was flagged" // OpenRouter, under status 403
                    + "|prompt was flagged|violating our usage policy" // OpenAI's reasoning models
                    + "|result of our safety system"
                    + "|content exists risk" // DeepSeek
                    + "|may contain inappropriate content" // DashScope
                    + "|considered high risk)"); // Moonshot

    private final String code;
    private final Pattern names;
    private final Pattern words;

    Refusal(String code, String names, String words) {
        this.code = code;
        this.names = Pattern.compile(names, Pattern.CASE_INSENSITIVE);
        this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** What this failure says another model might take; empty when it says nothing of the kind. */
    public static Optional<Refusal> of(Failure failure) {
        return failure.kind() == Kind.UPSTREAM_REJECTED
                ? failure.code().flatMap(c -> first(r -> r.code.equals(c)))
                : Optional.empty();
    }

    /** What the operator means. Its code or type decides; only without a word there does its message. */
    static Optional<Refusal> in(UpstreamError error) {
        return Stream.of(error.code(), error.type())
                .flatMap(Optional::stream)
                .flatMap(name -> first(r -> r.names.matcher(name).matches()).stream())
                .findFirst()
                .or(() -> first(r -> r.words.matcher(error.message()).lookingAt()));
    }

    private static Optional<Refusal> first(Predicate<Refusal> which) {
        return Arrays.stream(values()).filter(which).findFirst();
    }

    /** The code by which a failure names it, in OpenAI's vocabulary. */
    public String code() {
        return code;
    }
}
