package dev.headgate.dialect;

import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Losses;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;

/**
 * The sampling to ask for, of which a model of Anthropic's takes but a part. What it does not take is lost; absent is what is
 * not to be sent.
 *
 * @param temperature never above 1
 */
public record Sampling(Json temperature, Json topP, Json topK) {
    private static final double LEAST_TOP_P_WITH_THINKING = 0.95;
    private static final Json ONE = Json.read(new byte[] {'1'}, JsonLimits.STANDARD);

    /**
     * What such a model takes.
     *
     * @param thinking whether the model will think
     */
    public static Sampling of(ChatRequest request, ClaudeModel model, boolean thinking) {
        Json temperature = request.member("temperature");
        Json topP = request.member("top_p");
        Json topK = request.member("top_k");
        boolean heat = temperature.isNumber() && model.sampling() && !(thinking && temperature.decimal(1) != 1);
        boolean nucleus = topP.isNumber()
                && model.sampling()
                && !(heat && model.schema()) // the newer ones take either of the two
                && !(thinking && topP.decimal(1) < LEAST_TOP_P_WITH_THINKING);
        boolean most = topK.isNumber() && model.sampling() && !thinking;
        Losses losses = request.losses();
        lose(losses, "temperature", !heat && temperature.decimal(1) != 1);
        lose(losses, "top_p", !nucleus && topP.decimal(1) != 1);
        lose(losses, "top_k", !most && topK.isNumber());
        return new Sampling(
                !heat ? Json.ABSENT : temperature.decimal(1) > 1 ? ONE : temperature,
                nucleus ? topP : Json.ABSENT,
                most ? topK : Json.ABSENT);
    }

    /** For a model that takes all of it. */
    public static Sampling all(ChatRequest request) {
        Json temperature = number(request.member("temperature"));
        return new Sampling(
                temperature.decimal(0) > 1 ? ONE : temperature,
                number(request.member("top_p")),
                number(request.member("top_k")));
    }

    private static Json number(Json member) {
        return member.isNumber() ? member : Json.ABSENT;
    }

    private static void lose(Losses losses, String member, boolean lost) {
        if (lost) {
            losses.drop(member);
        }
    }
}
