package dev.headgate.dialect;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.testkit.Sse;
import dev.headgate.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request on its way to another wire format, and answers on theirs back. */
public final class Exchanged {
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(tools.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    public static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    public final Translator translator;

    private Exchanged(Translator translator) {
        this.translator = translator;
    }

    /** A request of these members for this model, of a caller for whom nothing is kept. */
    public static Exchanged of(Translation translation, String model, String members) {
        return of(Operation.CHAT, translation, model, members, new Keepsakes(Clock.SYSTEM));
    }

    public static Exchanged of(Translation translation, String model, String members, Keepsakes keepsakes) {
        return of(Operation.CHAT, translation, model, members, keepsakes);
    }

    /** A request for something else. */
    public static Exchanged of(Operation operation, Translation translation, String model, String members) {
        return of(operation, translation, model, members, new Keepsakes(Clock.SYSTEM));
    }

    private static Exchanged of(
            Operation operation, Translation translation, String model, String members, Keepsakes keepsakes) {
        String body = members.strip().startsWith("{") ? members : "{\"model\":\"m\"," + members + "}";
        return new Exchanged(translation.translator(new Asked(
                operation,
                Body.of(body),
                model,
                body.replace(" ", "").contains("\"stream\":true"),
                true,
                1_700_000_000,
                keepsakes.of("team", "key"))));
    }

    /** A file beside a test. */
    public static String golden(Class<?> test, String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(test.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public ObjectNode sent() {
        return (ObjectNode) JSON.readTree(translator.request().body().array());
    }

    public List<String> dropped() {
        return translator.request().dropped();
    }

    public JsonNode answer(String message) {
        return JSON.readTree(answered(message));
    }

    /** The answer in the bytes that the caller gets. */
    public String answered(String message) {
        return ((Translator.Answer.Translated) translator.answer(Body.of(message)))
                .body()
                .text();
    }

    /** What a stream of these events comes to: the data of each chunk, and how it failed if it did. */
    public List<String> chunks(String... datas) {
        return read(Arrays.stream(datas).map(d -> utf8("data: " + d + "\n\n")).toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> read(List<byte[]> pieces) {
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
        for (byte[] piece : pieces) {
            stage.bytes(piece, 0, piece.length, sink);
        }
        stage.end(true, sink);
        List<String> all = new ArrayList<>(Sse.parse(out.toByteArray()).events().stream()
                .map(Sse.Event::data)
                .toList());
        all.addAll(failures);
        return all;
    }

    /** The deltas alone of such a stream, and whatever is not a chunk. */
    public List<String> deltas(String... datas) {
        return deltas(chunks(datas));
    }

    /** The same of a stream of lines. */
    public List<String> lines(String... lines) {
        return deltas(read(Arrays.stream(lines).map(l -> utf8(l + "\n")).toList()));
    }

    /** The same of a stream of frames. */
    public List<String> frames(byte[]... frames) {
        return deltas(read(List.of(frames)));
    }

    private static List<String> deltas(List<String> chunks) {
        return chunks.stream()
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
