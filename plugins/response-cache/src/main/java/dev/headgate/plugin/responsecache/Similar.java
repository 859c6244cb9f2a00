package dev.headgate.plugin.responsecache;

import dev.headgate.api.Exchange;
import dev.headgate.api.FilterContext;
import dev.headgate.api.Operation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds questions that are similar to one. Whatever goes wrong with an embedding, the question is one that is like no
 * other.
 */
final class Similar {
    /** So many multiplications are done on the event loop; more of them take longer than a handful of microseconds. */
    private static final long QUICK = 16 * 1024;

    private final Embedder embedder;
    private final Store store;
    private final double threshold;

    /** @throws IllegalArgumentException when nothing makes embeddings under the model that is set */
    Similar(Settings.Semantic settings, FilterContext context, Store store) {
        if (!context.serves(settings.model(), Operation.EMBEDDING)) {
            throw new IllegalArgumentException(
                    "semantic.model: no model \"" + settings.model()
                            + "\" whose upstream makes embeddings; use one under models, such as one of text-embedding-3-small");
        }
        this.embedder = new Embedder(settings);
        this.store = store;
        this.threshold = settings.threshold();
    }

    /**
     * What was found.
     *
     * @param asked where the question itself is, if that could be told
     */
    record Found(Optional<Neighbour> asked, Optional<Store.Near> near) {
        static final Found NOTHING = new Found(Optional.empty(), Optional.empty());
    }

    /**
     * The entry with the question that is most like this one.
     *
     * @param room what it may be compared with
     * @param willDo which entries may be given
     */
    Future<Found> find(Exchange exchange, Question question, Key room, Predicate<Entry> willDo) {
        return embedder.ask(exchange, question.text())
                .compose(answer -> {
                    boolean quick = answer.body().length() < QUICK
                            && (long) store.comparable(room) * answer.body().length() / 8 < QUICK;
                    return quick
                            ? Future.succeededFuture(nearest(Embedder.read(answer, room), willDo))
                            : aside(() -> nearest(Embedder.read(answer, room), willDo));
                })
                .otherwise(Found.NOTHING);
    }

    private Found nearest(Neighbour asked, Predicate<Entry> willDo) {
        return new Found(Optional.of(asked), store.nearest(asked, threshold, willDo));
    }

    private static Future<Found> aside(java.util.function.Supplier<Found> search) {
        Promise<Found> found = Promise.promise();
        Thread.ofVirtual().name("headgate-cache-search").start(() -> {
            try {
                found.complete(search.get());
            } catch (RuntimeException e) {
                found.fail(e);
            }
        });
        return found.future();
    }

    /** As the header says it. */
    static String score(double similarity) {
        return String.format(Locale.ROOT, "%.3f", Math.min(1, similarity));
    }
}
