package dev.headgate.dialect.gemini;

import dev.headgate.dialect.Keepsakes;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.Losses;
import dev.headgate.hub.Message;
import dev.headgate.hub.Message.Role;
import dev.headgate.hub.Part;
import dev.headgate.hub.ToolCall;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The messages of a request as contents, and what the system says apart from them. */
final class Conversation {
    /** Stands for a signature that nobody has any more; the provider has said so. */
    private static final byte[] NO_SIGNATURE =
            "\"skip_thought_signature_validator\"".getBytes(StandardCharsets.US_ASCII);

    private final GeminiModel model;
    private final Keepsakes.Drawer keepsakes;
    private final Losses losses;
    private final Parts parts;
    private final List<Consumer<JsonWriter>> system = new ArrayList<>();
    private final List<Content> contents = new ArrayList<>();
    private final Map<String, Json> names = new HashMap<>();

    Conversation(ChatRequest request, GeminiModel model, Keepsakes.Drawer keepsakes) {
        this.model = model;
        this.keepsakes = keepsakes;
        this.losses = request.losses();
        this.parts = new Parts(losses);
        request.messages().forEach(this::add);
        contents.removeIf(Content::isEmpty);
        merge();
        if (contents.isEmpty()) {
            contents.add(new Content(true));
            contents.getFirst().parts.add(Parts.text(" "));
        }
    }

    private void merge() {
        for (int i = 1; i < contents.size(); ) {
            Content before = contents.get(i - 1);
            Content content = contents.get(i);
            if (before.user == content.user) {
                before.results.addAll(content.results);
                before.parts.addAll(content.parts);
                contents.remove(i);
            } else {
                i++;
            }
        }
    }

    private void add(Message m) {
        if (m.source().get("name").given() && m.role() != Role.TOOL) {
            losses.drop("messages.name");
        }
        if (m.role() == Role.SYSTEM) {
            parts(m, system);
            return;
        }
        boolean user = m.role() != Role.ASSISTANT;
        if (contents.isEmpty() || contents.getLast().user != user) {
            contents.add(new Content(user));
        }
        Content content = contents.getLast();
        switch (m.role()) {
            case TOOL -> result(m, content);
            case USER -> {
                int lost = losses.dropped().size();
                if (parts(m, content.parts) == 0 && losses.dropped().size() > lost) {
                    throw Losses.refuse(at(m), "nothing in it is of a kind that the model takes");
                }
            }
            case ASSISTANT -> {
                said(m, content);
                calls(m, content);
            }
            case SYSTEM -> {}
        }
    }

    private int parts(Message m, List<Consumer<JsonWriter>> to) {
        int before = to.size();
        for (int i = 0; i < m.content().size(); i++) {
            parts.of(m.content().get(i), at(m) + "[" + i + "]").ifPresent(to::add);
        }
        return to.size() - before;
    }

    /** What was said, its last text with the signature of the thoughts that led to it. */
    private void said(Message m, Content content) {
        Optional<byte[]> signature = model.signs() ? textSignature(m) : Optional.empty();
        int last = m.content().size() - 1;
        parts(m, content.parts);
        if (signature.isPresent()
                && last >= 0
                && m.content().get(last) instanceof Part.Text t
                && !t.text().isEmptyText()) {
            content.parts.removeLast();
            content.parts.add(Parts.signed(t.text(), signature.get()));
        }
    }

    private Optional<byte[]> textSignature(Message m) {
        Optional<byte[]> carried = Signatures.carried(m.source());
        if (carried.isPresent()) {
            return carried;
        }
        MessageDigest said = Signatures.digest();
        for (Part p : m.content()) {
            if (p instanceof Part.Text t) {
                Signatures.add(said, t.text());
            }
        }
        return keepsakes.find(Keepsakes.Kind.SIGNATURE, Signatures.key(said));
    }

    private void calls(Message m, Content content) {
        boolean first = true;
        for (ToolCall c : m.calls()) {
            names.put(c.id(), c.name());
            Optional<byte[]> signature = signature(c);
            if (signature.isEmpty() && first && model.signs()) {
                signature = Optional.of(NO_SIGNATURE);
            }
            first = false;
            Optional<byte[]> signed = signature;
            content.parts.add(out -> {
                out.open().name("functionCall").open().name("name").copy(c.name());
                c.writeArguments(out.name("args"));
                out.close();
                signed.ifPresent(s -> out.name("thoughtSignature").copy(s, 0, s.length));
                out.close();
            });
        }
    }

    /** As the client has kept it, or else as it was kept for it here: a JSON string. */
    private Optional<byte[]> signature(ToolCall c) {
        return Signatures.carried(c.source()).or(() -> keepsakes.find(Keepsakes.Kind.SIGNATURE, c.id()));
    }

    /** What a tool gives must be an object; any other text becomes a member of one. */
    private void result(Message m, Content content) {
        Json name =
                Optional.ofNullable(names.get(m.answers())).orElse(m.source().get("name"));
        List<Consumer<JsonWriter>> media = new ArrayList<>();
        var text = new StringBuilder();
        for (Part p : m.content()) {
            if (p instanceof Part.Text t) {
                text.append(t.text().text());
            } else {
                parts.of(p, at(m)).ifPresent(media::add);
            }
        }
        Optional<Json> object = object(text.toString());
        content.results.add(out -> {
            out.open().name("functionResponse").open().name("name");
            if (name.isString()) {
                out.copy(name);
            } else {
                out.value("unknown");
            }
            out.name("response");
            if (object.isPresent()) {
                out.copy(object.get());
            } else {
                boolean error = m.source().get("is_error").isTrue();
                out.open()
                        .name(error ? "error" : "output")
                        .value(text.toString())
                        .close();
            }
            out.close().close();
        });
        content.parts.addAll(media);
    }

    private static Optional<Json> object(String text) {
        if (!text.strip().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(text.strip().getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static String at(Message m) {
        return "messages[" + m.index() + "].content";
    }

    /** Adds to what the system says. */
    void instruct(Consumer<JsonWriter> part) {
        system.add(part);
    }

    void write(JsonWriter out) {
        if (!system.isEmpty()) {
            if (model.gemma()) {
                contents.getFirst().parts.addAll(0, system);
            } else {
                out.name("systemInstruction").open().name("parts").openList();
                system.forEach(p -> p.accept(out));
                out.closeList().close();
            }
        }
        out.name("contents").openList();
        contents.forEach(c -> c.write(out));
        out.closeList();
    }
}
