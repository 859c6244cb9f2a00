package dev.headgate.dialect.bedrock;

import dev.headgate.dialect.Keepsakes;
import dev.headgate.hub.Message;
import dev.headgate.hub.Pieces;
import dev.headgate.hub.ToolCall;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a model of Anthropic's thought before, in the form in which it goes to callers and comes back, {@code
 * thinking_blocks}: the same as with Anthropic itself, because what was thought at the one may be shown to the other.
 */
final class Thoughts {
    private final Keepsakes.Drawer keepsakes;

    Thoughts(Keepsakes.Drawer keepsakes) {
        this.keepsakes = keepsakes;
    }

    /** What was thought before this message: as the client has kept it, or else as it was kept for it here. */
    List<Block> of(Message m) {
        List<Block> thoughts = new ArrayList<>();
        m.source().get("thinking_blocks").forEach(b -> block(b).ifPresent(thoughts::add));
        for (ToolCall c : m.calls()) {
            if (thoughts.isEmpty()) {
                keepsakes
                        .find(Keepsakes.Kind.THOUGHTS, c.id())
                        .ifPresent(kept ->
                                Json.read(kept, JsonLimits.STANDARD).forEach(b -> block(b).ifPresent(thoughts::add)));
            }
        }
        return thoughts;
    }

    private static Optional<Block> block(Json thought) {
        Json data = thought.get("data");
        if (data.saysSomething()) {
            byte[] hidden = data.text().getBytes(StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().encodeToString(hidden);
            return reasoning(out -> out.name("redactedContent").value(base64));
        }
        if (!thought.get("signature").saysSomething()) {
            return Optional.empty();
        }
        return reasoning(out -> {
            out.name("reasoningText").open().name("text").copy(thought.get("thinking"));
            out.name("signature").copy(thought.get("signature")).close();
        });
    }

    private static Optional<Block> reasoning(Consumer<JsonWriter> member) {
        return Optional.of(new Block(
                "reasoningContent",
                out -> {
                    member.accept(out.open());
                    out.close();
                },
                Json.ABSENT));
    }

    /** A block for the caller of what is shown of a thought, and what vouches for it. */
    static byte[] shown(Pieces thought, Pieces signature) {
        var block = new JsonWriter(512).open().name("type").value("thinking");
        thought.writeTo(block.name("thinking"));
        signature.writeTo(block.name("signature"));
        return block.close().toByteArray();
    }

    /** A block for the caller of a thought that is not shown. Bedrock wraps once more what Anthropic gives as text. */
    static byte[] hidden(byte[] data) {
        var block = new JsonWriter(data.length + 64).open().name("type").value("redacted_thinking");
        return block.name("data")
                .value(new String(data, StandardCharsets.UTF_8))
                .close()
                .toByteArray();
    }
}
