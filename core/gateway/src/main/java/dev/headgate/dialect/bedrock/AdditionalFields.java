package dev.headgate.dialect.bedrock;

import dev.headgate.dialect.Sampling;
import dev.headgate.dialect.ThinkingPlan;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Losses;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.Optional;

/**
 * Writes {@code additionalModelRequestFields}: what Bedrock hands on to the model in the words of the model's maker, such as
 * how much is to be thought. What the caller gives there goes before what is made of OpenAI's members.
 */
final class AdditionalFields {
    private static final String NAME = "additionalModelRequestFields";

    private final ChatRequest request;
    private final Losses losses;
    private final BedrockModel model;
    private final Json given;

    AdditionalFields(ChatRequest request, BedrockModel model) {
        this.request = request;
        this.losses = request.losses();
        this.model = model;
        this.given = request.member(NAME);
    }

    void write(JsonWriter out, ThinkingPlan thinking, Sampling sampling, ToolsWriter tools) {
        var own = new JsonWriter(256).open();
        switch (model.maker()) {
            case ANTHROPIC -> claude(own, thinking, sampling, tools);
            case NOVA -> nova(own);
            case NOVA_2 -> {
                nova(own);
                effortOfNova(own);
            }
            case OPENAI -> effort(own, "reasoning_effort", "low", "medium", "high");
            case QWEN -> effort(own, "reasoning_config", "low", "high", "high");
            case MISTRAL, OTHER -> other(own);
        }
        Json made = Json.read(own.close().toByteArray(), JsonLimits.STANDARD);
        if (made.isEmpty() && !given.isObject()) {
            return;
        }
        out.name(NAME).open();
        given.forEach(m -> out.value(m.name()).ascii(":").copy(m));
        for (Json m : made) {
            if (!given.get(m.name()).present()) {
                out.name(m.name()).copy(m);
            }
        }
        out.close();
    }

    private void claude(JsonWriter out, ThinkingPlan thinking, Sampling sampling, ToolsWriter tools) {
        model.claude().ifPresent(c -> thinking.write(out, c));
        Json config = request.member("output_config");
        if (config.isObject() || !thinking.effort().isEmpty()) {
            out.name("output_config").open();
            config.forEach(m -> out.name(m.name()).copy(m));
            if (!thinking.effort().isEmpty() && !config.get("effort").present()) {
                out.name("effort").value(thinking.effort());
            }
            out.close();
        }
        if (sampling.topK().present()) {
            out.name("top_k").copy(sampling.topK());
        }
        Json betas = request.member("anthropic_beta");
        if (betas.isArray()) {
            out.name("anthropic_beta").copy(betas);
        }
        tools.writeOwnChoice(out);
    }

    private void nova(JsonWriter out) {
        Json most = request.member("top_k");
        if (most.isNumber()) {
            out.name("inferenceConfig").open().name("topK").copy(most).close();
        }
        notClaude();
        if (model.maker() == BedrockModel.Maker.NOVA) {
            lose("reasoning_effort", request.effort().filter(e -> !e.equals("none")));
        }
    }

    private void effortOfNova(JsonWriter out) {
        Optional<String> effort = request.effort();
        if (effort.isEmpty()) {
            return;
        }
        out.name("reasoningConfig").open().name("type");
        String level = NovaEffort.of(request);
        if (level.isEmpty()) {
            out.value("disabled").close();
        } else {
            out.value("enabled").name("maxReasoningEffort").value(level).close();
        }
    }

    /** Models that are told a level, and can be told no other. */
    private void effort(JsonWriter out, String member, String low, String medium, String high) {
        other(out);
        request.effort().ifPresent(word -> {
            switch (word) {
                case "minimal", "low" -> out.name(member).value(low);
                case "medium" -> out.name(member).value(medium);
                case "high", "xhigh", "max" -> out.name(member).value(high);
                default -> losses.drop("reasoning_effort"); // they cannot be kept from thinking
            }
        });
    }

    private void other(JsonWriter out) {
        Json most = request.member("top_k");
        if (most.isNumber() && model.maker() == BedrockModel.Maker.MISTRAL) {
            out.name("top_k").copy(most);
        } else {
            lose("top_k", Optional.of(most).filter(Json::isNumber));
        }
        notClaude();
        if (model.maker() == BedrockModel.Maker.MISTRAL || model.maker() == BedrockModel.Maker.OTHER) {
            lose("reasoning_effort", request.effort().filter(e -> !e.equals("none")));
        }
    }

    private void notClaude() {
        for (String member : new String[] {"thinking", "output_config", "anthropic_beta"}) {
            lose(member, Optional.of(request.member(member)).filter(Json::given));
        }
    }

    private void lose(String member, Optional<?> said) {
        if (said.isPresent()) {
            losses.drop(member);
        }
    }
}
