package dev.headgate.dialect.anthropic;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.testkit.Sse;
import dev.headgate.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request on its way to Anthropic's format, and answers on theirs back. */
final class Exchanged {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(tools.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    final Translator translator;

    private Exchanged(Translator translator) {
        this.translator = translator;
    }

    /** A request of these members for this model, of a caller for whom nothing is kept. */
    static Exchanged of(String model, String members) {
        return of(model, members, new Keepsakes(Clock.SYSTEM));
    }

    static Exchanged of(String model, String members, Keepsakes keepsakes) {
        String body = members.strip().startsWith("{") ? members : "{\"model\":\"m\"," + members + "}";
        return new Exchanged(new AnthropicTranslation()
                .translator(new Asked(
                        Body.of(body),
                        model,
                        body.replace(" ", "").contains("\"stream\":true"),
                        true,
                        1_700_000_000,
                        keepsakes.of("team", "key"))));
    }

    static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Exchanged.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    ObjectNode sent() {
        return (ObjectNode) JSON.readTree(translator.request().body().array());
    }

    List<String> dropped() {
        return translator.request().dropped();
    }

    JsonNode answer(String message) {
        var answer = (Translator.Answer.Translated) translator.answer(Body.of(message));
        return JSON.readTree(answer.body().array());
    }

    /** What a stream of these events comes to: the data of each chunk, and how it failed if it did. */
    List<String> chunks(String... datas) {
        var out = new ByteArrayOutputStream();
        List<String> failures = new ArrayList<>();
        StreamStage stage = translator.stream();
        var sink = new StreamStage.Sink() {
            @Override
            public void events(byte[] array, int from, int to) {
                out.write(array, from, to - from);
            }

            @Override
            public void failed(UpstreamError error) {
                failures.add(error.status() + " " + error.message());
            }

            @Override
            public void malformed(String what) {
                failures.add(what);
            }
        };
        for (String data : datas) {
            byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
            stage.bytes(event, 0, event.length, sink);
        }
        stage.end(sink);
        List<String> all = new ArrayList<>(Sse.parse(out.toByteArray()).events().stream()
                .map(Sse.Event::data)
                .toList());
        all.addAll(failures);
        return all;
    }

    /** The deltas alone of such a stream, and whatever is not a chunk. */
    List<String> deltas(String... datas) {
        return chunks(datas).stream()
                .map(d -> d.startsWith("{") ? delta(JSON.readTree(d)) : d)
                .toList();
    }

    private static String delta(JsonNode chunk) {
        JsonNode choice = chunk.at("/choices/0");
        if (choice.hasNonNull("finish_reason")) {
            return choice.path("finish_reason").asString();
        }
        return choice.isMissingNode()
                ? "usage " + chunk.at("/usage/prompt_tokens") + "+" + chunk.at("/usage/completion_tokens")
                : choice.path("delta").toString();
    }
}
