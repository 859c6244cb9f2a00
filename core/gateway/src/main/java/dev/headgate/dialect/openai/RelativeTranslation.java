package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Quirks;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import java.util.List;
import java.util.Set;

/**
 * The way to a relative of OpenAI's and back: an operator that speaks the same format but for its quirks. What they do
 * not concern keeps the bytes in which it came.
 */
public final class RelativeTranslation implements Translation {
    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.COMPLETION, Operation.EMBEDDING);

    private final Quirks quirks;

    /**
     * @param quirks those of the operator
     */
    public RelativeTranslation(Quirks quirks) {
        this.quirks = quirks;
    }

    @Override
    public String dialect() {
        return "openai";
    }

    @Override
    public boolean sameShape() {
        return true;
    }

    @Override
    public Set<Operation> operations() {
        return OPERATIONS;
    }

    @Override
    public Translator translator(Asked asked) {
        return new OfOne(asked, quirks);
    }

    /** Carries one request. */
    private record OfOne(Asked asked, Quirks quirks) implements Translator {
        @Override
        public boolean sameShape() {
            return true;
        }

        @Override
        public Request request() {
            return quirks.inRequests()
                    ? new RelativeRequest(asked, quirks).request()
                    : new Request(asked.body(), List.of());
        }

        @Override
        public Answer answer(Body body) {
            boolean written = asked.operation() != Operation.EMBEDDING; // vectors have no quirks
            return written && quirks.inAnswers()
                    ? new RelativeAnswer(asked, quirks).read(body)
                    : new Answer.Translated(body);
        }

        @Override
        public UpstreamError error(int status, Body body) {
            return ErrorReader.read(status, body);
        }

        @Override
        public StreamStage stream() {
            return new RelativeEvents(asked, quirks);
        }
    }
}
