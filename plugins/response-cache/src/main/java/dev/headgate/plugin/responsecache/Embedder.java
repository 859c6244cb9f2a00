package dev.headgate.plugin.responsecache;

import dev.headgate.api.Answered;
import dev.headgate.api.Body;
import dev.headgate.api.Exchange;
import dev.headgate.api.Operation;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Has the gateway make embeddings of questions. */
final class Embedder {
    private static final int MOST_NUMBERS = 16 * 1024;

    private final Settings.Semantic settings;

    Embedder(Settings.Semantic settings) {
        this.settings = settings;
    }

    /** What the model that makes them answers to this text, a JSON string. */
    Future<Answered> ask(Exchange exchange, byte[] text) {
        var request = new ByteArrayOutputStream(text.length + 64);
        request.writeBytes(("{\"model\":\"" + settings.model() + "\",\"input\":").getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(text);
        request.write('}');
        return exchange.ask(Operation.EMBEDDING, Body.wrap(request.toByteArray()), settings.limit());
    }

    /**
     * Reads such an answer.
     *
     * @throws IllegalArgumentException when there is no embedding in it
     */
    static Neighbour read(Answered answer, Key room) {
        List<Json> data = Json.read(answer.body().array()).get("data").elements();
        List<Json> numbers = data.size() == 1 ? data.getFirst().get("embedding").elements() : List.of();
        if (numbers.isEmpty() || numbers.size() > MOST_NUMBERS) {
            throw new IllegalArgumentException("no embedding");
        }
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.parseFloat(numbers.get(i).raw());
        }
        return Neighbour.of(
                room,
                vector,
                answer.attempt().upstream() + "/" + answer.attempt().model());
    }
}
