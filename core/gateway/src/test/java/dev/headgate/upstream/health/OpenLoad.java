package dev.headgate.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that come at their own pace to a limited upstream, in simulated time. The upstream works on so many at once
 * until their first content has come and lets the others wait, as a queue in order.
 */
final class OpenLoad {
    private static final long MILLI = 1_000_000L;

    final Concurrency concurrency;
    private final int places;
    private final int length;
    private final int perSecond;
    private final ArrayDeque<Call> queue = new ArrayDeque<>();
    private final List<Call> working = new ArrayList<>();
    private final ArrayDeque<Call> streaming = new ArrayDeque<>();
    private long millis;
    private int sent;

    private static final class Call {
        final Concurrency.Slot slot;
        final long came;
        long next;

        Call(Concurrency.Slot slot, long came) {
            this.slot = slot;
            this.came = came;
        }
    }

    /**
     * What was seen in a while.
     *
     * @param served the part of the requests that were let through
     * @param least the lowest limit
     * @param longestWait for first content, in milliseconds
     * @param waiting requests in the upstream's queue at the end
     */
    record Figures(double served, int least, long longestWait, int waiting) {}

    /**
     * @param length of a stream after its first content, in milliseconds
     */
    OpenLoad(Concurrency concurrency, int places, int length, int perSecond) {
        this.concurrency = concurrency;
        this.places = places;
        this.length = length;
        this.perSecond = perSecond;
    }

    /** So many seconds in which first content takes so many milliseconds of work. */
    Figures run(int seconds, int firstContent) {
        int asked = 0;
        int through = 0;
        int least = Integer.MAX_VALUE;
        long longest = 0;
        for (long end = millis + 1000L * seconds; millis < end; millis++) {
            while (!streaming.isEmpty() && streaming.peek().next <= millis) {
                streaming.remove().slot.leave();
            }
            for (Call c : List.copyOf(working)) {
                if (c.next <= millis) {
                    working.remove(c);
                    longest = Math.max(longest, millis - c.came);
                    c.slot.streaming(now());
                    c.next = millis + length;
                    streaming.add(c);
                }
            }
            for (; sent < millis * perSecond / 1000; sent++) {
                asked++;
                Concurrency.Slot slot = concurrency.tryEnter(now());
                assertThat(concurrency.limit()).isPositive();
                if (slot != null) {
                    through++;
                    assertThat(concurrency.underWay()).isLessThanOrEqualTo(concurrency.limit());
                    queue.add(new Call(slot, millis));
                }
            }
            while (!queue.isEmpty() && working.size() < places) {
                Call c = queue.remove();
                c.next = millis + firstContent;
                working.add(c);
            }
            least = Math.min(least, concurrency.limit());
        }
        return new Figures((double) through / asked, least, longest, queue.size());
    }

    private long now() {
        return millis * MILLI;
    }
}
