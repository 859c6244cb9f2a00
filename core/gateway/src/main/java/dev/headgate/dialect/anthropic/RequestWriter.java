package dev.headgate.dialect.anthropic;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.ClaudeModel;
import dev.headgate.dialect.Sampling;
import dev.headgate.dialect.ThinkingPlan;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Losses;
import dev.headgate.hub.ResponseFormat;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a request in Anthropic's format.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages">Messages</a>
 */
final class RequestWriter {
    private static final long DEFAULT_MAX_TOKENS = 8192;

    private static final List<String> USUAL = List.of(
            "parallel_tool_calls",
            "top_p",
            "top_k",
            "thinking",
            "output_config",
            "user",
            "safety_identifier",
            "metadata",
            "service_tier");

    private static final Map<Host, Set<String>> UNDERSTOOD = Map.of(
            Host.ANTHROPIC, ChatRequest.understood(Host.ANTHROPIC.own(), USUAL),
            Host.VERTEX, ChatRequest.understood(Host.VERTEX.own(), USUAL),
            Host.BEDROCK, ChatRequest.understood(Host.BEDROCK.own(), USUAL));

    private final Asked asked;
    private final Host host;
    private final ChatRequest request;
    private final Losses losses;
    private final ClaudeModel model;
    private final Conversation conversation;
    private final ToolsWriter tools;
    private final ThinkingPlan thinking;

    RequestWriter(Asked asked, ChatRequest request, Host host) {
        this.asked = asked;
        this.host = host;
        this.request = request;
        this.losses = request.losses();
        this.model = ClaudeModel.of(asked.model());
        request.requireOneAnswer();
        this.conversation = Conversation.of(request, model, asked.keepsakes());
        this.tools = new ToolsWriter(request, model, conversation);
        this.thinking = ThinkingPlan.of(request, model, conversation.thoughtsMissing(), tools.forced());
    }

    /** The name of the tool whose input is the answer, empty when there is none. */
    String answerTool() {
        return tools.answerTool();
    }

    Body body() {
        var out = new JsonWriter(asked.body().length() + 512);
        host.writeModel(out.open(), asked);
        out.name("max_tokens").value(maxTokens());
        if (request.responseFormat().kind() == ResponseFormat.Kind.JSON_OBJECT) {
            conversation.instruct("Answer with one valid JSON object and nothing else: no words around it, no fences.");
        }
        conversation.writeSystem(out);
        conversation.writeMessages(out);
        tools.write(out);
        thinking.write(out, model);
        outputConfig(out);
        sampling(out);
        stops(out);
        user(out);
        serviceTier(out);
        request.copy(out, host.own());
        host.writeStream(out, asked);
        request.dropOthers(UNDERSTOOD.getOrDefault(host, Set.of()));
        return Body.wrap(out.close().toByteArray());
    }

    /** What the caller allows, and beside it what may be thought; never more than the model can give. */
    private long maxTokens() {
        long most = model.mostOutput().orElse(Long.MAX_VALUE);
        long wanted = request.maxTokens().isPresent()
                ? request.maxTokens().getAsLong() + thinking.budget()
                : model.mostOutput().orElse(DEFAULT_MAX_TOKENS + thinking.budget());
        return Math.min(wanted, most);
    }

    private void outputConfig(JsonWriter out) {
        ResponseFormat format = request.responseFormat();
        boolean schema = format.kind() == ResponseFormat.Kind.JSON_SCHEMA && model.schema();
        Json own = request.member("output_config");
        if (!schema && thinking.effort().isEmpty() && !own.isObject()) {
            return;
        }
        out.name("output_config").open();
        for (Json m : own) {
            out.name(m.name()).copy(m);
        }
        if (schema && !own.get("format").present()) {
            out.name("format").open().name("type").value("json_schema");
            out.name("schema").copy(format.schema()).close();
        }
        if (!thinking.effort().isEmpty() && !own.get("effort").present()) {
            out.name("effort").value(thinking.effort());
        }
        out.close();
    }

    private void sampling(JsonWriter out) {
        Sampling sampling = Sampling.of(request, model, thinking.on());
        member(out, "temperature", sampling.temperature());
        member(out, "top_p", sampling.topP());
        member(out, "top_k", sampling.topK());
    }

    private static void member(JsonWriter out, String name, Json value) {
        if (value.present()) {
            out.name(name).copy(value);
        }
    }

    private void stops(JsonWriter out) {
        List<Json> stops = request.stops().stream().filter(Json::saysSomething).toList();
        if (stops.size() < request.stops().size()) {
            losses.drop("stop"); // white space alone is refused
        }
        if (!stops.isEmpty()) {
            out.name("stop_sequences").openList();
            stops.forEach(out::copy);
            out.closeList();
        }
    }

    private void user(JsonWriter out) {
        Json metadata = request.member("metadata");
        Json user = metadata.get("user_id").isString() ? metadata.get("user_id") : request.user();
        if (user.saysSomething()) {
            out.name("metadata").open().name("user_id").copy(user).close();
        }
        for (Json m : metadata) {
            if (!m.name().equals("user_id")) {
                losses.drop("metadata");
            }
        }
    }

    private void serviceTier(JsonWriter out) {
        Json tier = request.member("service_tier");
        if (host != Host.ANTHROPIC) {
            if (tier.present() && !tier.is("auto")) {
                losses.drop("service_tier");
            }
        } else if (tier.is("auto")) {
            out.name("service_tier").value("auto");
        } else if (tier.is("default") || tier.is("standard_only")) {
            out.name("service_tier").value("standard_only");
        } else if (tier.present()) {
            losses.drop("service_tier");
        }
    }
}
