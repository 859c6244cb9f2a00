package dev.headgate.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is to run later, by a time that the test lets go by. */
final class FakeTimers {
    private final List<Timer> waiting = new ArrayList<>();
    private long now;

    private record Timer(long at, Runnable task) {}

    Runnable after(Duration time, Runnable task) {
        var timer = new Timer(now + time.toNanos(), task);
        waiting.add(timer);
        return () -> waiting.remove(timer);
    }

    void elapse(Duration time) {
        long until = now + time.toNanos();
        for (Optional<Timer> next = due(until); next.isPresent(); next = due(until)) {
            now = next.get().at;
            waiting.remove(next.get());
            next.get().task.run();
        }
        now = until;
    }

    private Optional<Timer> due(long until) {
        return waiting.stream().filter(t -> t.at <= until).min(Comparator.comparingLong(Timer::at));
    }
}
