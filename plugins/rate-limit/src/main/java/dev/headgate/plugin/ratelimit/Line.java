package dev.headgate.plugin.ratelimit;

import dev.headgate.api.quota.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for a limit, in a line for each: by class, and within a class first come, first served. Only the
 * first of a line asks; whoever comes later stands behind. Safe for use by several threads at once.
 */
final class Line {
    private final int most;
    private final ScheduledExecutorService timers;
    private final Map<String, PriorityQueue<Place>> lines = new HashMap<>();
    private final Set<String> asking = new HashSet<>();
    private long arrivals;
    private volatile int waiting;

    /** A place in a line. */
    static final class Place implements Comparable<Place> {
        private final Admission admission;
        private final int rank;
        private final long arrival;
        private String key;
        private Held last;
        private @Nullable ScheduledFuture<?> patience;

        private Place(Admission admission, int rank, long arrival, String key, Held last) {
            this.admission = admission;
            this.rank = rank;
            this.arrival = arrival;
            this.key = key;
            this.last = last;
        }

        @Override
        public int compareTo(Place other) {
            int byRank = Integer.compare(rank, other.rank);
            return byRank == 0 ? Long.compare(arrival, other.arrival) : byRank;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    Line(int most, ScheduledExecutorService timers) {
        this.most = most;
        this.timers = timers;
    }

    /** How many wait. */
    int waiting() {
        return waiting;
    }

    /** Whether somebody waits for one of these limits who goes before a newcomer of this rank. */
    boolean ahead(List<Rule> rules, int rank) {
        if (waiting == 0) {
            return false;
        }
        synchronized (this) {
            for (Rule rule : rules) {
                PriorityQueue<Place> line = lines.get(rule.key());
                Place first = line == null ? null : line.peek();
                if (first != null && first.rank <= rank) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Puts a request that was refused into the line for the limit that refused it.
     *
     * @return false when the line is full
     */
    boolean join(Admission admission, int rank, String key, Held refused, long millis) {
        Place place;
        synchronized (this) {
            PriorityQueue<Place> line = lines.computeIfAbsent(key, k -> new PriorityQueue<>());
            if (line.size() >= most) {
                return false;
            }
            place = new Place(admission, rank, arrivals++, key, refused);
            line.add(place);
            waiting++;
        }
        place.patience = timers.schedule(() -> giveUp(place), millis, TimeUnit.MILLISECONDS);
        refused.retryAfter().ifPresent(wait -> later(key, wait.toMillis()));
        return true;
    }

    private void giveUp(Place place) {
        if (leave(place)) {
            place.admission.refused(place.last);
        }
    }

    private synchronized boolean leave(Place place) {
        PriorityQueue<Place> line = lines.get(place.key);
        if (line == null || !line.remove(place)) {
            return false;
        }
        waiting--;
        if (line.isEmpty()) {
            lines.remove(place.key);
        }
        if (place.patience != null) {
            place.patience.cancel(false);
        }
        return true;
    }

    /** Lets those go who wait for one of these limits and have left. */
    void freed(List<Rule> rules) {
        if (waiting > 0) {
            for (Rule rule : rules) {
                ask(rule.key());
            }
        }
    }

    private void later(String key, long millis) {
        if (millis > 0) {
            var _ = timers.schedule(() -> ask(key), millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Has the first of a line ask again. */
    private void ask(String key) {
        Place first;
        synchronized (this) {
            PriorityQueue<Place> line = lines.get(key);
            first = line == null ? null : line.peek();
            if (first == null || !asking.add(key)) {
                return;
            }
        }
        first.admission.hold().onComplete(answer -> {
            synchronized (this) {
                asking.remove(key);
            }
            if (answer.failed()) {
                if (leave(first)) {
                    first.admission.failed(answer.cause());
                }
                return;
            }
            answered(first, key, answer.result());
        });
    }

    private void answered(Place first, String key, Held held) {
        if (held.granted()) {
            leave(first);
            first.admission.granted(held);
            ask(key);
            return;
        }
        String by = first.admission.refusedBy(held).key();
        if (!by.equals(key)) {
            move(first, by, held);
            ask(key);
        } else {
            first.last = held;
        }
        held.retryAfter().ifPresent(wait -> later(by, wait.toMillis()));
    }

    private synchronized void move(Place place, String to, Held held) {
        PriorityQueue<Place> line = lines.get(place.key);
        if (line != null && line.remove(place)) {
            if (line.isEmpty()) {
                lines.remove(place.key);
            }
            place.key = to;
            place.last = held;
            lines.computeIfAbsent(to, k -> new PriorityQueue<>()).add(place);
        }
    }

    /** Takes a request out of whatever line it stands in. */
    void leave(Admission admission) {
        if (waiting == 0) {
            return;
        }
        List<Place> its = new ArrayList<>();
        synchronized (this) {
            lines.values()
                    .forEach(line ->
                            line.stream().filter(p -> p.admission == admission).forEach(its::add));
        }
        its.forEach(this::leave);
    }
}
