package dev.headgate.hub;

import dev.headgate.api.Body;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import dev.headgate.wire.JsonWriter;

/** Makes a list of embeddings of an answer, vector by vector, each number as it was written. */
public final class EmbeddingList {
    private final byte[] answer;
    private final JsonWriter out;
    private int count;
    private long tokens;

    /** @param answer what the vectors are read from */
    public EmbeddingList(Body answer) {
        this.answer = answer.array();
        this.out = new JsonWriter(answer.length() + 256);
        out.open().name("object").value("list").name("data").openList();
    }

    /** Adds the vector on whose first token the reader stands, and reads to its end. What is none is passed over. */
    public void add(JsonReader in) {
        if (in.token() != Token.START_ARRAY) {
            in.skip();
            return;
        }
        int start = in.start();
        boolean numbers = true;
        while (in.next() != Token.END_ARRAY) {
            numbers &= in.token() == Token.NUMBER;
            in.skip();
        }
        if (numbers) {
            out.open().name("object").value("embedding").name("index").value(count++);
            out.name("embedding").copy(answer, start, in.end()).close();
        }
    }

    /** Adds to the tokens that were read. */
    public void read(long more) {
        tokens += more;
    }

    /** How many vectors there are. */
    public int count() {
        return count;
    }

    /** The whole answer. Where no tokens were reported it says 0, since clients rely on a number. */
    public Body body(String model) {
        out.closeList().name("model").value(model).name("usage").open();
        out.name("prompt_tokens").value(tokens).name("total_tokens").value(tokens);
        return Body.wrap(out.close().close().toByteArray());
    }
}
