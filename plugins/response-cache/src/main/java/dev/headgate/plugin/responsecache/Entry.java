package dev.headgate.plugin.responsecache;

import dev.headgate.api.Headers;
import dev.headgate.plugin.responsecache.Answer.Form;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that is kept, and what is known of it.
 *
 * @param other the same answer in its other form, once somebody has asked for that
 * @param storedAt in epoch milliseconds, as the following
 * @param freshUntil it is given again until then
 * @param keptUntil it may be given again until then while no upstream answers
 * @param prompt its tokens, as are those of the completion
 * @param cost what it cost by list price, in millionths of a millionth of a US dollar
 * @param neighbour where its question is, if that may be compared with others; not kept where gateways share
 */
record Entry(
        Answer answer,
        Optional<Answer> other,
        long storedAt,
        long freshUntil,
        long keptUntil,
        String team,
        String key,
        String model,
        long prompt,
        long completion,
        long cost,
        Optional<Neighbour> neighbour) {
    /** What an entry takes besides its arrays: itself, its answer, its key, and its place in the table. As measured. */
    private static final int OBJECTS = 280;

    /** What the same answer in its other form takes besides its arrays. */
    private static final int OTHER = 80;

    private static final int ARRAY = 16;

    /** The answer in this form, which it has. */
    Answer in(Form form) {
        return answer.form() == form ? answer : other.orElseThrow();
    }

    boolean has(Form form) {
        return answer.form() == form || other.isPresent();
    }

    /** The same that has its answer in this form too. */
    Entry with(Form form) {
        return has(form)
                ? this
                : new Entry(
                        answer,
                        Optional.of(answer.as(form)),
                        storedAt,
                        freshUntil,
                        keptUntil,
                        team,
                        key,
                        model,
                        prompt,
                        completion,
                        cost,
                        neighbour);
    }

    /** The same with its question there. */
    Entry with(Optional<Neighbour> place) {
        return new Entry(
                answer, other, storedAt, freshUntil, keptUntil, team, key, model, prompt, completion, cost, place);
    }

    /** The memory it takes, in bytes. */
    int size() {
        long all = OBJECTS + size(answer) + headers(answer.headers());
        all += other.map(a -> OTHER + size(a)).orElse(0L);
        return (int)
                Math.min(Integer.MAX_VALUE, all + neighbour.map(Neighbour::size).orElse(0));
    }

    private static long size(Answer answer) {
        return array(answer.body().bytes().length)
                + array(4L * answer.body().places().length)
                + usage(answer)
                + (answer.pauses().length == 0 ? 0 : array(4L * answer.pauses().length));
    }

    private static long usage(Answer answer) {
        byte[] bytes = answer.usage().bytes();
        return bytes.length == 0
                ? 0
                : 24 + array(bytes.length) + array(4L * answer.usage().places().length);
    }

    private static long headers(Headers headers) {
        long size = 0;
        for (Map.Entry<String, String> h : headers.entries()) {
            size += 96 + array(h.getKey().length()) + array(h.getValue().length());
        }
        return size;
    }

    private static long array(long bytes) {
        return ARRAY + ((bytes + 7) & ~7L);
    }
}
