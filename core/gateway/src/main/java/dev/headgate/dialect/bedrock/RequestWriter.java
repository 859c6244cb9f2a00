package dev.headgate.dialect.bedrock;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Sampling;
import dev.headgate.dialect.ThinkingPlan;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Losses;
import dev.headgate.hub.ResponseFormat;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a request in the format of Bedrock's Converse.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">Converse</a>
 */
final class RequestWriter {
    /** Bedrock's own members, which callers may use as if they were OpenAI's. */
    private static final List<String> OWN =
            List.of("guardrailConfig", "performanceConfig", "promptVariables", "additionalModelResponseFieldPaths");

    private static final Set<String> UNDERSTOOD = ChatRequest.understood(
            OWN,
            List.of(
                    "parallel_tool_calls",
                    "top_p",
                    "top_k",
                    "thinking",
                    "output_config",
                    "anthropic_beta",
                    "additionalModelRequestFields",
                    "requestMetadata",
                    "serviceTier",
                    "outputConfig",
                    "user",
                    "safety_identifier",
                    "metadata",
                    "service_tier"));

    private static final Set<String> TIERS = Set.of("default", "flex", "priority", "reserved");
    private static final Pattern METADATA = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{0,256}");

    private final Asked asked;
    private final ChatRequest request;
    private final Losses losses;
    private final BedrockModel model;
    private final Conversation conversation;
    private final ToolsWriter tools;
    private final ThinkingPlan thinking;

    RequestWriter(Asked asked, ChatRequest request) {
        this.asked = asked;
        this.request = request;
        this.losses = request.losses();
        this.model = BedrockModel.of(asked.model());
        request.requireOneAnswer();
        this.conversation = Conversation.of(request, model, asked.keepsakes());
        this.tools = new ToolsWriter(request, model, conversation);
        this.thinking = model.claude()
                .map(c -> ThinkingPlan.of(request, c, conversation.thoughtsMissing(), tools.forced()))
                .orElse(ThinkingPlan.UNSAID);
    }

    /** The name of the tool whose input is the answer, empty when there is none. */
    String answerTool() {
        return tools.answerTool();
    }

    Body body() {
        var out = new JsonWriter(asked.body().length() + 512).open();
        if (request.responseFormat().kind() == ResponseFormat.Kind.JSON_OBJECT) {
            conversation.instruct("Answer with one valid JSON object and nothing else: no words around it, no fences.");
        }
        conversation.writeMessages(out);
        conversation.writeSystem(out);
        Sampling sampling =
                model.claude().map(c -> Sampling.of(request, c, thinking.on())).orElseGet(this::sampling);
        inference(out, sampling);
        tools.write(out);
        outputConfig(out);
        request.copy(out, OWN);
        metadata(out);
        serviceTier(out);
        new AdditionalFields(request, model).write(out, thinking, sampling, tools);
        request.dropOthers(UNDERSTOOD);
        return Body.wrap(out.close().toByteArray());
    }

    /** The sampling of models that are not Anthropic's. */
    private Sampling sampling() {
        if (model.maker() == BedrockModel.Maker.NOVA_2 && NovaEffort.of(request).equals(NovaEffort.HIGH)) {
            Stream.of("temperature", "top_p")
                    .filter(m -> request.member(m).isNumber())
                    .forEach(losses::drop);
            return new Sampling(Json.ABSENT, Json.ABSENT, Json.ABSENT);
        }
        return Sampling.all(request);
    }

    private void inference(JsonWriter out, Sampling sampling) {
        var config = new JsonWriter(256).open();
        if (request.maxTokens().isPresent()) {
            // Beside what may be said, what may be thought; never more than the model can give.
            long most = model.mostOutput().orElse(Long.MAX_VALUE);
            config.name("maxTokens").value(Math.min(request.maxTokens().getAsLong() + thinking.budget(), most));
        }
        if (sampling.temperature().present()) {
            config.name("temperature").copy(sampling.temperature());
        }
        if (sampling.topP().present()) {
            config.name("topP").copy(sampling.topP());
        }
        List<Json> stops = request.stops().stream().filter(Json::saysSomething).toList();
        if (stops.size() < request.stops().size()) {
            losses.drop("stop"); // white space alone is refused
        }
        if (!stops.isEmpty()) {
            config.name("stopSequences").openList();
            stops.forEach(config::copy);
            config.closeList();
        }
        if (config.length() > 1) {
            config.close();
            out.name("inferenceConfig").copy(config.array(), 0, config.length());
        }
    }

    private void outputConfig(JsonWriter out) {
        Json own = request.member("outputConfig");
        ResponseFormat format = request.responseFormat();
        boolean schema = format.kind() == ResponseFormat.Kind.JSON_SCHEMA && model.schema();
        if (own.isObject()) {
            out.name("outputConfig").copy(own);
        } else if (schema && format.schema().isObject()) {
            out.name("outputConfig").open().name("textFormat").open();
            out.name("type").value("json_schema").name("structure").open();
            out.name("jsonSchema").open();
            out.name("name").value(format.name().isEmpty() ? "answer" : format.name());
            out.name("schema").quoted(format.schema()); // as text
            Json description =
                    request.member("response_format").get("json_schema").get("description");
            if (description.saysSomething()) {
                out.name("description").copy(description);
            }
            out.close().close().close().close();
        }
    }

    /** The end user and what else the caller says of the request, in the log of whoever pays for it. */
    private void metadata(JsonWriter out) {
        var all = new JsonWriter(128).open();
        Json own = request.member("requestMetadata");
        own.forEach(m -> all.value(m.name()).ascii(":").copy(m));
        for (Json m : request.member("metadata")) {
            boolean fits = m.isString()
                    && METADATA.matcher(m.text()).matches()
                    && METADATA.matcher(m.name()).matches();
            if (fits && !own.get(m.name()).present()) {
                all.value(m.name()).ascii(":").copy(m);
            } else if (!fits) {
                losses.drop("metadata");
            }
        }
        Json user = request.user();
        boolean named = own.get("user").present()
                || request.member("metadata").get("user").present();
        if (user.saysSomething() && !named) {
            if (METADATA.matcher(user.text()).matches()) {
                all.name("user").copy(user);
            } else {
                losses.drop("user");
            }
        }
        if (all.length() > 1) {
            all.close();
            out.name("requestMetadata").copy(all.array(), 0, all.length());
        }
    }

    private void serviceTier(JsonWriter out) {
        Json own = request.member("serviceTier");
        Json tier = request.member("service_tier");
        if (own.isObject()) {
            out.name("serviceTier").copy(own);
        } else if (TIERS.contains(tier.text())) {
            out.name("serviceTier").open().name("type").copy(tier).close();
        } else if (tier.present() && !tier.is("auto")) {
            losses.drop("service_tier");
        }
    }
}
